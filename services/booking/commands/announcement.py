# SPDX-License-Identifier: MPL-2.0
"""How a change of a booking is told to the other services."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.booking.commands.try_series import CLOSED
from services.booking.model import Actor, Booking, Effect, Occurrence, Status
from services.shared.contracts.booking import (
    BookingEvent,
    MissingDate,
    OccurrenceState,
    OccurrenceStatus,
    WhyMissing,
)
from services.shared.wall_clock import local


def tell[E: BookingEvent](
    event: type[E],
    booking: Booking,
    *,
    now: datetime,
    actor: Actor | None,
    reason: str | None = None,
    dates: Sequence[Occurrence] | None = None,
    before: Sequence[Occurrence] = (),
    together: UUID | None = None,
) -> E:
    """The event that says what became of the booking. Told are its contact and the member who acted.

    `dates`: those it is about, in any version; None: all. `before`: how the same dates stood before a move.
    `together`: the action that makes this and other bookings; people get one letter about all of them.
    """
    acting = actor.id if actor and actor.is_member else None
    about = booking.occurrences if dates is None else booking.now(dates)
    return event(
        version=booking.version,
        booking_id=booking.id,
        number=booking.number,
        association_id=booking.association_id,
        association_name=booking.association_name,
        purpose=booking.asked.purpose,
        occurrences=tuple(state(one) for one in about if one.status is not Status.MISSING),
        previous=tuple(state(one) for one in before),
        missing=tuple(_missing(one, about) for one in about if one.status is Status.MISSING),
        others=_others(booking, about, now),
        together=together,
        tell=_once(booking.contact_id, acting),
        reason=reason,
        by_staff=bool(actor and actor.is_staff),
        occurred_at=now,
    )


TOLD: Mapping[Status, OccurrenceStatus] = {
    Status.REQUESTED: "requested",
    Status.CONFIRMED: "confirmed",
    Status.DECLINED: "declined",
    Status.CANCELLED: "cancelled",
    Status.LAPSED: "lapsed",
}
"""A missing date was never in a calendar."""


def _once(*people: UUID | None) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(person for person in people if person))


def state(occurrence: Occurrence) -> OccurrenceState:
    """One date as events tell it. Dates that are missing are told apart."""
    return OccurrenceState(
        occurrence_id=occurrence.id,
        room_id=occurrence.room.id,
        room_name=occurrence.room.name,
        site_id=occurrence.room.site_id,
        site_name=occurrence.room.site_name,
        address=occurrence.room.address,
        starts_at=occurrence.span.start,
        ends_at=occurrence.span.end,
        status=TOLD[occurrence.status],
        sequence=occurrence.sequence,
    )


def _missing(occurrence: Occurrence, about: Sequence[Occurrence]) -> MissingDate:
    return MissingDate(
        occurrence_id=occurrence.id,
        room_id=occurrence.room.id,
        room_name=occurrence.room.name,
        starts_at=occurrence.span.start,
        ends_at=occurrence.span.end,
        why=_why_missing(one for one in about if one.status is Status.MISSING and one.span == occurrence.span),
    )


def _why_missing(rooms: Iterable[Occurrence]) -> WhyMissing:
    """What stood in the way first, as the trial says it. `rooms`: of one date, which falls with the worst of them."""
    codes = {one.code for room in rooms for one in room.verdicts if one.effect is Effect.REFUSE}
    if codes & set(CLOSED):
        return "closed"
    return "taken" if "taken" in codes else "refused"


def _others(booking: Booking, about: Sequence[Occurrence], now: datetime) -> int:
    """In how many days the booking stands besides; several rooms on one day are one date to people."""
    told = {one.id for one in about}
    standing = [one for one in booking.occurrences if one.id not in told and one.status.holds_room]
    return len({local(one.span.start).date() for one in standing if one.span.end > now})
