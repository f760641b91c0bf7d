# SPDX-License-Identifier: MPL-2.0
"""Who takes part: sign-ups, access needs, the door."""
