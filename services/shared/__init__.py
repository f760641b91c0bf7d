# SPDX-License-Identifier: MPL-2.0
"""What at least two services need. Knows no service."""
