# SPDX-License-Identifier: MPL-2.0
"""A booking with its dates, its occupancy and its history: one aggregate, saved together."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asyncpg import Range

from services.booking.errors import SlotTaken
from services.booking.model import Actor, Booking, Facts, Occurrence, Recurrence, Span, Verdict, Wish
from services.booking.rules.policy import Policy
from services.booking.store.recurrences import write_recurrence
from services.booking.store.verdicts import write_verdicts
from services.shared.db import Tx, constraint
from services.shared.ids import new_id

type TimeRange = Range[datetime]


def as_range(span: Span) -> TimeRange:
    """The half-open range PostgreSQL keeps."""
    return Range(span.start, span.end)


def slot_taken(dates: Sequence[Occurrence]) -> SlotTaken:
    """Some of these dates met another; between the first and the last of them."""
    kept = [date.kept for date in dates]
    return SlotTaken(dates[0].room.id, Span(min(span.start for span in kept), max(span.end for span in kept)))


async def insert_booking(
    tx: Tx,
    wish: Wish,
    facts: Facts,
    dates: Sequence[Occurrence],
    *,
    policy: Policy,
    verdicts: tuple[Verdict, ...],
    actor: Actor,
    now: datetime,
    details: dict[str, Any],
    recurrence: Recurrence | None = None,
) -> Booking:
    """Store a new booking and take the cells of its dates, in one statement.

    Raises SlotTaken: the constraint has the last word.
    """
    booking_id = new_id()
    contact_id = actor.id if actor.is_member else facts.contact_id
    with constraint({"occupancy_no_overlap": lambda: slot_taken(dates)}):
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
            actor.is_staff,
            details,
            contact_id,
            write_recurrence(recurrence),
            wish.occasion,
            wish.age_from,
            wish.age_to,
            wish.is_public,
            wish.ticket_price,
            wish.layout,
            list(wish.equipment),
            list(wish.traits),
            [date.id for date in dates],
            [date.room.id for date in dates],
            [as_range(date.span) for date in dates],
            [as_range(date.kept) for date in dates],
            [date.status.value for date in dates],
            [date.margins.before for date in dates],
            [date.margins.after for date in dates],
            [json.dumps(write_verdicts(date.verdicts)) for date in dates],
        )
    return Booking(
        id=booking_id,
        number=number,
        association_id=wish.association_id,
        association_name=facts.association.name if facts.association else "",
        contact_id=contact_id,
        version=1,
        asked=wish,
        occurrences=tuple(dates),
        recurrence=recurrence,
    )


_INSERT = """
    WITH booking AS (
        INSERT INTO bookings (id, number, association_id, purpose, activity, team, age_group, attendance, note,
                              policy_id, policy_version, verdicts, placed_by, placed_by_name, placed_at, contact_id,
                              version, recurrence, occasion, age_from, age_to, is_public, ticket_price, layout,
                              equipment, traits)
        VALUES ($1,
                to_char($14::timestamptz AT TIME ZONE 'Europe/Copenhagen', 'YYYY-')
                    || lpad(nextval('booking_numbers')::text, 6, '0'),
                $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $17, 1, $18, $19, $20, $21, $22, $23, $24,
                $25, $26)
        RETURNING number
    ), dates AS (
        SELECT * FROM unnest($27::uuid[], $28::uuid[], $29::tstzrange[], $30::tstzrange[], $31::text[], $32::integer[],
                             $33::integer[], $34::text[])
            AS d (id, room_id, during, kept, status, minutes_before, minutes_after, verdicts)
    ), occurrence AS (
        INSERT INTO occurrences (id, booking_id, association_id, room_id, during, status, sequence, changed_at,
                                 minutes_before, minutes_after, verdicts)
        SELECT id, $1, $2, room_id, during, status, 0, $14, minutes_before, minutes_after, verdicts::jsonb FROM dates
    ), occupancy AS (
        INSERT INTO occupancies (cell_id, during, occurrence_id)
        SELECT rc.cell_id, d.kept, d.id FROM dates d JOIN room_cells rc ON rc.room_id = d.room_id
        WHERE d.status IN ('requested', 'confirmed')
    ), history AS (
        INSERT INTO booking_history (booking_id, version, at, actor_id, actor_name, by_staff, action, details)
        VALUES ($1, 1, $14, $12, $13, $15, 'placed', $16)
    )
    SELECT number FROM booking
"""
