# SPDX-License-Identifier: MPL-2.0
"""Opening calendars as they are stored. Which dates lie inside them is said by the SQL function `dates_by_opening`."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from services.booking.calendar.opening_plan import HoursRow, plan_of, rows_of
from services.booking.errors import DayClosed, NoSuchCalendar, StaleVersion
from services.booking.model import Actor, Hit, Occurrence, Words
from services.booking.model.opening import Interval, Opening, OpeningPlan, SpecialDay
from services.booking.store.bookings import as_range
from services.shared.db import Tx
from services.shared.ids import new_id


async def lock_calendar(tx: Tx, calendar_id: UUID, version: int | None = None) -> int:
    """Lock it against other changes of its hours, after associations and cells, and answer its version.

    Raises NoSuchCalendar, and StaleVersion when `version` is not the one it has.
    """
    found = await tx.fetchval("SELECT version FROM opening_calendars WHERE id = $1 FOR UPDATE", calendar_id)
    if found is None:
        raise NoSuchCalendar(str(calendar_id))
    if version is not None and version != found:
        raise StaleVersion(str(found))
    return found


async def read_opening(tx: Tx, calendar_id: UUID, today: date) -> Opening:
    """As it stands. Raises NoSuchCalendar."""
    row = await tx.fetchrow(
        """
        SELECT c.closed_on_public_holidays,
               (SELECT coalesce(jsonb_agg(jsonb_build_array(
                           weekday, opens_minute, closes_minute, from_month_day, to_month_day)), '[]')
                FROM opening_hours WHERE calendar_id = c.id) AS hours,
               (SELECT coalesce(jsonb_agg(jsonb_build_array(
                           day, opens_minute, closes_minute, reason_da, reason_en) ORDER BY day), '[]')
                FROM opening_exceptions
                WHERE calendar_id = c.id AND opens_minute IS NOT NULL AND day >= $2) AS special,
               ARRAY(SELECT concat_ws(', ', nullif(r.name, s.name), s.name)
                     FROM rooms r JOIN sites s ON s.id = r.site_id WHERE r.calendar_id = c.id
                     ORDER BY s.sort_key COLLATE "C", r.sort_key COLLATE "C", r.id) AS rooms
        FROM opening_calendars c WHERE c.id = $1
        """,
        calendar_id,
        today,
    )
    if row is None:
        raise NoSuchCalendar(str(calendar_id))
    ordinary, seasons = plan_of(HoursRow(*values) for values in row["hours"])
    return Opening(
        OpeningPlan(ordinary, seasons, row["closed_on_public_holidays"]),
        tuple(
            SpecialDay(date.fromisoformat(day), Interval(opens, closes), Words(da, en))
            for day, opens, closes, da, en in row["special"]
        ),
        tuple(row["rooms"]),
    )


async def write_plan(tx: Tx, calendar_id: UUID, plan: OpeningPlan) -> None:
    """These hours instead of those it has; from now on the municipality has published them."""
    await tx.execute("DELETE FROM opening_hours WHERE calendar_id = $1", calendar_id)
    await tx.executemany(
        """
        INSERT INTO opening_hours (calendar_id, weekday, opens_minute, closes_minute, from_month_day, to_month_day)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        [
            (calendar_id, row.weekday, row.opens, row.closes, row.first, row.last)
            for row in rows_of(plan.ordinary, plan.seasons)
        ],
    )
    await tx.execute(
        "UPDATE opening_calendars SET closed_on_public_holidays = $2, published = true WHERE id = $1",
        calendar_id,
        plan.closed_on_public_holidays,
    )


async def write_special(
    tx: Tx, calendar_id: UUID, days: Sequence[SpecialDay], removed: Collection[date], actor: Actor, now: datetime
) -> None:
    """Days with hours of their own, and days that have them no longer. Raises DayClosed: it must be opened again first."""
    await tx.execute(
        "DELETE FROM opening_exceptions WHERE calendar_id = $1 AND day = ANY($2) AND opens_minute IS NOT NULL",
        calendar_id,
        list(removed),
    )
    for one in days:
        stored = await tx.fetchval(
            """
            INSERT INTO opening_exceptions (calendar_id, day, reason_da, reason_en, opens_minute, closes_minute,
                                            closed_by, closed_by_name, closed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (calendar_id, day) DO UPDATE
            SET reason_da = excluded.reason_da, reason_en = excluded.reason_en, opens_minute = excluded.opens_minute,
                closes_minute = excluded.closes_minute, closed_by = excluded.closed_by,
                closed_by_name = excluded.closed_by_name, closed_at = excluded.closed_at
            WHERE opening_exceptions.opens_minute IS NOT NULL
            RETURNING day
            """,
            calendar_id,
            one.day,
            one.reason.da,
            one.reason.en,
            one.hours.opens,
            one.hours.closes,
            actor.id,
            actor.name,
            now,
        )
        if stored is None:
            raise DayClosed(one.day)


