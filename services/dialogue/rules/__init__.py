# SPDX-License-Identifier: MPL-2.0
"""Decisions without input or output: one per file."""
