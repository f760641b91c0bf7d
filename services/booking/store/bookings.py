# SPDX-License-Identifier: MPL-2.0
"""A booking with its dates, its occupancy and its history: one aggregate, saved together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Range, Record

from services.booking.errors import NoSuchBooking, SlotTaken
from services.booking.model import (
    NO_MARGINS,
    Actor,
    Booking,
    Facts,
    Margins,
    Occurrence,
    Room,
    Span,
    Status,
    Verdict,
    Wish,
)
from services.booking.rules.policy import Policy
from services.booking.store.verdicts import write_verdicts
from services.shared.db import Tx, constraint
from services.shared.ids import new_id

type TimeRange = Range[datetime]


def as_range(span: Span) -> TimeRange:
    """The half-open range PostgreSQL keeps."""
    return Range(span.start, span.end)


async def insert_booking(
    tx: Tx,
    wish: Wish,
    facts: Facts,
    *,
    status: Status,
    policy: Policy,
    verdicts: tuple[Verdict, ...],
    actor: Actor,
    now: datetime,
    details: dict[str, Any],
    margins: Margins = NO_MARGINS,
) -> Booking:
    """Store a new booking and take its cells, in one statement. Raises SlotTaken: the constraint has the last word."""
    booking_id = new_id()
    occurrence = Occurrence(new_id(), wish.room_id, wish.span, status, 0, margins)
    contact_id = actor.id if actor.is_member else facts.contact_id
    with constraint({"occupancy_no_overlap": lambda: SlotTaken(wish.room_id, occurrence.kept)}):
        number = await tx.fetchval(
            _INSERT,
            booking_id,
            wish.association_id,
            wish.purpose,
            wish.activity,
            wish.team,
            wish.age_group,
            wish.attendance,
            wish.note,
            policy.policy_id,
            policy.version,
            write_verdicts(verdicts),
            actor.id,
            actor.name,
            now,
            occurrence.id,
            wish.room_id,
            as_range(wish.span),
            status.value,
            actor.is_staff,
            details,
            contact_id,
            as_range(occurrence.kept),
            margins.before,
            margins.after,
        )
    return Booking(
        id=booking_id,
        number=number,
        association_id=wish.association_id,
        association_name=facts.association.name if facts.association else "",
        purpose=wish.purpose,
        attendance=wish.attendance,
        activity=wish.activity,
        team=wish.team,
        age_group=wish.age_group,
        note=wish.note,
        contact_id=contact_id,
        version=1,
        occurrence=occurrence,
        room=facts.room,
    )


_INSERT = """
    WITH booking AS (
        INSERT INTO bookings (id, number, association_id, purpose, activity, team, age_group, attendance, note,
                              policy_id, policy_version, verdicts, placed_by, placed_by_name, placed_at, contact_id,
                              version)
        VALUES ($1,
                to_char($14::timestamptz AT TIME ZONE 'Europe/Copenhagen', 'YYYY-')
                    || lpad(nextval('booking_numbers')::text, 6, '0'),
                $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $21, 1)
        RETURNING number
    ), occurrence AS (
        INSERT INTO occurrences (id, booking_id, association_id, room_id, during, status, sequence, changed_at,
                                 minutes_before, minutes_after)
        VALUES ($15, $1, $2, $16, $17, $18, 0, $14, $23, $24)
    ), occupancy AS (
        INSERT INTO occupancies (cell_id, during, occurrence_id)
        SELECT cell_id, $22, $15 FROM room_cells WHERE room_id = $16
    ), history AS (
        INSERT INTO booking_history (booking_id, version, at, actor_id, actor_name, by_staff, action, details)
        VALUES ($1, 1, $14, $12, $13, $19, 'placed', $20)
    )
    SELECT number FROM booking
"""


async def find_booking(tx: Tx, booking_id: UUID) -> Booking | None:
    """The booking as it stands. Read it after taking its association's lock when it is going to change."""
    row = await tx.fetchrow(_FIND, booking_id)
    return _booking(row) if row else None


async def get_booking(tx: Tx, booking_id: UUID) -> Booking:
    """As `find_booking`. Raises NoSuchBooking."""
    booking = await find_booking(tx, booking_id)
    if booking is None:
        raise NoSuchBooking(str(booking_id))
    return booking


_FIND = """
    SELECT b.id, b.number, b.association_id, a.name AS association_name, b.purpose, b.attendance, b.activity, b.team,
           b.age_group, b.note, b.contact_id, b.version, b.room_request_id, b.held_until,
           o.id AS occurrence_id, o.room_id, o.during, o.status, o.sequence,
           o.minutes_before, o.minutes_after,
           r.name AS room_name, r.site_id, s.name AS site_name, r.capacity, r.calendar_id, r.policy_id,
           concat_ws(', ', s.street, nullif(concat_ws(' ', s.postcode, s.city), '')) AS address
    FROM bookings b
    JOIN associations a ON a.id = b.association_id
    JOIN occurrences o ON o.booking_id = b.id
    JOIN rooms r ON r.id = o.room_id
    JOIN sites s ON s.id = r.site_id
    WHERE b.id = $1
"""


def _booking(row: Record) -> Booking:
    return Booking(
        id=row["id"],
        number=row["number"],
        association_id=row["association_id"],
        association_name=row["association_name"],
        purpose=row["purpose"],
        attendance=row["attendance"],
        activity=row["activity"],
        team=row["team"],
        age_group=row["age_group"],
        note=row["note"],
        contact_id=row["contact_id"],
        version=row["version"],
        occurrence=Occurrence(
            id=row["occurrence_id"],
            room_id=row["room_id"],
            span=Span(row["during"].lower, row["during"].upper),
            status=Status(row["status"]),
            sequence=row["sequence"],
            margins=Margins(row["minutes_before"], row["minutes_after"]),
        ),
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
        room_request_id=row["room_request_id"],
        held_until=row["held_until"],
    )
