# SPDX-License-Identifier: MPL-2.0
"""What notify asks the other services."""
