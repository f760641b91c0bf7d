# SPDX-License-Identifier: MPL-2.0
"""What calendars show of a booking with many dates, whose events speak of some of them, in whatever order they come."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.notify.model import Detail
from services.shared.contracts.booking import BookingCancelled, BookingConfirmed, BookingEvent, BookingMoved
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


async def test_were_versions_counted_by_booking_the_late_event_would_be_lost(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BookingEvent, "parts", property(lambda event: frozenset((event.booking_id,))))
    series = weekly(3)
    first = series.event(BookingConfirmed)
    about_b = series.change(BookingMoved, [1], ends_at=FIRST + timedelta(weeks=1, hours=2))
    about_a = series.change(BookingCancelled, [0], "cancelled")
    assert await tell(pool, first, about_a, about_b) == ["handled", "handled", "stale"]
    assert [event[1] for event in await standing(pool)] == [1, 0, 0], "B is where it was"


async def test_a_date_that_moves_to_another_room_takes_its_identity_along(pool: Pool) -> None:
    series = weekly(3)
    await tell(pool, series.event(BookingConfirmed))
    before = await standing(pool)
    await tell(pool, series.change(BookingMoved, [1, 2], room_id=UUID(int=2), room_name="Hal B"))
    assert [event[0] for event in await standing(pool)] == [event[0] for event in before]
    assert [event[1] for event in await standing(pool)] == [0, 1, 1]
    assert [one.uid for one in await seen(pool, "room")] == [before[0][0]]
    in_hall_b = await seen(pool, "other room")
    assert {one.uid for one in in_hall_b} == {event[0] for event in before[1:]}
    assert {one.location.split(",")[0] for one in in_hall_b} == {"Hal B"}


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
    await tell(pool, series.add(0))
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
