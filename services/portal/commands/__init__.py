# SPDX-License-Identifier: MPL-2.0
"""Everything that changes state, one verb per file."""
