# SPDX-License-Identifier: MPL-2.0
"""What notify tells. Nothing yet: nobody needs to hear about deliveries."""

from services.shared.contracts.envelope import EventData

PROGRAMME_FEED = "/kalender/dialog.ics"
"""Where calendar programs follow the published dialogue sessions. Open to all; for pages that link to it."""

EVENTS: tuple[type[EventData], ...] = ()
