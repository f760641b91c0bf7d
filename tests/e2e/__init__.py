# SPDX-License-Identifier: MPL-2.0
"""Stories over HTTP and in a real browser. A package, so that its fixtures end with it."""
