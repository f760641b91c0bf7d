# SPDX-License-Identifier: MPL-2.0
"""Bookings around the nights the clocks change, over midnight and over New Year."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.booking.commands.place_booking import place_booking
from services.booking.commands.try_booking import try_booking
from services.booking.errors import Refused, SlotTaken
from services.booking.model import Span
from services.booking.queries.availability import list_free
from services.shared.db import Pool
from services.shared.wall_clock import ZONE, instant_of
from tests.integration.booking.municipality import NOW, Municipality

LATE_NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


def evening(day: date, start: int = 18, end: int = 20) -> Span:
    return Span(instant_of(day, time(start)), instant_of(day, time(end)))


async def stays_open_until(pool: Pool, minute: int) -> None:
    await pool.execute("UPDATE opening_hours SET opens_minute = 0, closes_minute = $1", minute)


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), date(2027, 3, 28)])
async def test_eighteen_to_twenty_can_be_booked_on_both_sides_of_both_nights(
    pool: Pool, town: Municipality, day: date
) -> None:
    wish = town.wish(span=evening(day))
    placed = await place_booking(pool, wish, town.chair, now=LATE_NOW)
    walls = await pool.fetchrow(
        "SELECT lower(during) AT TIME ZONE 'Europe/Copenhagen' AS start, upper(during) - lower(during) AS length"
        " FROM occurrences WHERE booking_id = $1",
        placed.booking_id,
    )
    assert walls
    assert walls["start"] == datetime.combine(day, time(18))
    assert walls["length"] == timedelta(hours=2)


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), date(2027, 3, 28)])
async def test_opening_hours_keep_the_wall_clock(pool: Pool, town: Municipality, day: date) -> None:
    whole_day = Span(instant_of(day, time(0)), instant_of(day + timedelta(days=1), time(0)))
    async with pool.acquire() as connection:
        (free,) = await list_free(connection, town.hall, whole_day)
    assert [free.start.astimezone(ZONE).time(), free.end.astimezone(ZONE).time()] == [time(8), time(23)]


async def test_the_doubled_hour_can_be_booked_twice_and_each_pass_once(pool: Pool, town: Municipality) -> None:
    await stays_open_until(pool, 1440)
    night = date(2026, 10, 25)
    first = Span(instant_of(night, time(2)), instant_of(night, time(2), later=True))
    second = Span(first.end, instant_of(night, time(3)))
    assert first.length == second.length == timedelta(hours=1)
    for span in (first, second):
        await place_booking(pool, town.wish(span=span), town.chair, now=LATE_NOW)
        with pytest.raises(SlotTaken):
            await place_booking(pool, town.wish(span=span), town.chair, now=LATE_NOW)


async def test_the_october_night_is_nine_hours_long_and_the_march_night_seven(pool: Pool, town: Municipality) -> None:
    await stays_open_until(pool, 1440)
    for day, hours in ((date(2026, 10, 25), 9), (date(2027, 3, 28), 7)):
        night = Span(instant_of(day, time(0)), instant_of(day, time(8)))
        trial = await try_booking(pool, town.wish(span=night), town.chair, now=LATE_NOW)
        assert night.length == timedelta(hours=hours)
        too_long = any(verdict.code == "too_long" for verdict in trial.judgement.verdicts)
        assert too_long == (hours > 8)


async def test_a_night_booking_lies_in_the_hours_of_both_days(pool: Pool, town: Municipality) -> None:
    over_midnight = Span(instant_of(date(2026, 12, 4), time(22)), instant_of(date(2026, 12, 5), time(2)))
    with pytest.raises(Refused):
        await place_booking(pool, town.wish(span=over_midnight), town.chair, now=NOW)
    await pool.execute("UPDATE opening_hours SET closes_minute = 1560 WHERE weekday = 5")  # Friday until 02
    await place_booking(pool, town.wish(span=over_midnight), town.chair, now=NOW)
    async with pool.acquire() as connection:
        free = await list_free(connection, town.hall, Span(over_midnight.start, over_midnight.end))
    assert free == ()


async def test_new_years_night_is_one_booking_in_two_years(pool: Pool, town: Municipality) -> None:
    await stays_open_until(pool, 1440 + 360)
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Nytårsdag', 'New Year’s Day')", date(2027, 1, 1))
    night = Span(instant_of(date(2026, 12, 31), time(20)), instant_of(date(2027, 1, 1), time(2)))
    trial = await try_booking(pool, town.wish(span=night), town.chair, now=NOW)
    assert [verdict.code for verdict in trial.judgement.verdicts] == ["closing_day"]
    await pool.execute("UPDATE opening_calendars SET closed_on_public_holidays = false")
    placed = await place_booking(pool, town.wish(span=night), town.chair, now=NOW)
    number = await pool.fetchval("SELECT number FROM bookings WHERE id = $1", placed.booking_id)
    assert number.startswith("2026-")
