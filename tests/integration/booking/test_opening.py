# SPDX-License-Identifier: MPL-2.0
"""The opening functions in the database against an independent reading of the same calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.booking.model import Span
from services.booking.queries.availability import as_spans
from services.shared.db import Pool, create_pool
from services.shared.wall_clock import ZONE

DAYS = st.dates(date(2026, 3, 20), date(2026, 4, 10)) | st.dates(date(2026, 10, 18), date(2026, 11, 2))
HOURS = st.lists(st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(1, 1440), st.booleans()), max_size=12)
EXCEPTIONS = st.dictionaries(DAYS, st.none() | st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=5)
HOLIDAYS = st.sets(DAYS, max_size=3)


def wall(day: date, minute: int) -> datetime:
    naive = datetime.combine(day, time(0)) + timedelta(minutes=minute)
    return naive.replace(tzinfo=ZONE).astimezone(UTC)


def expected(calendar: dict[str, Any], window: Span) -> set[datetime]:
    """Every open quarter of an hour in the window, the slow way."""
    open_now: set[datetime] = set()
    day = window.start.astimezone(ZONE).date() - timedelta(days=2)
    while day <= window.end.astimezone(ZONE).date():
        for opens, closes in hours_on(calendar, day):
            start, end = wall(day, opens), wall(day, closes)
            quarter = window.start
            while quarter < window.end:
                if start <= quarter < end:
                    open_now.add(quarter)
                quarter += timedelta(minutes=15)
        day += timedelta(days=1)
    return open_now


def hours_on(calendar: dict[str, Any], day: date) -> list[tuple[int, int]]:
    if day in calendar["exceptions"]:
        special = calendar["exceptions"][day]
        return [(special[0], special[0] + special[1])] if special else []
    if calendar["closes"] and day in calendar["holidays"]:
        return []
    in_season = (3, 25) <= (day.month, day.day) <= (10, 24)
    return [
        (opens, opens + length)
        for weekday, opens, length, seasonal in calendar["hours"]
        if weekday == day.isoweekday() and (in_season or not seasonal)
    ]


async def store(pool: Pool, calendar: dict[str, Any]) -> UUID:
    calendar_id = uuid4()
    await pool.execute("DELETE FROM public_holidays")
    await pool.execute("INSERT INTO opening_calendars VALUES ($1, 'x', $2, true)", calendar_id, calendar["closes"])
    await pool.executemany(
        "INSERT INTO opening_hours VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (calendar_id, weekday, opens, opens + length, 325 if seasonal else None, 1024 if seasonal else None)
            for weekday, opens, length, seasonal in calendar["hours"]
        ],
    )
    await pool.executemany(
        "INSERT INTO opening_exceptions VALUES ($1, $2, 'Lukket', 'Closed', $3, $4)",
        [
            (calendar_id, day, special[0] if special else None, special[0] + special[1] if special else None)
            for day, special in calendar["exceptions"].items()
        ],
    )
    await pool.executemany(
        "INSERT INTO public_holidays VALUES ($1, 'Helligdag', 'Holiday')", [(day,) for day in calendar["holidays"]]
    )
    return calendar_id


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({"hours": HOURS, "exceptions": EXCEPTIONS, "holidays": HOLIDAYS, "closes": st.booleans()}),
    DAYS,
    st.integers(0, 95),
    st.integers(1, 300),
)
async def test_open_spans_agree_with_a_slow_reading_of_the_calendar(
    booking_dsn: str, calendar: dict[str, Any], day: date, quarter: int, length: int
) -> None:
    start = datetime.combine(day, time(0), UTC) + timedelta(minutes=15 * quarter)
    window = Span(start, start + timedelta(minutes=15 * length))
    pool = await create_pool(booking_dsn, application="test", max_size=1)
    try:
        ranges = await pool.fetchval(
            "SELECT open_spans($1, tstzrange($2, $3))", await store(pool, calendar), window.start, window.end
        )
    finally:
        await pool.close()
    spans = as_spans(ranges)
    quarters = {
        window.start + timedelta(minutes=15 * number)
        for number in range(length)
        if any(span.start <= window.start + timedelta(minutes=15 * number) < span.end for span in spans)
    }
    assert quarters == expected(calendar, window)
    assert all(earlier.end < later.start for earlier, later in pairwise(spans)), "not merged"
