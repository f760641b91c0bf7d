# SPDX-License-Identifier: MPL-2.0
"""Search of all rooms over four weeks, at ten thousand dates and at half a million dates in a thousand rooms."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from tests.load.figures import Figure, at_most, p95
from tests.load.http_client import request, send_all
from tests.load.town import Town, add_rooms
from tests.running import Municipality

SEARCHES = 200


def _searches() -> list[bytes]:
    """Evenings over four weeks, for groups of many sizes."""
    first = datetime.now(UTC).date() + timedelta(days=1)
    path = "/api/booking/v1/rooms?from={}&to={}&earliest=17:00&latest=22:00&minutes={}&people={}"
    return [
        request("GET", path.format(first, first + timedelta(days=27), 60 + 30 * (number % 4), 1 + number % 90))
        for number in range(SEARCHES)
    ]


async def measure_search(running: Municipality) -> float:
    """Seconds at the 95th percentile, one search after the other."""
    await send_all(running.port, _searches()[:40], 1)
    answers = await send_all(running.port, _searches(), 1)
    assert answers.by_status == {200: SEARCHES}, answers.by_status
    return p95(answers.seconds)


async def fill(admin: asyncpg.Connection, town: Town, total: int) -> None:
    """Hold cells until so many dates are stored: two hours of every sixteen in every measured room, five months either side of today."""
    there: int = await admin.fetchval("SELECT count(*) FROM booking.occurrences")
    if there < total:
        await admin.execute(_FILL, town.associations[0], town.policy, list(town.rooms), total - there)
    await admin.execute("VACUUM ANALYZE")


async def grow(admin: asyncpg.Connection, town: Town, rooms: int) -> tuple[UUID, ...]:
    """More rooms, up to so many in all."""
    there: int = await admin.fetchval("SELECT count(*) FROM booking.rooms")
    await admin.execute("SET search_path = booking, public")
    more = await add_rooms(admin, town.site, town.policy, town.calendar, max(rooms - there, 0))
    return (*town.rooms, *more)


_FILL = """
    WITH wanted AS (
        SELECT gen_random_uuid() AS booking, gen_random_uuid() AS occurrence, room,
               tstzrange(date_trunc('hour', now()) + (16 * hour - 4000) * interval '1 hour',
                         date_trunc('hour', now()) + (16 * hour - 3998) * interval '1 hour') AS during,
               row_number() OVER () AS number
        FROM unnest($3::uuid[]) room, generate_series(1, 1 + $4 / cardinality($3::uuid[])) hour
    ), free AS (
        SELECT w.* FROM wanted w JOIN booking.room_cells rc ON rc.room_id = w.room
        WHERE NOT EXISTS (SELECT FROM booking.occupancies o WHERE o.cell_id = rc.cell_id AND o.during && w.during)
        LIMIT $4
    ), made AS (
        INSERT INTO booking.bookings (id, number, association_id, purpose, attendance, policy_id, policy_version,
                                      placed_by, placed_by_name, placed_at, version)
        SELECT booking, 'bench-' || booking, $1, 'Måling', 10, $2, 1, booking, 'Måler', now(), 1 FROM free
    ), dated AS (
        INSERT INTO booking.occurrences (id, booking_id, association_id, room_id, during, status, sequence, changed_at)
        SELECT occurrence, booking, $1, room, during, 'confirmed', 0, now() FROM free
    )
    INSERT INTO booking.occupancies (cell_id, during, occurrence_id)
    SELECT rc.cell_id, during, occurrence FROM free JOIN booking.room_cells rc ON rc.room_id = room
"""


def figures(small: float, large: float) -> list[Figure]:
    """The limit for the small municipality, and the growth to the large one."""
    return [
        at_most("search of all rooms, four weeks, p95 at 10,000 dates", small * 1e3, 50, "ms"),
        at_most(
            "growth of that to 500,000 dates and 1,000 rooms", large / small, 2, "x", f"{large * 1e3:.1f} ms at p95"
        ),
    ]
