# SPDX-License-Identifier: MPL-2.0
"""What notify tells. Nothing yet: nobody needs to hear about deliveries."""

from services.shared.contracts.envelope import EventData

EVENTS: tuple[type[EventData], ...] = ()
