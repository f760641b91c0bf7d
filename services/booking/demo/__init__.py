# SPDX-License-Identifier: MPL-2.0
"""The demo municipality: real rooms from published pages, invented associations, and a season of bookings."""
