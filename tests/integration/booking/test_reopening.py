# SPDX-License-Identifier: MPL-2.0
"""Closed days are opened again: what comes back, what does not, and who is told of it how often."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from services.booking.commands import bring_back_dates as bringing
from services.booking.commands import reopen_days as reopening
from services.booking.commands.bring_back_dates import BroughtBack
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.close_days import close_days
from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_series import place_series
from services.booking.commands.reopen_days import Opened, reopen_days
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.series_asked import SeriesAsked
from services.booking.errors import SlotTaken
from services.booking.model import Span, Status
from services.booking.queries.in_the_way import InTheWay, list_in_the_way_of
from services.booking.store.read_bookings import get_booking
from services.shared.contracts.booking import BookingRestored
from services.shared.db import Pool, Tx
from tests.integration.booking.closings import DAY, closing, standing
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at
from tests.integration.booking.openings import changed, hours
from tests.integration.booking.session_rooms import Session, booked
from tests.integration.booking.test_closing_days import WEEKS

LATER = NOW + timedelta(hours=3)
"""Long after a single cancellation could be regretted."""


async def told_restored(pool: Pool) -> list[BookingRestored]:
    rows = await pool.fetch("SELECT payload FROM outbox WHERE type = $1 ORDER BY id", BookingRestored.TYPE)
    return [BookingRestored.model_validate(row["payload"]["data"]) for row in rows]


async def first_status(pool: Pool, booking_id: UUID) -> Status:
    async with pool.acquire() as connection:
        return (await get_booking(connection, booking_id)).occurrences[0].status


async def test_opening_again_gives_back_what_the_closing_took_as_it_stood(pool: Pool, town: Municipality) -> None:
    placed = await place_booking(pool, town.wish(), town.chair, now=NOW)
    series = await place_series(pool, SeriesAsked(town.wish(), WEEKS, (town.hall,)), town.chair, now=NOW)
    waits = town.wish(association_id=town.choir, room_id=town.halves[0], span=at(10), attendance=150)
    asked = await place_booking(pool, waits, town.conductor, now=NOW)
    given_back = await place_booking(pool, town.wish(span=at(8)), town.chair, now=NOW)
    await cancel_booking(pool, given_back.booking_id, town.chair, now=NOW)
    await booked(pool, Session())
    before = await pool.fetch("SELECT cell_id, during, occurrence_id FROM occupancies ORDER BY occurrence_id, cell_id")
    closed_at = NOW + timedelta(minutes=5)
    await close_days(pool, closing(town), town.caseworker, now=closed_at)

    done = await reopen_days(pool, [town.calendar], [DAY], town.caseworker, now=LATER, brings_back=True)
    assert done == Opened(1, BroughtBack(dates=3, associations=2))
    statuses = {one.booking_id: await first_status(pool, one.booking_id) for one in (placed, series, asked, given_back)}
    assert list(statuses.values()) == [Status.CONFIRMED, Status.CONFIRMED, Status.REQUESTED, Status.CANCELLED]
    after = await pool.fetch("SELECT cell_id, during, occurrence_id FROM occupancies ORDER BY occurrence_id, cell_id")
    assert {row["occurrence_id"] for row in before} > {row["occurrence_id"] for row in after}, (
        "the session's is not back"
    )
    assert [row for row in before if row in after] == after

    events = await told_restored(pool)
    assert {one.booking_id: len(one.occurrences) for one in events} == {
        placed.booking_id: 1,
        series.booking_id: 1,
        asked.booking_id: 1,
    }, "a series is told of the date that came back alone"
    letters = {(one.together, one.tell) for one in events}
    assert {tell for _, tell in letters} == {(town.chair.id,), (town.conductor.id,)} and len(letters) == 2
    assert None not in {one.together for one in events}

    history = await pool.fetch("SELECT action, dates, associations, reason FROM closing_history ORDER BY at")
    assert [tuple(row) for row in history] == [("closed", 4, 3, "Vandskade i kælderen"), ("opened", 3, 2, "")]
    again = await reopen_days(pool, [town.calendar], [DAY], town.caseworker, now=LATER, brings_back=True)
    assert again == Opened(0, BroughtBack())
    await cancel_booking(pool, placed.booking_id, town.chair, now=LATER)
    await restore_booking(pool, placed.booking_id, town.chair, now=LATER)


async def test_what_is_taken_still_closed_changed_or_over_does_not_come_back(pool: Pool, town: Municipality) -> None:
    second = DAY + timedelta(days=1)
    for span in (TUESDAY, at(10), at(17, day=2)):
        await place_booking(pool, town.wish(span=span), town.chair, now=NOW)
    late = town.wish(association_id=town.choir, room_id=town.meeting_room, span=at(21, hours=1), attendance=5)
    await place_booking(pool, late, town.conductor, now=NOW)
    await close_days(pool, closing(town, DAY, second), town.caseworker, now=NOW)
    knowingly = town.wish(association_id=town.choir, room_id=town.halves[0], attendance=5)
    await place_booking(pool, knowingly, town.caseworker, now=LATER, override_reason="Valg")
    await changed(pool, town, hours(town))  # at the same instant: the house closes at 16

    done = await reopen_days(pool, [town.calendar], [DAY], town.caseworker, now=LATER, brings_back=True)
    assert done == Opened(1, BroughtBack(dates=1, associations=1, lost=2)), "one is taken, one outside the new hours"
    assert await standing(pool) == [at(10), TUESDAY], "Wednesday is still closed"

    over = at(17, day=2).start + timedelta(minutes=1)
    gone = await reopen_days(pool, [town.calendar], [second], town.caseworker, now=over, brings_back=True)
    assert gone == Opened(1, BroughtBack()), "it has begun"


async def test_two_open_the_same_day_at_once_and_each_date_comes_back_once(pool: Pool, town: Municipality) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    await close_days(pool, closing(town), town.caseworker, now=NOW + timedelta(minutes=5))
    both = await asyncio.gather(
        *(reopen_days(pool, [town.calendar], [DAY], town.caseworker, now=LATER, brings_back=True) for _ in range(4))
    )
    assert sorted((one.days, one.back.dates) for one in both) == [(0, 0), (0, 0), (0, 0), (1, 1)]
    assert await standing(pool) == [TUESDAY] and len(await told_restored(pool)) == 1


async def somebody_books_in_between(pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Staff book the room knowingly once it has been found free, before the date is back. Answers whether they had it."""
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    await close_days(pool, closing(town), town.caseworker, now=NOW + timedelta(minutes=5))
    wish = town.wish(association_id=town.choir, room_id=town.halves[0], attendance=5)
    booked = asyncio.Event()

    async def book() -> bool:
        try:
            await place_booking(pool, wish, town.caseworker, now=LATER, override_reason="Valg")
        except SlotTaken:
            return False
        booked.set()
        return True

    tasks: list[asyncio.Task[bool]] = []

    async def list_then_wait(tx: Tx, places: Sequence[tuple[UUID, Span]]) -> dict[int, tuple[InTheWay, ...]]:
        found = await list_in_the_way_of(tx, places)
        tasks.append(asyncio.create_task(book()))
        with suppress(TimeoutError):
            await asyncio.wait_for(booked.wait(), timeout=1)
        return found

    monkeypatch.setattr(bringing, "list_in_the_way_of", list_then_wait)
    await reopen_days(pool, [town.calendar], [DAY], town.caseworker, now=LATER, brings_back=True)
    return await tasks[0]


async def test_a_date_that_comes_back_and_a_new_one_wait_for_each_other(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not await somebody_books_in_between(pool, town, monkeypatch)
    assert await standing(pool) == [TUESDAY]


async def test_with_the_lock_on_cells_off_opening_meets_a_new_booking_in_the_constraint(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: staff would be answered with a fault."""

    async def no_lock(_tx: Tx, _calendars: Collection[UUID]) -> None: ...

    monkeypatch.setattr(reopening, "lock_calendars_rooms", no_lock)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await somebody_books_in_between(pool, town, monkeypatch)
