# SPDX-License-Identifier: MPL-2.0
"""A booking as commands see it: all its dates, earliest first."""

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from asyncpg import Record

from services.booking.errors import NoSuchBooking
from services.booking.model import Booking, Margins, Occurrence, Room, Span, Status, Wish
from services.booking.store.recurrences import read_recurrence
from services.booking.store.verdicts import read_verdicts
from services.shared.db import Tx


async def find_booking(tx: Tx, booking_id: UUID) -> Booking | None:
    """The booking as it stands. Read it after taking its association's lock when it is going to change."""
    rows = await tx.fetch(_FIND, booking_id)
    return _booking(rows) if rows else None


async def get_booking(tx: Tx, booking_id: UUID) -> Booking:
    """As `find_booking`. Raises NoSuchBooking."""
    booking = await find_booking(tx, booking_id)
    if booking is None:
        raise NoSuchBooking(str(booking_id))
    return booking


async def list_bookings_with(tx: Tx, occurrence_ids: Collection[UUID]) -> list[Booking]:
    """The bookings these dates belong to, by id. Each carries only the dates that are named, not all it has."""
    rows = await tx.fetch(_WITH_DATES, list(occurrence_ids))
    return [_booking(list(dates)) for _, dates in groupby(rows, key=lambda row: row["id"])]


_SELECT = """
    SELECT b.id, b.number, b.association_id, a.name AS association_name, b.purpose, b.attendance, b.activity, b.team,
           b.age_group, b.note, b.contact_id, b.version, b.room_request_id, b.held_until, b.recurrence, b.occasion,
           b.age_from, b.age_to, b.is_public, b.ticket_price, b.layout, b.equipment, b.traits,
           o.id AS occurrence_id, o.room_id, o.during, o.status, o.sequence,
           o.minutes_before, o.minutes_after, o.verdicts,
           r.name AS room_name, r.site_id, s.name AS site_name, r.capacity, r.calendar_id, r.policy_id,
           concat_ws(', ', s.street, nullif(concat_ws(' ', s.postcode, s.city), '')) AS address
    FROM bookings b
    JOIN associations a ON a.id = b.association_id
    JOIN occurrences o ON o.booking_id = b.id
    JOIN rooms r ON r.id = o.room_id
    JOIN sites s ON s.id = r.site_id
"""
_FIND = f"{_SELECT} WHERE b.id = $1 ORDER BY o.during, r.sort_key, o.id"
_WITH_DATES = f"{_SELECT} WHERE o.id = ANY($1::uuid[]) ORDER BY b.id, o.during, r.sort_key, o.id"


def _booking(rows: Sequence[Record]) -> Booking:
    dates = tuple(_occurrence(row) for row in rows)
    row = rows[0]
    return Booking(
        id=row["id"],
        number=row["number"],
        association_id=row["association_id"],
        association_name=row["association_name"],
        contact_id=row["contact_id"],
        version=row["version"],
        asked=_asked(row, dates[0]),
        occurrences=dates,
        recurrence=read_recurrence(row["recurrence"]),
        room_request_id=row["room_request_id"],
        held_until=row["held_until"],
    )


def _asked(row: Record, first: Occurrence) -> Wish:
    return Wish(
        association_id=row["association_id"],
        room_id=first.room.id,
        span=first.span,
        purpose=row["purpose"],
        attendance=row["attendance"],
        activity=row["activity"],
        team=row["team"],
        age_group=row["age_group"],
        note=row["note"],
        occasion=row["occasion"],
        age_from=row["age_from"],
        age_to=row["age_to"],
        is_public=row["is_public"],
        ticket_price=row["ticket_price"],
        layout=row["layout"],
        equipment=tuple(row["equipment"]),
        traits=tuple(row["traits"]),
    )


def _occurrence(row: Record) -> Occurrence:
    return Occurrence(
        id=row["occurrence_id"],
        room=Room(
            id=row["room_id"],
            name=row["room_name"],
            site_id=row["site_id"],
            site_name=row["site_name"],
            address=row["address"],
            capacity=row["capacity"],
            calendar_id=row["calendar_id"],
            policy_id=row["policy_id"],
        ),
        span=Span(row["during"].lower, row["during"].upper),
        status=Status(row["status"]),
        sequence=row["sequence"],
        margins=Margins(row["minutes_before"], row["minutes_after"]),
        verdicts=read_verdicts(row["verdicts"]),
    )
