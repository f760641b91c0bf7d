# SPDX-License-Identifier: MPL-2.0
"""The front door: front page, sign-in, people and keys; owns the PostgreSQL schema "portal"."""
