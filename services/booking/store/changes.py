# SPDX-License-Identifier: MPL-2.0
"""Changes to a booking that is already there: its dates, their cells, its texts, and a line of history for each."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.booking.model import Actor, Booking, Occurrence
from services.booking.store.bookings import as_range, slot_taken
from services.booking.store.verdicts import write_verdicts
from services.shared.db import Tx, constraint


async def change_dates(
    tx: Tx,
    booking: Booking,
    dates: Sequence[Occurrence],
    *,
    reason: str | None,
    by_staff: bool,
    now: datetime,
    late: Collection[UUID] = (),
) -> Booking:
    """Store other times, rooms or standings of some dates, and take or give back cells to match.

    An occurrence keeps its id; its SEQUENCE rises. All of them are freed before any is taken, so that two may change
    places. `late`: those that are called off too late. Raises SlotTaken.
    """
    raised = {date.id: replace(date, sequence=date.sequence + 1) for date in dates}
    changed = list(raised.values())
    await tx.execute(
        _UPDATE,
        list(raised),
        [date.room.id for date in changed],
        [as_range(date.span) for date in changed],
        [date.status.value for date in changed],
        [date.sequence for date in changed],
        [date.margins.before for date in changed],
        [date.margins.after for date in changed],
        [json.dumps(write_verdicts(date.verdicts)) for date in changed],
        now,
        reason,
        by_staff,
        list(late),
    )
    if held := [date for date in changed if date.status.holds_room]:
        with constraint({"occupancy_no_overlap": lambda: slot_taken(held)}):
            await tx.execute(
                """
                INSERT INTO occupancies (cell_id, during, occurrence_id)
                SELECT rc.cell_id, d.kept, d.id
                FROM unnest($1::uuid[], $2::uuid[], $3::tstzrange[]) AS d (id, room_id, kept)
                JOIN room_cells rc ON rc.room_id = d.room_id
                """,
                [date.id for date in held],
                [date.room.id for date in held],
                [as_range(date.kept) for date in held],
            )
    return booking.with_dates(tuple(raised.get(date.id, date) for date in booking.occurrences))


_UPDATE = """
    WITH freed AS (DELETE FROM occupancies WHERE occurrence_id = ANY($1))
    UPDATE occurrences o
    SET room_id = d.room_id, during = d.during, status = d.status, sequence = d.sequence,
        minutes_before = d.minutes_before, minutes_after = d.minutes_after, verdicts = d.verdicts::jsonb,
        changed_at = $9, reason = $10, by_staff = $11, late = o.id = ANY ($12)
    FROM unnest($1::uuid[], $2::uuid[], $3::tstzrange[], $4::text[], $5::integer[], $6::integer[], $7::integer[],
                $8::text[]) AS d (id, room_id, during, status, sequence, minutes_before, minutes_after, verdicts)
    WHERE o.id = d.id
"""


async def note_unused(tx: Tx, dates: Sequence[UUID], *, unused: bool) -> None:
    """Store whether anybody came."""
    await tx.execute("UPDATE occurrences SET unused = $2 WHERE id = ANY ($1::uuid[])", list(dates), unused)


async def record_change(
    tx: Tx, booking: Booking, action: str, actor: Actor | None, *, now: datetime, details: dict[str, Any]
) -> Booking:
    """Raise the booking's version and write who did what. No actor: time itself did it."""
    version = booking.version + 1
    await tx.execute(
        """
        WITH raised AS (UPDATE bookings SET version = $2 WHERE id = $1)
        INSERT INTO booking_history (booking_id, version, at, actor_id, actor_name, by_staff, action, details)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        booking.id,
        version,
        now,
        actor.id if actor else None,
        actor.name if actor else "",
        bool(actor and actor.is_staff),
        action,
        details,
    )
    return replace(booking, version=version)


async def update_texts(tx: Tx, booking: Booking) -> None:
    """Store the words of a booking. Nothing about its time is touched."""
    asked = booking.asked
    await tx.execute(
        """
        UPDATE bookings SET purpose = $2, activity = $3, team = $4, age_group = $5, note = $6 WHERE id = $1
        """,
        booking.id,
        asked.purpose,
        asked.activity,
        asked.team,
        asked.age_group,
        asked.note,
    )
