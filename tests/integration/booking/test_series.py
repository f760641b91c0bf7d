# SPDX-License-Identifier: MPL-2.0
"""A series is tried as a whole, placed as a whole or as far as it can be had, and what is missing is remembered."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.booking.commands.add_missing_date import add_missing_date
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.close_room import close_room
from services.booking.commands.decide_request import approve_request
from services.booking.commands.find_season_alternatives import find_season_alternatives
from services.booking.commands.move_booking import NewPlace, move_booking, move_dates
from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_series import SeriesNotFree, place_series
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.series_asked import SeriesAsked, Slot
from services.booking.commands.shorten_booking import shorten_booking
from services.booking.commands.try_series import try_series
from services.booking.errors import DateMissing, RecurrenceInvalid, Refused, SlotTaken
from services.booking.model import Every, Margins, Recurrence, Span, Status
from services.booking.store.idempotency import Key
from services.booking.store.read_bookings import get_booking
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, RULES, Municipality, at, found

TUESDAYS = Recurrence(Every.WEEK, date(2026, 12, 1), time(18), time(20), weekdays=(2,), until=date(2027, 1, 26))
"""Nine dates over New Year, 17-19 UTC in winter."""


def asked(town: Municipality, recurrence: Recurrence = TUESDAYS, **wish: object) -> SeriesAsked:
    rooms = wish.pop("rooms", (town.hall,))
    return SeriesAsked(town.wish(**wish), recurrence, rooms)  # pyright: ignore[reportArgumentType]


async def events(pool: Pool) -> list[tuple[str, dict[str, object]]]:
    rows = await pool.fetch("SELECT type, payload::jsonb AS payload FROM outbox ORDER BY stored_at, version")
    return [(row["type"], row["payload"]) for row in rows]


async def test_every_date_is_tried_and_told_by_whom_it_is_taken(pool: Pool, town: Municipality) -> None:
    choir = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=8), attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)
    await close_room(pool, town.hall, at(12, day=15, hours=8), "Valg", town.caseworker, now=NOW)
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Prøvedag', 'Trial Day')", date(2026, 12, 22))

    trial = await try_series(pool, asked(town), town.chair, now=NOW)

    said = {one.slot.day.isoformat(): one for one in trial.dates}
    assert [one.outcome for one in trial.dates] == ["free", "taken", "taken", "closed", *["free"] * 5]
    assert [who.association_name for who in said["2026-12-08"].in_the_way] == ["Koret"]
    assert [who.reason for who in said["2026-12-15"].in_the_way] == ["Valg"]
    assert {one.slot.span for one in trial.had} <= {one.slot.span for one in trial.dates}
    assert dict(trial.counts) == {"free": 6, "taken": 2, "closed": 1}


async def test_all_or_nothing_stores_nothing_and_what_is_free_stores_the_missing_with_their_reasons(
    pool: Pool, town: Municipality
) -> None:
    other = town.wish(association_id=town.choir, room_id=town.hall, span=at(18, day=8), attendance=5)
    await place_booking(pool, other, town.conductor, now=NOW)
    with pytest.raises(SeriesNotFree) as stopped:
        await place_series(pool, asked(town), town.chair, now=NOW)
    assert len(stopped.value.trial.dates) == 9
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 1

    placed = await place_series(pool, asked(town), town.chair, now=NOW, whole=False)

    stored = await get_booking(pool, placed.booking_id)  # pyright: ignore[reportArgumentType]
    missing = [one for one in stored.occurrences if one.status is Status.MISSING]
    assert [one.span for one in missing] == [at(17, day=8)]
    assert [verdict.code for verdict in missing[0].verdicts] == ["taken"]
    assert len(stored.occurrences) == 9 and stored.recurrence == TUESDAYS
    held = await pool.fetchval("SELECT count(DISTINCT occurrence_id) FROM occupancies")
    assert held == 9
    kind, told = (await events(pool))[-1]
    data = told["data"]
    assert kind == "booking.booking.confirmed.v1"
    assert isinstance(data, dict)
    assert len(data["occurrences"]) == 8 and [one["why"] for one in data["missing"]] == ["taken"]


async def test_a_closed_day_is_left_out_of_the_series_and_not_missed(pool: Pool, town: Municipality) -> None:
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Prøvedag', 'Trial Day')", date(2026, 12, 22))
    placed = await place_series(pool, asked(town), town.chair, now=NOW)
    assert len(placed.booking.occurrences) == 8
    assert placed.booking.recurrence is not None
    assert placed.booking.recurrence.skip == (date(2026, 12, 22),)
    with pytest.raises(SeriesNotFree):
        await place_series(pool, asked(town, rooms=(town.meeting_room,)), town.chair, now=NOW, skip_closed=False)


async def test_the_same_request_twice_is_one_series(pool: Pool, town: Municipality) -> None:
    key = Key(town.chair.id, "sæson")
    first = await place_series(pool, asked(town), town.chair, now=NOW, key=key)
    again = await place_series(pool, asked(town), town.chair, now=NOW, key=key)
    assert (again.is_replay, again.booking_id) == (True, first.booking_id)


async def test_a_weekly_limit_counts_the_dates_of_the_series_itself(pool: Pool) -> None:
    town = await found(pool, [*RULES, {"rule": "hours_per_week", "maximum_hours": 4}])
    thrice = Recurrence(Every.WEEK, date(2026, 12, 1), time(18), time(20), weekdays=(1, 2, 3), until=date(2026, 12, 13))
    trial = await try_series(pool, asked(town, thrice), town.chair, now=NOW)
    # Tuesday and Wednesday of the first week; Monday and Tuesday of the second, and then no more.
    assert [one.outcome for one in trial.dates] == ["free", "free", "free", "free", "refused"]


async def test_a_series_is_held_at_the_same_clock_on_both_sides_of_the_night_in_march(
    pool: Pool, town: Municipality
) -> None:
    around = Recurrence(Every.WEEK, date(2027, 3, 23), time(18), time(20), weekdays=(2,), count=2)
    placed = await place_series(pool, asked(town, around), town.chair, now=NOW)
    starts = [one.span.start for one in placed.booking.occurrences]
    assert starts == [datetime(2027, 3, 23, 17, tzinfo=UTC), datetime(2027, 3, 30, 16, tzinfo=UTC)]


async def test_several_rooms_are_had_together_or_not_at_all(pool: Pool, town: Municipality) -> None:
    await place_booking(
        pool, town.wish(room_id=town.meeting_room, span=at(17, day=8), attendance=5), town.chair, now=NOW
    )
    both = asked(town, rooms=(town.hall, town.meeting_room), attendance=5)
    placed = await place_series(pool, both, town.chair, now=NOW, whole=False)
    stored = [(one.span, one.status) for one in placed.booking.occurrences]
    assert len(stored) == 18
    assert [status for span, status in stored if span == at(17, day=8)] == [Status.MISSING, Status.MISSING]
    with pytest.raises(RecurrenceInvalid, match="rooms_overlap"):
        await try_series(pool, asked(town, rooms=(town.hall, town.courts[0])), town.chair, now=NOW)


async def test_a_missing_date_in_several_rooms_is_added_with_all_of_them_or_not(pool: Pool, town: Municipality) -> None:
    meeting = town.wish(association_id=town.choir, room_id=town.meeting_room, span=at(17, day=8), attendance=5)
    theirs = await place_booking(pool, meeting, town.conductor, now=NOW)
    both = asked(town, rooms=(town.hall, town.meeting_room), attendance=5)
    placed = await place_series(pool, both, town.chair, now=NOW, whole=False)
    in_hall = next(one for one in placed.booking.occurrences if one.span == at(17, day=8) and one.room.id == town.hall)
    with pytest.raises(SlotTaken):
        await add_missing_date(pool, placed.booking_id, in_hall.id, town.chair, now=NOW)
    await cancel_booking(pool, theirs.booking_id, town.conductor, now=NOW)

    added = await add_missing_date(pool, placed.booking_id, in_hall.id, town.chair, now=NOW)

    assert [one.status for one in added.occurrences if one.span == at(17, day=8)] == [Status.CONFIRMED] * 2


async def test_a_series_that_would_overlap_itself_is_no_series(pool: Pool, town: Municipality) -> None:
    camp = Recurrence(Every.WEEK, date(2026, 12, 1), time(8), time(9), days=1, weekdays=(2, 3), count=4)
    with pytest.raises(RecurrenceInvalid, match="overlaps_itself"):
        await try_series(pool, asked(town, camp), town.chair, now=NOW)


async def test_many_dates_are_cancelled_in_one_action_with_one_event_and_come_back_together(
    pool: Pool, town: Municipality
) -> None:
    placed = await place_series(pool, asked(town), town.chair, now=NOW)
    some = [one.id for one in placed.booking.occurrences[2:5]]
    before = len(await events(pool))

    cancelled = await cancel_booking(pool, placed.booking_id, town.chair, now=NOW, dates=some)

    assert [one.status for one in cancelled.occurrences].count(Status.CANCELLED) == 3
    told = (await events(pool))[before:]
    assert [kind for kind, _ in told] == ["booking.booking.cancelled.v1"]
    data = told[0][1]["data"]
    assert isinstance(data, dict)
    assert sorted(one["occurrence_id"] for one in data["occurrences"]) == sorted(str(one) for one in some)

    restored = await restore_booking(pool, placed.booking_id, town.chair, now=NOW)
    assert {one.status for one in restored.occurrences} == {Status.CONFIRMED}


async def test_one_date_keeps_its_identity_in_another_room_and_shortening_never_asks(
    pool: Pool, town: Municipality
) -> None:
    placed = await place_series(pool, asked(town, attendance=5), town.chair, now=NOW)
    third = placed.booking.occurrences[2]
    with pytest.raises(DateMissing):
        await move_booking(pool, placed.booking_id, town.meeting_room, third.span, town.chair, now=NOW)

    moved = await move_booking(
        pool, placed.booking_id, town.meeting_room, third.span, town.chair, now=NOW, date=third.id
    )
    now = next(one for one in moved.occurrences if one.id == third.id)
    assert (now.room.id, now.sequence) == (town.meeting_room, 1)
    assert {one.room.id for one in moved.occurrences if one.id != third.id} == {town.hall}

    shorter = Span(third.span.start, third.span.start.replace(hour=18))
    short = await shorten_booking(pool, placed.booking_id, shorter, town.chair, now=NOW, date=third.id)
    assert next(one for one in short.occurrences if one.id == third.id).status is Status.CONFIRMED


async def test_this_and_the_following_move_together_or_stay(pool: Pool, town: Municipality) -> None:
    placed = await place_series(pool, asked(town), town.chair, now=NOW)
    following = placed.booking.occurrences[4:]

    def later(hours: int) -> dict[object, NewPlace]:
        return {
            one.id: NewPlace(
                town.hall, Span(one.span.start.replace(hour=17 + hours), one.span.end.replace(hour=19 + hours))
            )
            for one in following
        }

    blocked = town.wish(
        association_id=town.choir,
        attendance=5,
        span=Span(following[2].span.start.replace(hour=20), following[2].span.end.replace(hour=21)),
    )
    await place_booking(pool, blocked, town.conductor, now=NOW)
    with pytest.raises(SlotTaken):
        await move_dates(pool, placed.booking_id, later(2), town.chair, now=NOW)  # pyright: ignore[reportArgumentType]
    assert (await get_booking(pool, placed.booking_id)).version == 1  # pyright: ignore[reportArgumentType]

    moved = await move_dates(pool, placed.booking_id, later(1), town.chair, now=NOW)  # pyright: ignore[reportArgumentType]
    assert [one.sequence for one in moved.occurrences] == [0] * 4 + [1] * 5
    late = {
        following[0].id: NewPlace(town.hall, Span(at(23).start.replace(day=29), at(23).end.replace(day=30, hour=1)))
    }
    with pytest.raises(Refused):
        await move_dates(pool, placed.booking_id, late, town.chair, now=NOW)  # pyright: ignore[reportArgumentType]


async def test_a_series_that_needs_staff_waits_as_a_whole_and_is_approved_as_a_whole(
    pool: Pool, town: Municipality
) -> None:
    placed = await place_series(pool, asked(town, attendance=150), town.chair, now=NOW)
    assert {one.status for one in placed.booking.occurrences} == {Status.REQUESTED}
    approved = await approve_request(pool, placed.booking_id, town.caseworker, now=NOW)
    assert {one.status for one in approved.occurrences} == {Status.CONFIRMED}


async def test_the_season_is_offered_elsewhere_and_the_gaps_are_filled(pool: Pool, town: Municipality) -> None:
    for day in (8, 22):
        other = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=day), attendance=5)
        await place_booking(pool, other, town.conductor, now=NOW)
    wanted = asked(town, attendance=10, rooms=(town.halves[0],))
    trial = await try_series(pool, wanted, town.chair, now=NOW)
    assert dict(trial.counts) == {"free": 7, "taken": 2}

    found_instead = await find_season_alternatives(pool, trial, town.chair, now=NOW)

    best = found_instead.whole[0]
    assert (len(best.places), best.same_site) == (9, True)
    assert {offer.kind for offer in found_instead.whole} >= {"other_time"}
    gap = found_instead.gaps[0]
    assert (gap.places, gap.shift) == (frozenset({1, 3}), 0)
    assert gap.room_id not in (town.halves[0], town.courts[0], town.hall)

    slots = tuple(Slot(one.slot.day, gap.room_id, one.slot.span) for one in trial.missing)
    placed = await place_series(pool, replace(wanted, elsewhere=slots), town.chair, now=NOW)
    rooms = [one.room.id for one in placed.booking.occurrences]
    assert [rooms.count(town.halves[0]), rooms.count(gap.room_id)] == [7, 2]


async def test_a_missing_date_is_added_when_it_frees_up(pool: Pool, town: Municipality) -> None:
    other = town.wish(association_id=town.choir, span=at(17, day=8), attendance=5)
    theirs = await place_booking(pool, other, town.conductor, now=NOW)
    placed = await place_series(pool, asked(town), town.chair, now=NOW, whole=False)
    missing = placed.booking.occurrences[1]
    with pytest.raises(SlotTaken):
        await add_missing_date(pool, placed.booking_id, missing.id, town.chair, now=NOW)
    await cancel_booking(pool, theirs.booking_id, town.conductor, now=NOW)

    added = await add_missing_date(pool, placed.booking_id, missing.id, town.chair, now=NOW)

    assert [one.status for one in added.occurrences] == [Status.CONFIRMED] * 9
    kind, told = (await events(pool))[-1]
    data = told["data"]
    assert isinstance(data, dict)
    assert (kind, len(data["occurrences"]), data["missing"]) == ("booking.booking.confirmed.v1", 1, [])


async def test_minutes_for_setting_up_and_clearing_are_kept_and_in_the_way_of_others(pool: Pool) -> None:
    town = await found(pool, [*RULES, {"rule": "margins", "before": 30, "after": 15}])
    placed = await place_booking(pool, town.wish(span=at(17)), town.chair, now=NOW)
    kept = Span(at(17).start - timedelta(minutes=30), at(17).end + timedelta(minutes=15))
    assert placed.booking.occurrence.kept == kept
    touching = town.wish(association_id=town.choir, attendance=5, span=Span(at(15).start, at(17).start))
    with pytest.raises(SlotTaken):
        await place_booking(pool, touching, town.conductor, now=NOW)
    weekly = Recurrence(Every.WEEK, date(2026, 12, 1), time(16), time(18), weekdays=(2,), count=3)
    series = asked(town, weekly, association_id=town.choir, attendance=5)
    trial = await try_series(pool, series, town.conductor, now=NOW)
    assert [one.outcome for one in trial.dates] == ["taken", "free", "free"]
    rest = await place_series(pool, series, town.conductor, now=NOW, whole=False)
    assert rest.booking.occurrences[1].margins == Margins(30, 15)


async def test_a_camp_over_several_days_is_one_date_and_keeps_the_hall_at_night(pool: Pool) -> None:
    rules = [rule for rule in RULES if rule["rule"] not in ("opening_hours", "duration")]
    town = await found(pool, rules)
    camps = Recurrence(
        Every.DATES, date(2026, 12, 4), time(17), time(12), days=2, dates=(date(2026, 12, 4), date(2027, 1, 8))
    )
    placed = await place_series(pool, asked(town, camps), town.chair, now=NOW)
    assert [(one.span.end - one.span.start) for one in placed.booking.occurrences] == [timedelta(hours=43)] * 2
    night = Span(datetime(2026, 12, 5, 2, tzinfo=UTC), datetime(2026, 12, 5, 3, tzinfo=UTC))
    with pytest.raises(SlotTaken):
        await place_booking(
            pool, town.wish(association_id=town.choir, span=night, attendance=5), town.conductor, now=NOW
        )
