# SPDX-License-Identifier: MPL-2.0
"""SQL of what changes state: one file per table, one typed function per query."""
