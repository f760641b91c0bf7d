# SPDX-License-Identifier: MPL-2.0
"""A closing day that takes five thousand dates from many associations: how long, and who is told how often."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from uuid import uuid4

import asyncpg

from services.booking.commands.close_days import Closed, close_days
from services.booking.model import Actor, Closing, Words
from services.shared.db import create_pool
from tests.load.figures import Figure, at_most
from tests.load.town import Town
from tests.running import Municipality

DATES = 5000
PATIENCE = 300
"""Seconds until notify must have heard of all of them."""


async def measure_closing(running: Municipality, admin: asyncpg.Connection, town: Town) -> list[Figure]:
    """The command as the page calls it, while the municipality tells the calendars beside it."""
    day = datetime.now(UTC).date() + timedelta(days=700)
    await admin.execute(_FILL, list(town.rooms), list(town.associations), town.policy, day, DATES)
    await admin.execute("ANALYZE")
    dsn = running.instance["database_url"]
    pool = await create_pool(
        f"{dsn}{'&' if '?' in dsn else '?'}search_path=booking,public", application="bench", max_size=1
    )
    began = perf_counter()
    done = await close_days(pool, _closing(town, day), Actor(uuid4(), "Måler", is_staff=True), now=datetime.now(UTC))
    seconds = perf_counter() - began
    await pool.close()
    said = Closed(days=1, associations=len(town.associations), bookings=DATES, dates=DATES)
    if done != said:
        raise AssertionError(f"{done}, not {said}")
    told = await _told(admin, town)
    heard = perf_counter() - began
    once = len(told) == len(town.associations) and set(told.values()) == {1}
    return [
        at_most(f"closing a day with {DATES:,} dates", seconds, 10, "s", f"all heard after {heard:.0f} s"),
        Figure(
            "letters to each association about it",
            " or ".join(map(str, sorted(set(told.values())))) or "none",
            "1",
            once,
            f"{len(told)} of {len(town.associations)} associations, {DATES:,} dates",
        ),
    ]


def _closing(town: Town, day: date) -> Closing:
    return Closing(frozenset({town.calendar}), (day,), Words("Måling", "Measuring"))


async def _told(admin: asyncpg.Connection, town: Town) -> Counter[str]:
    """Letters by association, once all that was said has been heard."""
    await admin.execute("SET search_path = booking, public")
    for _ in range(PATIENCE):
        left = await admin.fetchval("SELECT count(*) FROM outbox WHERE published_at IS NULL")
        rows = await admin.fetch(_LETTERS)
        if not left and len(rows) >= len(town.associations):
            break
        await asyncio.sleep(1)
    await asyncio.sleep(1)  # for one too many
    return Counter(str(row["association"]) for row in await admin.fetch(_LETTERS))


_LETTERS = """
    SELECT coalesce(o.payload::jsonb -> 'data' ->> 'association_id', '') AS association
    FROM notify.deliveries d LEFT JOIN booking.outbox o ON o.aggregate_id = d.about_id
    WHERE d.kind = 'association.dates_cancelled'
"""

_FILL = """
    WITH wanted AS (
        SELECT gen_random_uuid() AS booking, gen_random_uuid() AS occurrence, room,
               ($2::uuid[])[1 + (number % cardinality($2::uuid[]))] AS association,
               tstzrange(begins, begins + interval '30 minutes') AS during
        FROM (
            SELECT ($1::uuid[])[1 + (n % cardinality($1::uuid[]))] AS room, n AS number,
                   $4::date::timestamp AT TIME ZONE 'Europe/Copenhagen'
                       + (n / cardinality($1::uuid[])) * interval '30 minutes' AS begins
            FROM generate_series(0, $5::integer - 1) n
        ) slots
    ), made AS (
        INSERT INTO booking.bookings (id, number, association_id, purpose, attendance, policy_id, policy_version,
                                      placed_by, placed_by_name, placed_at, version, contact_id)
        SELECT booking, 'bench-' || booking, association, 'Måling', 10, $3, 1, booking, 'Måler', now(), 1, association
        FROM wanted
    ), dated AS (
        INSERT INTO booking.occurrences (id, booking_id, association_id, room_id, during, status, sequence, changed_at)
        SELECT occurrence, booking, association, room, during, 'confirmed', 0, now() FROM wanted
    )
    INSERT INTO booking.occupancies (cell_id, during, occurrence_id)
    SELECT rc.cell_id, during, occurrence FROM wanted JOIN booking.room_cells rc ON rc.room_id = room
"""
