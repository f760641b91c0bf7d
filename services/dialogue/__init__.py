# SPDX-License-Identifier: MPL-2.0
"""Citizen dialogue: sessions, sign-ups and what came of them; owns the PostgreSQL schema "dialogue"."""
