# SPDX-License-Identifier: MPL-2.0
"""Other opening hours: which dates they leave outside, what becomes of those, who is told, and what comes back."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.booking.calendar.opening_json import read_opening_json
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.change_opening import Changed, Ending, change_opening
from services.booking.commands.close_days import close_days
from services.booking.commands.opening_asked import NewHours, OtherCalendar
from services.booking.commands.place_booking import place_booking
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.split_calendar import split_calendar
from services.booking.commands.try_opening import try_opening
from services.booking.errors import (
    DayClosed,
    HitsChanged,
    NoSuchCalendar,
    NotAllowed,
    OutsideHours,
    ReasonMissing,
    Refused,
    StaleVersion,
)
from services.booking.model import MUNICIPALITY, Words, fingerprint
from services.booking.model.opening import NEVER, Interval, OpeningPlan, Season, SpecialDay, Week
from services.shared.db import Pool
from tests.integration.booking.closings import DAY, closing, standing, told_associations
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at
from tests.integration.booking.openings import (
    DAYTIME,
    EVERYBODY,
    REASON,
    changed,
    hours,
    stored,
    tried,
    version_of,
)
from tests.integration.booking.session_rooms import Session, booked

LONG: Week = ((Interval(480, 1380),),) * 7
"""8-23, as the town has it."""
SEEN_NONE = fingerprint([])


async def test_new_hours_leave_dates_outside_that_stand_or_end_as_staff_choose(pool: Pool, town: Municipality) -> None:
    evening = await place_booking(pool, town.wish(), town.chair, now=NOW)
    await place_booking(pool, town.wish(span=at(9)), town.chair, now=NOW)
    choir = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5, span=at(17, day=2))
    await place_booking(pool, choir, town.conductor, now=NOW)
    await booked(pool, Session())
    assert len(await standing(pool)) == 4
    hits = await tried(pool, town, hours(town))
    assert {hit.association_id for hit in hits} == {town.club, town.choir, MUNICIPALITY}
    assert len(hits) == 3 and await tried(pool, town, hours(town, LONG)) == []
    assert (await stored(pool, town)).plan.ordinary == LONG, "only tried"
    assert await pool.fetchval("SELECT count(*) FROM opening_history") == 0

    with pytest.raises(ReasonMissing):
        await changed(pool, town, hours(town), Ending(frozenset({town.club})))
    done = await changed(pool, town, hours(town), Ending(frozenset({town.club}), REASON))
    assert done == Changed(kept=2, cancelled=1, associations=1)
    assert len(await standing(pool)) == 3
    (told,) = await told_associations(pool)
    assert (told.association_id, told.days, told.reason_da, told.tell) == (town.club, (), REASON.da, (town.chair.id,))
    assert [one.booking_id for one in told.dates] == [evening.booking_id]
    row = await pool.fetchrow("SELECT * FROM opening_history")
    assert row is not None
    assert (row["version"], row["kept"], row["cancelled"], row["reason"]) == (2, 2, 1, REASON.da)
    assert (row["actor_name"], row["at"]) == (town.caseworker.name, NOW)
    assert (
        read_opening_json(row["before"]).plan.ordinary == LONG
        and read_opening_json(row["after"]).plan.ordinary == DAYTIME
    )
    assert read_opening_json(row["after"]) == await stored(pool, town)

    assert await tried(pool, town, hours(town, NEVER)) != [], "the morning"
    earlier: Week = ((Interval(540, 960),),) * 7
    assert await tried(pool, town, hours(town, earlier)) == [], "who lies outside already was left there knowingly"
    with pytest.raises(Refused):
        await place_booking(pool, town.wish(), town.chair, now=NOW)


async def test_seasons_holidays_and_special_days_each_hit_their_own_dates(pool: Pool, town: Municipality) -> None:
    days = (1, 2, 3, 24)
    placed = {day: await place_booking(pool, town.wish(span=at(17, day=day)), town.chair, now=NOW) for day in days}
    ids = {
        row["id"]: day
        for day, one in placed.items()
        for row in await pool.fetch("SELECT id FROM occurrences WHERE booking_id = $1", one.booking_id)
    }

    async def hit(asked: NewHours) -> list[int]:
        return sorted(ids[one.occurrence_id] for one in await tried(pool, town, asked))

    winter = (Season((12, 2), (2, 28), NEVER),)
    assert await hit(hours(town, LONG, seasons=winter)) == [2, 3, 24]
    assert await hit(hours(town, DAYTIME, seasons=(Season((12, 1), (12, 23), LONG),))) == [24]
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Dag', 'Day')", date(2026, 12, 24))
    await pool.execute("UPDATE opening_calendars SET closed_on_public_holidays = false")
    assert await hit(hours(town, LONG)) == [24], "the calendar closes on public holidays from now on"
    assert await hit(hours(town, LONG, closed_on_public_holidays=False)) == []

    plain = hours(town, LONG, closed_on_public_holidays=False)
    short = SpecialDay(date(2026, 12, 2), Interval(480, 720), Words("Kort dag", "Short day"))
    assert await hit(replace(plain, special=(short,))) == [2]
    await changed(pool, town, replace(plain, special=(short,)))
    assert (await stored(pool, town)).special == (short,)
    later = replace(short, hours=Interval(960, 1500))
    await changed(pool, town, replace(plain, special=(later,)))
    assert (await stored(pool, town)).special == (later,)
    await changed(pool, town, replace(plain, removed=frozenset({short.day})))
    assert (await stored(pool, town)).special == ()
    await close_days(pool, closing(town, short.day), town.caseworker, now=NOW)
    with pytest.raises(DayClosed):
        await tried(pool, town, replace(plain, special=(short,)))
    with pytest.raises(DayClosed):
        await changed(pool, town, replace(plain, special=(short,)))


async def test_two_editors_never_overwrite_each_other_and_who_confirms_has_seen_all(
    pool: Pool, town: Municipality
) -> None:
    version = await version_of(pool, town)

    async def change(asked: NewHours, seen: str = SEEN_NONE, known: int = version) -> Changed:
        return await change_opening(pool, asked, town.caseworker, now=NOW, version=known, seen=seen)

    answers = await asyncio.gather(change(hours(town)), change(hours(town, NEVER)), return_exceptions=True)
    assert sum(isinstance(one, StaleVersion) for one in answers) == 1
    assert sum(isinstance(one, Changed) for one in answers) == 1
    assert await pool.fetchval("SELECT count(*) FROM opening_history") == 1
    await changed(pool, town, hours(town, LONG))
    await changed(pool, town, hours(town, LONG))
    assert await version_of(pool, town) == 3, "what changes nothing is no change"

    seen = fingerprint(hit.occurrence_id for hit in await tried(pool, town, hours(town)))
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    with pytest.raises(HitsChanged):
        await change(hours(town), seen, known=3)
    assert (await stored(pool, town)).plan.ordinary == LONG
    for refused in (
        try_opening(pool, hours(town), town.chair, now=NOW),
        change_opening(pool, hours(town), town.chair, now=NOW, version=3, seen=seen),
        split_calendar(pool, town.calendar, [town.hall], "x", town.chair, now=NOW, version=3),
    ):
        with pytest.raises(NotAllowed):
            await refused


async def test_rooms_get_hours_of_their_own_and_follow_others_again(pool: Pool, town: Municipality) -> None:
    await close_days(pool, closing(town, DAY + timedelta(days=9)), town.caseworker, now=NOW)
    evening = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5)
    await place_booking(pool, evening, town.conductor, now=NOW)
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    own = await split_calendar(
        pool, town.calendar, [town.meeting_room], "Mødelokalet", town.caseworker, now=NOW, version=1
    )
    assert await pool.fetchval("SELECT calendar_id FROM rooms WHERE id = $1", town.meeting_room) == own
    copied = await pool.fetch("SELECT calendar_id, reason_da FROM opening_exceptions ORDER BY calendar_id")
    assert {row["calendar_id"] for row in copied} == {own, town.calendar} and len(
        {row["reason_da"] for row in copied}
    ) == 1
    with pytest.raises(StaleVersion):
        await split_calendar(pool, town.calendar, [town.hall], "x", town.caseworker, now=NOW, version=1)
    with pytest.raises(NoSuchCalendar):
        await split_calendar(pool, town.calendar, [town.meeting_room], "x", town.caseworker, now=NOW, version=2)

    await changed(pool, town, NewHours(own, OpeningPlan(DAYTIME)), EVERYBODY)
    assert [one.association_id for one in await told_associations(pool)] == [town.choir], "the hall is as it was"
    assert await standing(pool) == [TUESDAY]
    await place_booking(pool, town.wish(span=at(18, day=2)), town.chair, now=NOW)
    follow = OtherCalendar(town.calendar, frozenset({town.hall, *town.halves, *town.courts}), own)
    assert len(await tried(pool, town, follow)) == 2
    back = OtherCalendar(own, frozenset({town.meeting_room}), town.calendar)
    assert await changed(pool, town, back) == Changed(0, 0, 0)
    assert await pool.fetchval("SELECT calendar_id FROM rooms WHERE id = $1", town.meeting_room) == town.calendar
    for gone in (back, replace(back, calendar_id=town.calendar, to=uuid4())):
        with pytest.raises(NoSuchCalendar):
            await tried(pool, town, gone)
    rooms = await pool.fetch(
        "SELECT before->'rooms' AS before, after->'rooms' AS after FROM opening_history ORDER BY at, version"
    )
    assert any(len(row["before"]) < len(row["after"]) for row in rooms)


async def test_a_cancelled_booking_does_not_come_back_outside_the_hours_or_on_a_closed_day(
    pool: Pool, town: Municipality
) -> None:
    ended = await place_booking(pool, town.wish(), town.chair, now=NOW)
    given_back = await place_booking(pool, town.wish(span=at(18, day=2)), town.chair, now=NOW)
    await cancel_booking(pool, given_back.booking_id, town.chair, now=NOW)
    await changed(pool, town, hours(town), EVERYBODY)
    assert await standing(pool) == []
    for booking_id, actor, day in (
        (ended.booking_id, town.caseworker, 1),
        (given_back.booking_id, town.chair, 2),
    ):
        with pytest.raises(OutsideHours) as refused:
            await restore_booking(pool, booking_id, actor, now=NOW + timedelta(minutes=5))
        assert refused.value.day == date(2026, 12, day)
    await changed(pool, town, hours(town, LONG))
    await restore_booking(pool, given_back.booking_id, town.chair, now=NOW + timedelta(minutes=5))
    await restore_booking(pool, ended.booking_id, town.caseworker, now=NOW + timedelta(minutes=5))
    assert len(await standing(pool)) == 2

    await cancel_booking(pool, ended.booking_id, town.chair, now=NOW)
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Dag', 'Day')", DAY)
    with pytest.raises(OutsideHours):
        await restore_booking(pool, ended.booking_id, town.chair, now=NOW)


async def test_a_date_that_was_given_outside_the_hours_comes_back_as_always(pool: Pool, town: Municipality) -> None:
    night = await place_booking(pool, town.wish(span=at(22)), town.caseworker, now=NOW, override_reason="Natløb")
    await cancel_booking(pool, night.booking_id, town.caseworker, now=NOW, reason="Fejl")
    await restore_booking(pool, night.booking_id, town.caseworker, now=NOW)
    assert len(await standing(pool)) == 1
