# SPDX-License-Identifier: MPL-2.0
"""From what happened to who must be told: one delivery for each person and channel."""

from datetime import datetime, timedelta

from services.notify.store.deliveries import Delivery, insert_delivery
from services.shared.contracts.booking import BookingEvent
from services.shared.contracts.portal import SignInRequested
from services.shared.db import Tx

CHANNELS = ("email",)
"""How everybody is told, for now."""

BOOKING_NEWS_LASTS = timedelta(days=5)
"""How long a mail server may be away before a letter about a booking is given up (RFC 5321 § 4.5.4.1: 4-5 days)."""

SIGN_IN_LASTS = timedelta(minutes=10)
"""A code that comes later than it can be used only confuses."""


async def plan_booking_deliveries(tx: Tx, event: BookingEvent, *, now: datetime) -> None:
    """Tell everybody the event names what became of the booking."""
    booking = event.model_dump(mode="json", exclude={"tell"})
    for person_id in event.tell:
        for channel in CHANNELS:
            await insert_delivery(
                tx,
                Delivery(
                    about_id=event.booking_id,
                    version=event.version,
                    recipient_id=person_id,
                    channel=channel,
                    kind=event.TYPE.split(".")[2],
                    booking=booking,
                    created_at=now,
                    valid_until=now + BOOKING_NEWS_LASTS,
                ),
            )


async def plan_sign_in_delivery(tx: Tx, event: SignInRequested, *, now: datetime) -> None:
    """Send a one-time code, before everything else, while it can be used."""
    await insert_delivery(
        tx,
        Delivery(
            about_id=event.sign_in_id,
            version=event.version,
            recipient_id=event.sign_in_id,
            channel="email",
            kind="sign_in",
            booking=None,
            created_at=now,
            valid_until=event.occurred_at + SIGN_IN_LASTS,
            urgent=True,
        ),
    )
