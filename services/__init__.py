# SPDX-License-Identifier: MPL-2.0
"""Åben Kommune: booking, dialogue and notify behind one front door (portal)."""
