# SPDX-License-Identifier: MPL-2.0
"""Read-side SQL."""
