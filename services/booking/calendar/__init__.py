# SPDX-License-Identifier: MPL-2.0
"""Calendars that staff keep: school holidays from files and by hand, and opening hours. Pure."""
