# SPDX-License-Identifier: MPL-2.0
"""Days that staff close: which dates they hit, what becomes of those, and who is told of it how often."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from services.booking.commands import close_days as closing_days
from services.booking.commands.bring_back_dates import BroughtBack
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.close_days import Closed, close_days
from services.booking.commands.move_booking import move_booking
from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_series import place_series
from services.booking.commands.reopen_days import Opened, reopen_days
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.series_asked import SeriesAsked
from services.booking.errors import DayClosed, HitsChanged, NotAllowed, ReasonMissing, Refused, WrongState
from services.booking.model import Every, Recurrence, Span, Words, fingerprint
from services.booking.store.closing_days import list_hits
from services.booking.store.locks import lock_associations
from services.shared.contracts.booking import BookingCancelled, ProposalWithdrawn
from services.shared.db import Pool, Tx
from tests.integration.booking.closings import DAY, REASON, closing, standing, told_associations
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at
from tests.integration.booking.session_rooms import Session, booked, last

WEEKS = Recurrence(Every.WEEK, DAY, time(20), time(21), weekdays=(2,), count=3)


async def test_a_closing_day_ends_what_is_booked_and_tells_each_association_once(
    pool: Pool, town: Municipality
) -> None:
    hall = await place_booking(pool, town.wish(), town.chair, now=NOW)
    series = await place_series(pool, SeriesAsked(town.wish(), WEEKS, (town.hall,)), town.chair, now=NOW)
    waits = town.wish(association_id=town.choir, room_id=town.halves[0], span=at(10), attendance=150)
    asked = await place_booking(pool, waits, town.conductor, now=NOW)
    session = Session()
    room = await booked(pool, session)
    other_day = await place_booking(pool, town.wish(span=at(17, day=2)), town.chair, now=NOW)
    await pool.execute("DELETE FROM outbox WHERE aggregate_id <> $1", session.request_id)

    done = await close_days(pool, closing(town), town.caseworker, now=NOW)

    assert done == Closed(days=1, associations=3, bookings=4, dates=4)
    left = {span.start.date() for span in await standing(pool)}
    assert left == {date(2026, 12, 2), date(2026, 12, 8), date(2026, 12, 15)}
    assert await pool.fetchval("SELECT count(*) FROM occupancies WHERE during && tstzrange($1, $2)", *day_of(DAY)) == 0

    club, choir = await told_associations(pool)
    assert (club.association_id, club.tell, club.count) == (town.club, (town.chair.id,), 2)
    assert (club.days, club.reason_da, club.reason_en) == ((DAY,), REASON.da, REASON.en)
    assert [(one.booking_id, one.starts_at) for one in club.dates] == [
        (hall.booking_id, TUESDAY.start),
        (series.booking_id, datetime(2026, 12, 1, 19, tzinfo=UTC)),
    ]
    assert (choir.tell, [one.booking_id for one in choir.dates]) == ((town.conductor.id,), [asked.booking_id])
    assert {one.status for one in (*club.dates, *choir.dates)} == {"cancelled"}

    gone = await last(pool, session, ProposalWithdrawn)
    assert (gone.booking_id, gone.by_staff, gone.reason) == (room.booking_id, True, REASON.da)
    assert all(not span_of(DAY).contains(Span(one.starts_at, one.ends_at)) for one in gone.alternatives)

    rows = await pool.fetch("SELECT payload FROM outbox WHERE type = $1", BookingCancelled.TYPE)
    events = [BookingCancelled.model_validate(row["payload"]["data"]) for row in rows]
    assert Counter(one.booking_id for one in events) == Counter(
        [hall.booking_id, series.booking_id, asked.booking_id, room.booking_id]
    )
    assert all(one.tell == () and one.by_staff and one.reason == REASON.da for one in events)
    assert [len(one.occurrences) for one in events] == [1, 1, 1, 1], "a series is told of the date that ended alone"
    assert other_day.booking_id not in {one.booking_id for one in events}


async def test_what_a_day_hits_is_what_nobody_could_have_booked_on_it(pool: Pool, town: Municipality) -> None:
    """The hall is open to 03.00 at night: an evening belongs to the day it began on, and the night after it as well."""
    await pool.execute("UPDATE opening_hours SET closes_minute = 1620 WHERE calendar_id = $1", town.calendar)
    before = Span(utc(11, 30, 22), utc(12, 1, 0))  # 23.00-01.00, from Monday into Tuesday
    night = Span(utc(12, 1, 23), utc(12, 2, 1))  # 00.00-02.00 on Wednesday, still Tuesday's hours
    wednesday = Span(utc(12, 2, 8), utc(12, 2, 9))
    asked = [before, TUESDAY, night, wednesday]
    for span in asked:
        await place_booking(pool, town.wish(span=span), town.chair, now=NOW)
    rows = await pool.fetch("SELECT * FROM closing_dates($1, $2)", [town.calendar], [DAY])
    assert sorted(row["is_hit"] for row in rows) == [False, True, True]

    await close_days(pool, closing(town), town.caseworker, now=NOW)
    assert await standing(pool) == [before, wednesday]
    for span in (TUESDAY, night):
        with pytest.raises(Refused) as refused:
            await place_booking(pool, town.wish(span=span), town.chair, now=NOW)
        assert "closing_day" in {one.code for one in refused.value.verdicts}
    choir = town.wish(association_id=town.choir, room_id=town.meeting_room, span=before, attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)


async def test_what_was_taken_by_a_closing_day_comes_back_only_once_it_is_open_again(
    pool: Pool, town: Municipality
) -> None:
    placed = await place_booking(pool, town.wish(), town.chair, now=NOW)
    given_back = await place_booking(pool, town.wish(span=at(9)), town.chair, now=NOW)
    await cancel_booking(pool, given_back.booking_id, town.chair, now=NOW)
    later = NOW + timedelta(minutes=5)
    await close_days(pool, closing(town), town.caseworker, now=later)
    for booking_id, actor in ((placed.booking_id, town.caseworker), (given_back.booking_id, town.chair)):
        with pytest.raises(DayClosed) as refused:
            await restore_booking(pool, booking_id, actor, now=later)
        assert refused.value.day == DAY
    with pytest.raises(WrongState):
        await restore_booking(pool, placed.booking_id, town.chair, now=later)

    with pytest.raises(NotAllowed):
        await reopen_days(pool, [town.calendar], [DAY], town.chair, now=later)
    assert await reopen_days(pool, [town.calendar], [DAY], town.caseworker, now=later) == Opened(1, BroughtBack())
    assert await reopen_days(pool, [town.calendar], [DAY], town.caseworker, now=later) == Opened(0, BroughtBack())
    assert await standing(pool) == [], "what was cancelled stays cancelled"
    restored = await restore_booking(pool, placed.booking_id, town.caseworker, now=later)
    assert restored.occurrence.span == TUESDAY
    await restore_booking(pool, given_back.booking_id, town.chair, now=later)


async def test_a_date_given_on_a_day_that_was_closed_before_can_be_restored_as_always(
    pool: Pool, town: Municipality
) -> None:
    await close_days(pool, closing(town), town.caseworker, now=NOW)
    later = NOW + timedelta(minutes=5)
    placed = await place_booking(pool, town.wish(), town.caseworker, now=later, override_reason="Valg")
    again = await close_days(pool, closing(town), town.caseworker, now=later)
    assert again == Closed(0, 0, 0, 0), "closed already, and booked knowingly"
    await cancel_booking(pool, placed.booking_id, town.caseworker, now=later, reason="Fejl")
    await restore_booking(pool, placed.booking_id, town.caseworker, now=later)
    assert await standing(pool) == [TUESDAY]


async def test_special_hours_are_replaced_and_what_is_over_is_left(pool: Pool, town: Municipality) -> None:
    morning = await place_booking(pool, town.wish(span=at(8)), town.chair, now=NOW)
    evening = await place_booking(pool, town.wish(), town.chair, now=NOW)
    await pool.execute(
        "INSERT INTO opening_exceptions VALUES ($1, $2, 'Kort dag', 'Short day', 480, 720)", town.calendar, DAY
    )
    noon = at(12).start
    done = await close_days(pool, closing(town), town.caseworker, now=noon)
    assert (done.days, done.dates) == (1, 1)
    kept = await pool.fetchval("SELECT status FROM occurrences WHERE booking_id = $1", morning.booking_id)
    ended = await pool.fetchval("SELECT status FROM occurrences WHERE booking_id = $1", evening.booking_id)
    assert (kept, ended) == ("confirmed", "cancelled")
    row = await pool.fetchrow("SELECT * FROM opening_exceptions")
    assert row is not None
    assert (row["opens_minute"], row["reason_da"], row["closed_by_name"]) == (None, REASON.da, town.caseworker.name)


async def test_who_confirms_has_seen_all_that_ends(pool: Pool, town: Municipality) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    hits = await list_hits_of(pool, town)
    seen = fingerprint(hits)
    new = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5)
    await place_booking(pool, new, town.conductor, now=NOW)
    with pytest.raises(HitsChanged):
        await close_days(pool, closing(town), town.caseworker, now=NOW, seen=seen)
    assert len(await standing(pool)) == 2
    assert await pool.fetchval("SELECT count(*) FROM opening_exceptions") == 0
    seen = fingerprint(reversed(await list_hits_of(pool, town)))
    assert (await close_days(pool, closing(town), town.caseworker, now=NOW, seen=seen)).dates == 2
    thursday = await place_booking(pool, town.wish(span=at(9, day=3)), town.chair, now=NOW)
    with pytest.raises(Refused):
        await move_booking(pool, thursday.booking_id, town.hall, TUESDAY, town.chair, now=NOW)


async def test_only_staff_closes_with_a_reason_and_no_day_that_is_over(pool: Pool, town: Municipality) -> None:
    with pytest.raises(NotAllowed):
        await close_days(pool, closing(town), town.chair, now=NOW)
    with pytest.raises(ReasonMissing):
        await close_days(pool, closing(town, reason=Words(" ", " ")), town.caseworker, now=NOW)
    with pytest.raises(WrongState):
        await close_days(pool, closing(town, date(2026, 11, 23)), town.caseworker, now=NOW)
    nowhere = replace(closing(town), calendars=frozenset({uuid4()}))
    assert await close_days(pool, nowhere, town.caseworker, now=NOW) == Closed(0, 0, 0, 0)


async def test_an_association_that_comes_between_reading_and_locking_is_locked_and_told_too(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    locked: list[int] = []

    async def somebody_comes_first(tx: Tx, association_ids: set[object]) -> None:
        if not locked:
            late = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5)
            await place_booking(pool, late, town.conductor, now=NOW)
        locked.append(len(association_ids))
        await lock_associations(tx, association_ids)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(closing_days, "lock_associations", somebody_comes_first)
    done = await close_days(pool, closing(town), town.caseworker, now=NOW)
    assert (locked, done.associations) == ([1, 2], 2), "rolled back once, then both locked before any cell"
    assert [one.association_id for one in await told_associations(pool)] == [town.club, town.choir]
    assert await standing(pool) == []


async def list_hits_of(pool: Pool, town: Municipality) -> list[UUID]:
    async with pool.acquire() as connection:
        return [hit.occurrence_id for hit in await list_hits(connection, closing(town), NOW)]


def day_of(day: date) -> tuple[datetime, datetime]:
    return span_of(day).start, span_of(day).end


def span_of(day: date) -> Span:
    start = datetime.combine(day, time(0), UTC) - timedelta(hours=1)
    return Span(start, start + timedelta(days=1))


def utc(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)
