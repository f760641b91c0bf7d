# SPDX-License-Identifier: MPL-2.0
"""What dialogue tells. Nothing yet: sessions come with the next capability."""

from services.shared.contracts.envelope import EventData

EVENTS: tuple[type[EventData], ...] = ()
