# SPDX-License-Identifier: MPL-2.0
"""What calendars show of a booking with many dates, whose events speak of some of them, in whatever order they come."""

from datetime import timedelta
from itertools import permutations

from services.notify.model import Detail
from services.shared.contracts.booking import BookingCancelled, BookingConfirmed, BookingMoved, BookingRestored
from services.shared.db import Pool
from tests.calendars.told_series import FIRST, lacking, weekly
from tests.integration.notify.calendar_of import body, seen, tell


async def standing(pool: Pool) -> list[tuple[str, int, str, str]]:
    """Identity, SEQUENCE, status and start of each date, by start."""
    events = await seen(pool, "association")
    return sorted(
        ((one.uid, one.sequence, one.status, str(one.starts)) for one in events), key=lambda one: (one[3], one[0])
    )


async def test_a_late_event_about_other_dates_is_shown_although_newer_ones_were_heard(pool: Pool) -> None:
    series = weekly(3)
    first = series.event(BookingConfirmed)
    about_b = series.change(BookingMoved, [1], ends_at=FIRST + timedelta(weeks=1, hours=2))
    about_a = series.change(BookingCancelled, [0], "cancelled")
    assert await tell(pool, first, about_a, about_b) == ["handled"] * 3
    assert [(event[1], event[2]) for event in await standing(pool)] == [
        (1, "CANCELLED"),
        (1, "CONFIRMED"),
        (0, "CONFIRMED"),
    ]


async def test_in_every_order_calendars_end_alike_and_nothing_older_wins(pool: Pool) -> None:
    ends: set[tuple[tuple[int, str, str], ...]] = set()
    for order in permutations(range(4)):
        series = weekly(2)
        history = [
            series.event(BookingConfirmed),
            series.change(BookingMoved, [0, 1], starts_at=FIRST - timedelta(hours=1)),
            series.change(BookingCancelled, [0], "cancelled"),
            series.change(BookingRestored, [0]),
        ]
        await tell(pool, *(history[place] for place in order))
        mine = {f"{date.occurrence_id}@aaben-kommune" for date in series.dates}
        ends.add(tuple(sorted(one[1:] for one in await standing(pool) if one[0] in mine)))
    assert len(ends) == 1
    assert [end[:2] for end in ends.pop()] == [(1, "CONFIRMED"), (3, "CONFIRMED")]


async def test_an_older_event_only_tells_of_the_dates_nobody_has_told_more_of(pool: Pool) -> None:
    series = weekly(3)
    first, cancelled = series.event(BookingConfirmed), series.change(BookingCancelled, [1], "cancelled")
    assert await tell(pool, cancelled, first, first) == ["handled", "handled", "stale"]
    assert [event[2] for event in await standing(pool)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]


async def test_a_missing_date_is_in_no_calendar_until_it_is_had(pool: Pool) -> None:
    series = weekly(2)
    series.missing = (lacking(2), lacking(3, why="closed"))
    await tell(pool, series.event(BookingConfirmed))
    for place in ("room", "site", "association"):
        for detail in Detail:
            assert len(await seen(pool, place, detail)) == 2
    added = series.missing[0]
    series.dates.append(series.dates[0].model_copy(update={**added.model_dump(exclude={"why"}), "sequence": 1}))
    await tell(pool, series.event(BookingConfirmed, [2]))
    assert [event[1] for event in await standing(pool)] == [0, 0, 1]


async def test_four_hundred_dates_are_one_event_and_four_hundred_entries(pool: Pool) -> None:
    series = weekly(400)
    series.dates = [
        date.model_copy(
            update={
                "starts_at": FIRST + timedelta(days=day),
                "ends_at": FIRST + timedelta(days=day, hours=1),
            }
        )
        for day, date in enumerate(series.dates)
    ]
    assert await tell(pool, series.event(BookingConfirmed)) == ["handled"]
    assert await pool.fetchval("SELECT count(*) FROM calendar_entries") == 400
    uids = [event[0] for event in await standing(pool)]
    assert len(set(uids)) == len(uids) > 300, "thirteen months of them are shown"
    assert await pool.fetchval("SELECT max(changes) FROM calendars") == 1, "one action, one change of the feed"
    await tell(pool, series.change(BookingCancelled, range(400), "cancelled"))
    assert await pool.fetchval("SELECT count(*) FROM calendar_entries WHERE status = 'cancelled'") == 400
    assert await body(pool, "room")
