# SPDX-License-Identifier: MPL-2.0
"""School holidays are changed as a whole or not at all, by one at a time, and back; who would be hit is told first."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.booking.calendar.holiday_csv import read_csv
from services.booking.calendar.holiday_lines import Line, Places, from_file
from services.booking.commands.change_school_holidays import change_school_holidays
from services.booking.commands.place_booking import place_booking
from services.booking.commands.school_holidays_asked import (
    ChangeUndone,
    HolidayEdited,
    HolidayRemoved,
    HolidaysAsked,
    HolidaysTold,
)
from services.booking.commands.try_school_holidays import HolidayTrial, try_school_holidays
from services.booking.errors import AlreadyUndone, HolidaysChanged, HolidaysInTheWay, NoSuchHoliday, NotAllowed, Refused
from services.booking.model import Holiday, KeptHoliday
from services.booking.store.school_holidays import list_kept
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, RULES, TUESDAY, Municipality, at, found

CLOSED_THEN: list[dict[str, Any]] = [
    *RULES,
    {"rule": "closed", "when": {"holidays": "school", "room_types": ["sports_hall"]}},
]
DAY = date(2026, 12, 1)
"""TUESDAY's."""


def told(text: str, *, source: str = "kalender.csv", replaces: bool = False, site: UUID | None = None) -> HolidaysTold:
    lines = read_csv(text.encode(), Places(site, {}), date(2026, 11, 24))
    return HolidaysTold(from_file(lines, source), source, replaces)


async def change(pool: Pool, town: Municipality, asked: HolidaysAsked) -> UUID | None:
    seen = (await try_school_holidays(pool, asked, now=NOW)).plan.change.fingerprint
    return (await change_school_holidays(pool, asked, town.caseworker, now=NOW, seen=seen))[1]


async def kept(pool: Pool) -> list[KeptHoliday]:
    async with pool.acquire() as connection:
        return await list_kept(connection)


async def names(pool: Pool) -> list[str]:
    return [one.holiday.name for one in await kept(pool)]


async def test_a_file_is_taken_whole_replaced_and_taken_back(pool: Pool, town: Municipality) -> None:
    first = await change(pool, town, told("12.10.2026;16.10.2026;Efterårsferie\n21.12.2026;3.1.2027;Juleferie"))
    assert await names(pool) == ["Efterårsferie", "Juleferie"]
    await change(pool, town, told("6.11.2026;;Pædagogisk dag", source=""))
    newer = told("10.10.2026;18.10.2026;Efterårsferie\n1.2.2027;5.2.2027;Vinterferie", replaces=True)
    second = await change(pool, town, newer)
    assert [(one.holiday.name, one.holiday.first.day, one.holiday.source) for one in await kept(pool)] == [
        ("Efterårsferie", 10, "kalender.csv"),
        ("Pædagogisk dag", 6, ""),
        ("Vinterferie", 1, "kalender.csv"),
    ]
    with pytest.raises(HolidaysInTheWay) as in_the_way:
        await change(pool, town, ChangeUndone(first or uuid4()))
    assert {one.name for one in in_the_way.value.holidays} == {"Efterårsferie", "Juleferie"}

    back = await change(pool, town, ChangeUndone(second or uuid4()))
    assert await names(pool) == ["Efterårsferie", "Pædagogisk dag", "Juleferie"]
    with pytest.raises(AlreadyUndone):
        await change(pool, town, ChangeUndone(second or uuid4()))
    await change(pool, town, ChangeUndone(back or uuid4()))
    assert await names(pool) == ["Efterårsferie", "Pædagogisk dag", "Vinterferie"], (
        "what was taken back can be had again"
    )
    rows = await pool.fetch("SELECT actor_name, source, undoes FROM school_holiday_changes ORDER BY id")
    assert [(row["actor_name"], row["source"], row["undoes"]) for row in rows] == [
        (town.caseworker.name, "kalender.csv", None),
        (town.caseworker.name, "", None),
        (town.caseworker.name, "kalender.csv", None),
        (town.caseworker.name, "", second),
        (town.caseworker.name, "", back),
    ]


async def test_one_of_them_is_edited_or_removed_by_hand(pool: Pool, town: Municipality) -> None:
    await change(pool, town, told("12.10.2026;16.10.2026;Efterårsferie\n6.11.2026;;Fri"))
    autumn, own_day = await kept(pool)
    longer = replace(autumn.holiday, last=date(2026, 10, 18))
    await change(pool, town, HolidayEdited(autumn.id, Line(1, "", longer)))
    assert [one.holiday for one in await kept(pool)] == [longer, own_day.holiday]
    await change(pool, town, HolidayRemoved(own_day.id))
    assert await kept(pool) == [KeptHoliday(autumn.id, longer)]
    for gone in (HolidayRemoved(own_day.id), HolidayEdited(own_day.id, Line(1, "", longer)), ChangeUndone(uuid4())):
        with pytest.raises(NoSuchHoliday):
            await change(pool, town, gone)


