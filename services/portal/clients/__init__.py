# SPDX-License-Identifier: MPL-2.0
"""What the portal asks other services."""
