# SPDX-License-Identifier: MPL-2.0
"""Days on which opening calendars are closed. Which dates a day hits is said by the SQL function `closing_dates`."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from services.booking.model import Actor, Closing, Hit, Occurrence
from services.booking.store.bookings import as_range
from services.shared.db import Tx


async def list_hits(tx: Tx, closing: Closing, now: datetime) -> list[Hit]:
    """The dates that closing would end: those that are not over."""
    rows = await tx.fetch(
        """
        SELECT o.id, o.association_id
        FROM closing_dates($1, $2) hit JOIN occurrences o ON o.id = hit.occurrence_id
        WHERE hit.is_hit AND upper(o.during) > $3
        """,
        list(closing.calendars),
        list(closing.days),
        now,
    )
    return [Hit(row["id"], row["association_id"]) for row in rows]


async def insert_closing_days(tx: Tx, closing: Closing, actor: Actor, now: datetime) -> int:
    """Close the days and answer how many it closed. Closed already: left as it is. Special hours: replaced."""
    return await tx.fetchval(
        """
        WITH closed AS (
            INSERT INTO opening_exceptions (calendar_id, day, reason_da, reason_en, closed_by, closed_by_name, closed_at)
            SELECT c.id, d.day, $3, $4, $5, $6, $7
            FROM opening_calendars c CROSS JOIN unnest($2::date[]) AS d (day)
            WHERE c.id = ANY($1)
            ON CONFLICT (calendar_id, day) DO UPDATE
            SET reason_da = excluded.reason_da, reason_en = excluded.reason_en, opens_minute = NULL,
                closes_minute = NULL, closed_by = excluded.closed_by, closed_by_name = excluded.closed_by_name,
                closed_at = excluded.closed_at
            WHERE opening_exceptions.opens_minute IS NOT NULL
            RETURNING 1
        )
        SELECT count(*) FROM closed
        """,
        list(closing.calendars),
        list(closing.days),
        closing.reason.da,
        closing.reason.en,
        actor.id,
        actor.name,
        now,
    )


async def delete_closing_days(tx: Tx, calendar_ids: Collection[UUID], days: Collection[date]) -> int:
    """Open the days again in these calendars; answers how many days were closed, counted in each calendar."""
    return await tx.fetchval(
        """
        WITH opened AS (
            DELETE FROM opening_exceptions
            WHERE calendar_id = ANY($1) AND day = ANY($2) AND opens_minute IS NULL RETURNING 1
        )
        SELECT count(*) FROM opened
        """,
        list(calendar_ids),
        list(days),
    )


async def find_closed_since(tx: Tx, dates: Sequence[Occurrence], since: datetime) -> date | None:
    """The first day on which one of these dates lies and that has been closed at that instant or later.

    By the same measure as `closing_dates`.
    """
    return await tx.fetchval(
        """
        SELECT min(x.day)
        FROM unnest($1::uuid[], $2::timestamptz[], $3::tstzrange[]) AS d (calendar_id, begins, kept)
        JOIN opening_exceptions x
            ON x.calendar_id = d.calendar_id AND x.opens_minute IS NULL AND x.closed_at >= $4
        JOIN LATERAL calendar_days(d.calendar_id, d.kept) c ON c.day = x.day
        WHERE x.day = (d.begins AT TIME ZONE 'Europe/Copenhagen')::date OR c.hours && d.kept
        """,
        [one.room.calendar_id for one in dates],
        [one.span.start for one in dates],
        [as_range(one.kept) for one in dates],
        since,
    )
