# SPDX-License-Identifier: MPL-2.0
"""Which rooms are in each other's way, and at which of the thirteen ways that two stretches of time can lie."""

from datetime import date, time, timedelta
from itertools import product
from uuid import UUID

from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_series import SeriesNotFree, place_series
from services.booking.commands.series_asked import SeriesAsked
from services.booking.commands.try_series import try_series
from services.booking.errors import SlotTaken
from services.booking.model import Every, Recurrence, Span
from services.booking.rules.recurrence import expand
from services.shared.db import Pool
from services.shared.wall_clock import local
from tests.integration.booking.municipality import NOW, Municipality

FIRST = (10, 14)
"""Hours of the day that the first booking holds."""
RELATIONS = {
    "before": (8, 9),
    "meets": (8, 10),
    "overlaps": (8, 12),
    "finished by": (12, 14),
    "contained": (11, 13),
    "starts": (10, 12),
    "equals": (10, 14),
    "started by": (10, 16),
    "contains": (8, 16),
    "finishes": (8, 14),
    "overlapped by": (12, 16),
    "met by": (14, 16),
    "after": (15, 16),
}
APART = {"before", "meets", "met by", "after"}


def kinships(town: Municipality) -> dict[str, tuple[UUID, UUID, bool]]:
    """The room that is held, the room that is wanted, and whether they share a court."""
    (left, right), courts = town.halves, town.courts
    return {
        "itself": (left, left, True),
        "parent": (left, town.hall, True),
        "child": (town.hall, right, True),
        "grandparent": (courts[3], town.hall, True),
        "grandchild": (town.hall, courts[0], True),
        "parent of a court": (courts[1], left, True),
        "sibling": (left, right, False),
        "sibling court": (courts[0], courts[1], False),
        "cousin": (courts[1], courts[2], False),
        "aunt": (courts[0], right, False),
        "another room": (town.hall, town.meeting_room, False),
    }


def hours(day: date, begins: int, ends: int) -> Span:
    rule = Recurrence(Every.DATES, day, time(begins), time(ends), dates=(day,))
    span = expand(rule)[0].span
    assert span
    return span


async def test_one_booking_is_in_the_way_of_another_where_they_share_a_court_and_a_moment(
    pool: Pool, town: Municipality
) -> None:
    for number, (kinship, relation) in enumerate(product(kinships(town).items(), RELATIONS)):
        name, (held, wanted, related) = kinship
        day = date(2026, 12, 26) + timedelta(days=number)
        first = town.wish(room_id=held, span=hours(day, *FIRST), attendance=5)
        await place_booking(pool, first, town.chair, now=NOW)
        second = town.wish(room_id=wanted, span=hours(day, *RELATIONS[relation]), attendance=5)

        had = True
        try:
            await place_booking(pool, second, town.chair, now=NOW)
        except SlotTaken:
            had = False

        assert had is not (related and relation not in APART), f"{name}, {relation}"


async def test_a_series_is_stopped_by_the_same_and_says_on_which_dates(pool: Pool, town: Municipality) -> None:
    for number, (kinship, relation) in enumerate(product(kinships(town).items(), RELATIONS)):
        name, (held, wanted, related) = kinship
        day = date(2026, 12, 26) + timedelta(days=2 * number)
        await place_booking(pool, town.wish(room_id=held, span=hours(day, *FIRST), attendance=5), town.chair, now=NOW)
        begins, ends = RELATIONS[relation]
        days = (day, day + timedelta(days=1))
        rule = Recurrence(Every.DATES, day, time(begins), time(ends), dates=days)
        asked = SeriesAsked(town.wish(attendance=5), rule, (wanted,))

        trial = await try_series(pool, asked, town.chair, now=NOW)
        taken = [local(one.slot.span.start).date() for one in trial.dates if one.outcome == "taken"]
        stored = await how_many(pool)
        placed = True
        try:
            await place_series(pool, asked, town.chair, now=NOW, whole=True)
        except SeriesNotFree:
            placed = False

        in_the_way = related and relation not in APART
        assert taken == ([day] if in_the_way else []), f"{name}, {relation}"
        assert placed is not in_the_way, f"{name}, {relation}"
        assert await how_many(pool) == stored + (0 if in_the_way else 2), f"{name}, {relation}: half stored"


async def how_many(pool: Pool) -> int:
    return await pool.fetchval("SELECT count(*) FROM occurrences")


async def test_a_series_over_midnight_meets_the_morning_after_but_not_what_begins_when_it_ends(
    pool: Pool, town: Municipality
) -> None:
    """From Saturday evening into Sunday."""
    await pool.execute("UPDATE opening_hours SET closes_minute = 1440, opens_minute = 0")
    night = Recurrence(Every.WEEK, date(2027, 1, 9), time(18), time(1), days=1, weekdays=(6,), count=4)
    await place_series(pool, SeriesAsked(town.wish(), night, (town.hall,)), town.chair, now=NOW, whole=True)
    outcomes = {
        begins: await _outcomes(pool, town, begins, ends)
        for begins, ends in ((time(0), time(1)), (time(0, 30), time(2)), (time(1), time(3)), (time(1, 30), time(3)))
    }
    assert outcomes == {
        time(0): {"taken": 4},
        time(0, 30): {"taken": 4},
        time(1): {"free": 4},
        time(1, 30): {"free": 4},
    }


async def _outcomes(pool: Pool, town: Municipality, begins: time, ends: time) -> dict[str, int]:
    sundays = Recurrence(Every.WEEK, date(2027, 1, 10), begins, ends, weekdays=(7,), count=4)
    court = SeriesAsked(town.wish(attendance=5), sundays, (town.courts[2],))
    trial = await try_series(pool, court, town.chair, now=NOW)

    return {str(outcome): count for outcome, count in trial.counts.items()}
