# SPDX-License-Identifier: MPL-2.0
"""Foreign readers of calendars and a lint stricter than any of them; used by unit, integration and browser tests."""
