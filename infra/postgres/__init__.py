# SPDX-License-Identifier: MPL-2.0
"""Roles and grants: one role per service, none reads another's schema."""
