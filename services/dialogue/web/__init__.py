# SPDX-License-Identifier: MPL-2.0
"""The programme, as a page and as JSON."""