async def test_nothing_is_stored_with_a_wrong_line_unseen_or_by_others_than_staff(
    pool: Pool, town: Municipality
) -> None:
    wrong = told("12.10.2026;16.10.2026;Efterårsferie\n31.2.2027;;Fri")
    with pytest.raises(HolidaysChanged):
        await change(pool, town, wrong)
    right = told("12.10.2026;16.10.2026;Efterårsferie")
    trial = await try_school_holidays(pool, right, now=NOW)
    with pytest.raises(NotAllowed):
        await change_school_holidays(pool, right, town.chair, now=NOW, seen=trial.plan.change.fingerprint)
    await change(pool, town, told("15.10.2026;;Fri"))
    with pytest.raises(HolidaysChanged):
        await change_school_holidays(pool, right, town.caseworker, now=NOW, seen=trial.plan.change.fingerprint)
    assert await names(pool) == ["Fri"]
    nothing = told("15.10.2026;;Fri")
    assert await change(pool, town, nothing) is None
    assert await pool.fetchval("SELECT count(*) FROM school_holiday_changes") == 1


async def test_two_who_store_the_same_file_at_once_store_it_once(pool: Pool, town: Municipality) -> None:
    asked = told("12.10.2026;16.10.2026;Efterårsferie")
    seen = (await try_school_holidays(pool, asked, now=NOW)).plan.change.fingerprint
    answers = await asyncio.gather(
        *(change_school_holidays(pool, asked, town.caseworker, now=NOW, seen=seen) for _ in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, HolidaysChanged) for one in answers) == 3
    assert await names(pool) == ["Efterårsferie"]


async def test_who_would_be_hit_is_told_where_the_policy_in_force_minds_school_holidays(pool: Pool) -> None:
    town = await found(pool, CLOSED_THEN)
    hall = await place_booking(pool, town.wish(), town.chair, now=NOW)
    await place_booking(
        pool,
        town.wish(association_id=town.choir, room_id=town.meeting_room, span=at(9), attendance=5),
        town.conductor,
        now=NOW,
    )
    await place_booking(pool, town.wish(span=at(17, day=4)), town.chair, now=NOW)
    week = told("1.12.2026;3.12.2026;Lukkeuge")
    trial = await try_school_holidays(pool, week, now=NOW)
    assert (trial.policies, trial.standing, trial.is_all) == (("Idrætshaller",), 2, True)
    assert hits(trial) == [(hall.booking_id, False, True)]
    elsewhere = replace(week, lines=[replace(one, holiday=at_site(one.holiday, uuid4())) for one in week.lines])
    assert (await try_school_holidays(pool, elsewhere, now=NOW)).standing == 0, "another school's holiday"
    here = replace(week, lines=[replace(one, holiday=at_site(one.holiday, town.site)) for one in week.lines])
    assert hits(await try_school_holidays(pool, here, now=NOW)) == [(hall.booking_id, False, True)]

    await change(pool, town, week)
    assert await pool.fetchval("SELECT count(*) FROM occurrences WHERE status = 'confirmed'") == 3, "they stand"
    with pytest.raises(Refused) as refused:
        await place_booking(pool, town.wish(span=at(17, day=2)), town.chair, now=NOW)
    assert [one.code for one in refused.value.verdicts] == ["closed"]
    (stored,) = await kept(pool)
    assert hits(await try_school_holidays(pool, HolidayRemoved(stored.id), now=NOW)) == [(hall.booking_id, True, False)]
    shorter = Line(1, "", replace(stored.holiday, first=DAY + timedelta(days=1)))
    assert hits(await try_school_holidays(pool, HolidayEdited(stored.id, shorter), now=NOW)) == [
        (hall.booking_id, True, False)
    ]
    longer = Line(1, "", replace(stored.holiday, last=date(2026, 12, 4)))
    assert len(hits(await try_school_holidays(pool, HolidayEdited(stored.id, longer), now=NOW))) == 1
    renamed = Line(1, "", replace(stored.holiday, name="Uge 49"))
    assert (await try_school_holidays(pool, HolidayEdited(stored.id, renamed), now=NOW)).standing == 0


def at_site(one: Holiday | None, site: UUID) -> Holiday | None:
    return replace(one, site_id=site) if one else None


def hits(trial: HolidayTrial) -> list[tuple[UUID, bool, bool]]:
    return [(one.date.booking_id, one.before.refused, one.after.refused) for one in trial.differences]


async def test_a_policy_that_never_speaks_of_school_holidays_hits_nobody(pool: Pool, town: Municipality) -> None:
    await place_booking(pool, town.wish(span=TUESDAY), town.chair, now=NOW)
    trial = await try_school_holidays(pool, told("1.12.2026;3.12.2026;Lukkeuge"), now=NOW)
    assert (trial.policies, trial.standing, trial.differences) == ((), 0, ())
