# SPDX-License-Identifier: MPL-2.0
"""All that an association had in a season, in one statement."""

from uuid import UUID

from asyncpg import Record

from services.booking.model import Season, TeamSeries
from services.booking.rules.last_season import HeldRoom, PastBooking, once
from services.booking.store.recurrences import read_recurrence
from services.shared.db import Tx
from services.shared.wall_clock import local, start_of_day


async def list_past_bookings(tx: Tx, association_id: UUID, season: Season) -> tuple[PastBooking, ...]:
    """Bookings with dates that were held or are still to be, within the season; in the order they were asked for.

    What was declined, cancelled, lapsed or never had is left out: nobody was there.
    """
    rows = await tx.fetch(_PAST, association_id, start_of_day(season.first), season.last)
    return tuple(_booking(row) for row in rows)


_PAST = """
    SELECT b.id, b.purpose, b.activity, b.team, b.age_group, b.attendance, b.note, b.recurrence, b.occasion, b.age_from,
           b.age_to, b.is_public, b.ticket_price, b.layout, b.equipment, b.traits,
           array_agg(o.room_id ORDER BY o.during, o.room_id) AS rooms,
           array_agg(lower(o.during) ORDER BY o.during, o.room_id) AS starts,
           array_agg(upper(o.during) ORDER BY o.during, o.room_id) AS ends
    FROM occurrences o
    JOIN bookings b ON b.id = o.booking_id
    WHERE o.association_id = $1 AND o.status IN ('requested', 'confirmed')
      AND lower(o.during) >= $2
      AND (lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date <= $3
      AND b.room_request_id IS NULL
    GROUP BY b.id
    ORDER BY b.placed_at, b.id
"""


def _booking(row: Record) -> PastBooking:
    held = tuple(
        HeldRoom(room, local(starts).replace(tzinfo=None, fold=0), local(ends).replace(tzinfo=None, fold=0))
        for room, starts, ends in zip(row["rooms"], row["starts"], row["ends"], strict=True)
    )
    recurrence = read_recurrence(row["recurrence"])
    said = TeamSeries(
        rooms=(held[0].room_id,),
        recurrence=recurrence or once(held[0]),
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
    return PastBooking(row["id"], said, held, is_series=recurrence is not None)
