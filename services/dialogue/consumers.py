# SPDX-License-Identifier: MPL-2.0
"""What dialogue does when others speak: nothing yet. Rooms granted by booking will come here."""

from services.shared.subscription import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
