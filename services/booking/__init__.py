# SPDX-License-Identifier: MPL-2.0
"""Sites, rooms, associations, rules and bookings; owns the PostgreSQL schema "booking"."""
