# SPDX-License-Identifier: MPL-2.0
"""One series against every calendar: public and school holidays, the Friday before, and a day closed afterwards."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from services.booking.commands.add_missing_date import add_missing_date
from services.booking.commands.bring_back_dates import BroughtBack
from services.booking.commands.close_days import close_days
from services.booking.commands.place_series import place_series
from services.booking.commands.reopen_days import reopen_days
from services.booking.commands.school_holidays_asked import HolidayRemoved
from services.booking.commands.series_asked import SeriesAsked
from services.booking.commands.try_series import try_series
from services.booking.errors import Refused
from services.booking.model import Booking, Every, Recurrence, Status
from services.booking.store.read_bookings import get_booking
from services.shared.db import Pool
from services.shared.wall_clock import local
from tests.integration.booking.closings import closing
from tests.integration.booking.municipality import NOW, RULES, Municipality, found
from tests.integration.booking.test_school_holidays import change, kept, told

FRIDAYS = Recurrence(Every.WEEK, date(2026, 12, 4), time(18), time(20), weekdays=(5,), until=date(2027, 5, 21))
CALENDARS: list[dict[str, Any]] = [
    *RULES,
    {"rule": "closed", "when": {"holidays": "school", "room_types": ["sports_hall"]}},
    {"rule": "closed", "when": {"days": ["fri"], "before_holiday": 3}},
]
SHUT = {
    date(2026, 12, 25): {"closing_day", "closed"},  # Christmas Day, in the school holidays
    date(2027, 1, 1): {"closing_day", "closed"},  # New Year's Day, in the school holidays
    date(2027, 2, 19): {"closed"},  # winter holidays
    date(2027, 3, 26): {"closing_day"},  # Good Friday is a holiday itself, not a day before one
    date(2027, 5, 14): {"closed"},  # before Whitsun
}
HOLIDAYS = "21.12.2026;3.1.2027;Juleferie\n15.2.2027;21.2.2027;Vinterferie\n22.3.2027;25.3.2027;Påskeferie"


def days(booking: Booking, status: Status) -> set[date]:
    return {local(one.span.start).date() for one in booking.occurrences if one.status is status}


async def test_a_series_leaves_out_what_each_calendar_closes_and_gets_back_what_opens_again(pool: Pool) -> None:
    town = await found(pool, CALENDARS)
    for day in (date(2027, 1, 1), date(2027, 3, 26)):
        await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Helligdag', 'Public holiday')", day)
    await change(pool, town, told(HOLIDAYS))
    asked = SeriesAsked(town.wish(), FRIDAYS, (town.hall,))

    trial = await try_series(pool, asked, town.chair, now=NOW)
    shut = {one.slot.day: {verdict.code for verdict in one.verdicts} for one in trial.dates if one.outcome == "closed"}
    assert shut == SHUT
    everything = {one.slot.day for one in trial.dates}

    placed = await place_series(pool, asked, town.chair, now=NOW)
    assert days(placed.booking, Status.CONFIRMED) == everything - SHUT.keys()

    closed = date(2026, 12, 11)
    await close_days(pool, closing(town, closed), town.caseworker, now=NOW + timedelta(minutes=1))
    async with pool.acquire() as connection:
        assert days(await get_booking(connection, placed.booking.id), Status.CANCELLED) == {closed}
    later = NOW + timedelta(days=2)
    done = await reopen_days(pool, [town.calendar], [closed], town.caseworker, now=later, brings_back=True)
    assert done.back == BroughtBack(dates=1, associations=1)
    async with pool.acquire() as connection:
        stands = await get_booking(connection, placed.booking.id)
    assert days(stands, Status.CONFIRMED) == everything - SHUT.keys(), "and nothing stands on a day that is shut"


async def test_a_date_missed_for_the_school_holidays_can_be_had_once_they_are_taken_away(pool: Pool) -> None:
    town: Municipality = await found(pool, CALENDARS)
    await change(pool, town, told("15.2.2027;21.2.2027;Vinterferie"))
    asked = SeriesAsked(town.wish(), FRIDAYS, (town.hall,))
    placed = await place_series(pool, asked, town.chair, now=NOW, whole=False, skip_closed=False)
    winter = next(one for one in placed.booking.occurrences if local(one.span.start).date() == date(2027, 2, 19))
    assert winter.status is Status.MISSING

    with pytest.raises(Refused):
        await add_missing_date(pool, placed.booking.id, winter.id, town.chair, now=NOW)
    [holiday] = await kept(pool)
    await change(pool, town, HolidayRemoved(holiday.id))
    added = await add_missing_date(pool, placed.booking.id, winter.id, town.chair, now=NOW)
    assert date(2027, 2, 19) in days(added, Status.CONFIRMED)
