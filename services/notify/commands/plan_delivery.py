# SPDX-License-Identifier: MPL-2.0
"""From what happened to who must be told: one delivery for each person and channel."""

from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from services.notify.commands.gather_bookings import gather_booking, not_before
from services.notify.model import Priority
from services.notify.store.deliveries import Delivery, insert_delivery
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent
from services.shared.contracts.dialogue import (
    LinksRequested,
    SessionRoomAnswered,
    SignUpEvent,
    SignUpHeld,
    SignUpOffered,
    SignUpQueued,
    SignUpReminded,
    SignUpRepeated,
)
from services.shared.contracts.envelope import EventData
from services.shared.contracts.portal import SignInRequested
from services.shared.db import Tx

CHANNELS = ("email",)
"""How everybody is told, for now."""

NEWS_LASTS = timedelta(days=5)
"""How long a mail server may be away before a letter is given up (RFC 5321 § 4.5.4.1: 4-5 days)."""

SIGN_IN_LASTS = timedelta(minutes=10)
"""A code that comes later than it can be used only confuses."""


async def plan_booking_deliveries(tx: Tx, event: BookingEvent, *, now: datetime) -> None:
    """Tell everybody the event names what became of the booking, all its dates in one letter.

    When newer events have told of every date but such as are missing, there is nothing left to tell.
    """
    if not event.occurrences:
        return
    until = now + NEWS_LASTS
    if event.together:
        for person_id, channel in product(event.tell, CHANNELS):
            await gather_booking(tx, event, event.together, person_id, channel, now=now, until=until)
        return
    booking = event.model_dump(mode="json", exclude={"tell"})
    for person_id in event.tell:
        await _plan(tx, event, person_id, _past_tense(event), told=booking, now=now, until=until)


async def plan_association_deliveries(tx: Tx, event: AssociationDatesCancelled, *, now: datetime) -> None:
    """Tell each contact of the association of all its dates, in one letter."""
    told = event.model_dump(mode="json", exclude={"tell"})
    for person_id in event.tell:
        kind = f"association.{_past_tense(event)}"
        await _plan(tx, event, person_id, kind, told=told, now=now, until=now + NEWS_LASTS)


async def plan_sign_up_delivery(tx: Tx, event: SignUpEvent, *, now: datetime) -> None:
    """Tell whoever signed up; who that is, dialogue is asked when sending."""
    if not event.tell:
        return
    awaited = isinstance(event, SignUpHeld | SignUpRepeated) or (isinstance(event, SignUpQueued) and event.expires_at)
    await _plan(
        tx,
        event,
        event.sign_up_id,
        f"sign_up.{_past_tense(event)}",
        told=event.model_dump(mode="json"),
        now=now,
        until=_needed_until(event, now),
        priority=Priority.AWAITED if awaited else Priority.ORDINARY,
    )


async def plan_links_delivery(tx: Tx, event: LinksRequested, *, now: datetime) -> None:
    """Send somebody the links to their sign-ups, if dialogue knows them when asked."""
    until = now + NEWS_LASTS
    await _plan(tx, event, event.links_id, "links.requested", now=now, until=until, priority=Priority.AWAITED)


async def plan_room_deliveries(tx: Tx, event: SessionRoomAnswered, *, now: datetime) -> None:
    """Tell those who run the session what booking answered."""
    until = event.decide_by if event.answer == "proposed" and event.decide_by else now + NEWS_LASTS
    for person_id in event.facilitator_ids:
        told = event.model_dump(mode="json", exclude={"facilitator_ids"})
        await _plan(tx, event, person_id, f"room.{event.answer}", told=told, now=now, until=until)


async def plan_sign_in_delivery(tx: Tx, event: SignInRequested, *, now: datetime) -> None:
    """Send a one-time code, before everything else, while it can be used."""
    until = event.occurred_at + SIGN_IN_LASTS
    await _plan(tx, event, event.sign_in_id, "sign_in", now=now, until=until, priority=Priority.SIGN_IN)


async def _plan(
    tx: Tx,
    event: EventData,
    recipient_id: UUID,
    kind: str,
    *,
    told: dict[str, object] | None = None,
    now: datetime,
    until: datetime,
    priority: Priority = Priority.ORDINARY,
) -> None:
    for channel in CHANNELS:
        await insert_delivery(
            tx,
            Delivery(
                about_id=event.aggregate_id,
                version=event.version,
                recipient_id=recipient_id,
                channel=channel,
                kind=kind,
                told=told,
                created_at=now,
                valid_until=until,
                priority=priority,
                not_before=await not_before(tx, event, recipient_id, channel)
                if isinstance(event, BookingEvent)
                else None,
            ),
        )


def _past_tense(event: EventData) -> str:
    return event.TYPE.split(".")[2]


def _needed_until(event: SignUpEvent, now: datetime) -> datetime:
    """A place that has fallen back, or a session that has begun, needs no letter."""
    if isinstance(event, SignUpReminded):
        return event.session.starts_at
    if isinstance(event, SignUpHeld | SignUpOffered) and event.expires_at:
        return event.expires_at
    return now + NEWS_LASTS
