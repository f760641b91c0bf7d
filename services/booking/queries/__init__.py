# SPDX-License-Identifier: MPL-2.0
"""Read-side SQL: one file per thing people look at, answering view objects."""
