# SPDX-License-Identifier: MPL-2.0
"""The room a session asks booking for."""
