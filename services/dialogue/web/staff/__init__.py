# SPDX-License-Identifier: MPL-2.0
"""Pages of those who run dialogue."""