async def list_open_dates(tx: Tx, calendar_id: UUID, rooms: Collection[UUID] | None, now: datetime) -> list[Hit]:
    """The dates that stand inside the calendar's hours and on no closed day; only in these rooms, when they are named."""
    rows = await tx.fetch(
        """
        SELECT o.id, o.association_id
        FROM dates_by_opening(ARRAY[$1::uuid], $2) d JOIN occurrences o ON o.id = d.occurrence_id
        WHERE d.is_open AND ($3::uuid[] IS NULL OR o.room_id = ANY($3))
        """,
        calendar_id,
        now,
        None if rooms is None else list(rooms),
    )
    return [Hit(row["id"], row["association_id"]) for row in rows]


async def find_outside_since(tx: Tx, dates: Sequence[Occurrence], since: datetime) -> date | None:
    """The first day of one of these dates that is not open now, in a calendar that has been changed since that instant.

    By the same measure as `dates_by_opening`. What lay outside before and was given knowingly may come back.
    """
    return await tx.fetchval(
        """
        SELECT min((lower(d.during) AT TIME ZONE 'Europe/Copenhagen')::date)
        FROM unnest($1::uuid[], $2::tstzrange[]) AS d (calendar_id, during)
        CROSS JOIN LATERAL (
            SELECT range_agg(c.hours) AS hours,
                   bool_or(c.closed_da IS NOT NULL
                           AND (c.hours && d.during
                                OR c.day = (lower(d.during) AT TIME ZONE 'Europe/Copenhagen')::date)) AS is_closed
            FROM calendar_days(d.calendar_id, d.during) c
        ) days
        WHERE EXISTS (SELECT FROM opening_history h WHERE h.calendar_id = d.calendar_id AND h.at >= $3)
          AND (days.is_closed OR NOT coalesce(days.hours @> d.during, false))
        """,
        [one.room.calendar_id for one in dates],
        [as_range(one.span) for one in dates],
        since,
    )


async def copy_calendar(tx: Tx, calendar_id: UUID, name: str) -> UUID:
    """Another calendar with the same hours, special days and closing days, that nobody follows yet."""
    copy = new_id()
    await tx.execute(
        """
        INSERT INTO opening_calendars (id, name, closed_on_public_holidays, published)
        SELECT $2, $3, closed_on_public_holidays, published FROM opening_calendars WHERE id = $1
        """,
        calendar_id,
        copy,
        name,
    )
    await tx.execute(
        """
        INSERT INTO opening_hours (calendar_id, weekday, opens_minute, closes_minute, from_month_day, to_month_day)
        SELECT $2, weekday, opens_minute, closes_minute, from_month_day, to_month_day
        FROM opening_hours WHERE calendar_id = $1
        """,
        calendar_id,
        copy,
    )
    await tx.execute(
        """
        INSERT INTO opening_exceptions (calendar_id, day, reason_da, reason_en, opens_minute, closes_minute,
                                        closed_by, closed_by_name, closed_at)
        SELECT $2, day, reason_da, reason_en, opens_minute, closes_minute, closed_by, closed_by_name, closed_at
        FROM opening_exceptions WHERE calendar_id = $1
        """,
        calendar_id,
        copy,
    )
    return copy


async def move_rooms(tx: Tx, rooms: Collection[UUID], from_calendar: UUID, to_calendar: UUID) -> int:
    """Let these rooms follow another calendar, those that still follow the first; answers how many."""
    return await tx.fetchval(
        """
        WITH moved AS (
            UPDATE rooms SET calendar_id = $3
            WHERE id = ANY($1) AND calendar_id = $2 AND EXISTS (SELECT FROM opening_calendars WHERE id = $3)
            RETURNING 1
        )
        SELECT count(*) FROM moved
        """,
        list(rooms),
        from_calendar,
        to_calendar,
    )
