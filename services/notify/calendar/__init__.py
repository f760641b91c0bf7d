# SPDX-License-Identifier: MPL-2.0
"""iCalendar bytes (RFC 5545, 7986, 5546) from values; no input, no output."""
