# SPDX-License-Identifier: MPL-2.0
"""The demo municipality's dialogue: real announcements with their sources, and invented people who sign up."""
