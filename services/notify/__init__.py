# SPDX-License-Identifier: MPL-2.0
"""Tells people: deliveries and calendar feeds; owns the PostgreSQL schema "notify"."""
