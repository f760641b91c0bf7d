# SPDX-License-Identifier: MPL-2.0
"""Signing up and one's own page, by link; no account is needed."""
