# SPDX-License-Identifier: MPL-2.0
"""A series goes out as RFC 5545 and comes back; other programs see the same instants; no text does any harm."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule as dateutil_rrule
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from recurring_ical_events import of

from services.booking.errors import RecurrenceInvalid
from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules.recurrence import MOST_DATES, PlannedDate, expand, rule_days
from services.booking.rules.rrule import read, write
from services.booking.rules.rrule_parts import MOST_RULE
from services.booking.rules.rrule_text import MOST_TEXT
from tests.unit.booking.series import clocks, days, hard_days, recurrences

EVENING, END = datetime(2026, 9, 1, 18), datetime(2026, 9, 1, 19, 30)
"""Tuesday the first of September."""
TUESDAYS = Recurrence(Every.WEEK, EVENING.date(), time(18), time(19, 30), weekdays=(2,), until=date(2027, 5, 25))


def days_of(recurrence: Recurrence) -> list[date]:
    return [planned.day for planned in expand(recurrence)]


def rule(text: str, starts: datetime = EVENING) -> Recurrence:
    return read(text, starts=starts, ends=starts + timedelta(hours=1, minutes=30))


def lines(*extra: str, start: str = "DTSTART;TZID=Europe/Copenhagen:20260901T180000", length: str = "PT1H30M") -> str:
    return "\r\n".join([start, f"DURATION:{length}", *extra, ""])


def refusal(text: str, **stand_in: datetime) -> str:
    with pytest.raises(RecurrenceInvalid) as refused:
        read(text, **stand_in)
    return refused.value.code


# Out.


def seen_by_others(recurrence: Recurrence) -> list[tuple[datetime, datetime]]:
    """What icalendar and recurring_ical_events make of the text."""
    event = f"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n{write(recurrence)}END:VEVENT\r\n"
    calendar: Any = Calendar.from_ical(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T\r\n{event}END:VCALENDAR\r\n")
    window = (recurrence.first - timedelta(days=2), rule_days(recurrence)[-1] + timedelta(days=40))
    return sorted(instants(seen) for seen in of(calendar).between(*window))


def instants(seen: Any) -> tuple[datetime, datetime]:
    return seen["DTSTART"].dt.astimezone(UTC), seen["DTEND"].dt.astimezone(UTC)


@settings(deadline=None)
@given(recurrences)
@example(Recurrence(Every.WEEK, date(2027, 3, 21), time(2, 30), time(4), weekdays=(7,), count=3))
@example(Recurrence(Every.WEEK, date(2026, 10, 18), time(2, 30), time(4), weekdays=(7,), count=3))
@example(Recurrence(Every.WEEK, date(2026, 10, 17), time(23), time(2, 30), 1, weekdays=(6,), count=3))
@example(Recurrence(Every.WEEK, date(2026, 12, 15), time(18), time(20), 0, 2, weekdays=(2,), count=4))
@example(Recurrence(Every.MONTH, date(2027, 12, 1), time(18), time(20), weekdays=(2,), nth=5, count=3))
@example(replace(TUESDAYS, count=3))
@example(replace(TUESDAYS, count=300))
def test_another_program_sees_the_same_instants(recurrence: Recurrence) -> None:
    assume(held(recurrence))
    ours = [(planned.span.start, planned.span.end) for planned in expand(recurrence) if planned.span]
    assert seen_by_others(recurrence) == ours


def held(recurrence: Recurrence) -> list[PlannedDate]:
    return [planned for planned in expand(recurrence) if planned.span]


@settings(deadline=None)
@given(recurrences)
@example(
    Recurrence(
        Every.WEEK, date(2027, 3, 26), time(1, 30), time(2), 2, weekdays=(5,), count=4, skip=(date(2027, 3, 26),)
    )
)
def test_what_is_written_is_read_back_as_the_same_dates(recurrence: Recurrence) -> None:
    assume(held(recurrence))
    back = read(write(recurrence))
    assert held(back) == held(recurrence)
    assert (back.every is Every.DATES) == (recurrence.every is Every.DATES)


def test_a_series_of_lost_nights_only_is_not_written() -> None:
    with pytest.raises(RecurrenceInvalid, match="no_dates"):
        write(Recurrence(Every.DATES, date(2027, 3, 28), time(2, 30), time(4), dates=(date(2027, 3, 28),)))


def test_a_rule_is_written_in_the_words_of_the_rfc() -> None:
    series = replace(TUESDAYS, interval=2, weekdays=(4, 2), skip=(date(2026, 10, 13), date(2026, 10, 14)))
    assert write(series).split("\r\n") == [
        "DTSTART;TZID=Europe/Copenhagen:20260901T180000",
        "DURATION:PT1H30M",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=MO;UNTIL=20270525T215959Z",
        "EXDATE;TZID=Europe/Copenhagen:20261013T180000",
        "",
    ]
    last = Recurrence(Every.MONTH, date(2026, 9, 1), time(16), time(12), 2, 2, (5,), -1, count=3)
    assert "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;COUNT=3\r\n" in write(last)
    assert "DURATION:P1DT20H\r\n" in write(last)
    own = Recurrence(Every.DATES, date(2026, 9, 1), time(9), time(10), dates=(date(2026, 9, 8), date(2026, 9, 3)))
    assert write(own).split("\r\n")[:1] == ["DTSTART;TZID=Europe/Copenhagen:20260903T090000"]
    assert "RDATE;TZID=Europe/Copenhagen:20260908T090000\r\n" in write(own)


def test_no_line_is_longer_than_75_octets_and_folded_ones_are_read() -> None:
    every_day = replace(TUESDAYS, every=Every.MONTH, weekdays=tuple(range(1, 8)), nth=-1, interval=12)
    text = write(every_day)
    assert "\r\n " in text
    assert max(map(len, text.split("\r\n"))) == 75
    assert expand(read(text)) == expand(every_day)
    once_in_ages = write(replace(TUESDAYS, interval=10**200, until=None, count=1))
    assert max(map(len, once_in_ages.split("\r\n"))) == 75
    assert days_of(read(once_in_ages)) == [EVENING.date()]


def test_a_night_the_clock_skips_is_told_to_nobody_and_counted_alike_by_all() -> None:
    sundays = Recurrence(Every.WEEK, date(2027, 3, 21), time(2, 30), time(4), weekdays=(7,), count=3)
    text = write(sundays)
    assert "EXDATE;TZID=Europe/Copenhagen:20270328T023000\r\n" in text
    assert "COUNT" not in text
    assert days_of(read(text)) == [date(2027, 3, 21), date(2027, 4, 4)]


def test_a_count_from_others_does_not_count_the_night_the_clock_skips() -> None:
    sundays = rule("FREQ=WEEKLY;COUNT=3", datetime(2027, 3, 21, 2, 30))
    assert [(planned.day.day, planned.span is None) for planned in expand(sundays)] == [
        (21, False),
        (28, True),
        (4, False),
        (11, False),
    ]


# In, as a rule of ours.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=WEEKLY;UNTIL=20270525", TUESDAYS),
        ("FREQ=WEEKLY;UNTIL=20270525T180000", TUESDAYS),
        ("FREQ=WEEKLY;UNTIL=20270525T160000Z", TUESDAYS),
        ("freq=weekly;byday=tu;until=20270525t160000z", TUESDAYS),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270525T155959Z", replace(TUESDAYS, until=date(2027, 5, 24))),
        ("FREQ=WEEKLY;UNTIL=20270525T175959", replace(TUESDAYS, until=date(2027, 5, 24))),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=9",
            replace(TUESDAYS, interval=2, weekdays=(2, 4), until=None, count=9),
        ),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=9", replace(TUESDAYS, interval=2, until=None, count=9)),
        ("FREQ=WEEKLY;BYHOUR=18;BYMINUTE=0;BYSECOND=0;COUNT=9", replace(TUESDAYS, until=None, count=9)),
        ("FREQ=DAILY;COUNT=9", replace(TUESDAYS, weekdays=(1, 2, 3, 4, 5, 6, 7), until=None, count=9)),
        ("FREQ=DAILY;BYDAY=MO,TU;COUNT=9", replace(TUESDAYS, weekdays=(1, 2), until=None, count=9)),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=9", replace(TUESDAYS, every=Every.MONTH, nth=1, until=None, count=9)),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1;COUNT=9", replace(TUESDAYS, every=Every.MONTH, nth=1, until=None, count=9)),
        (
            "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9",
            replace(TUESDAYS, every=Every.MONTH, first=date(2026, 9, 25), weekdays=(5,), nth=-1, until=None, count=9),
        ),
    ],
)
def test_what_our_model_can_say_stays_a_rule(text: str, expected: Recurrence) -> None:
    assert rule(text) == expected


def test_until_in_the_doubled_hour_is_an_instant() -> None:
    # 02.45 comes first, then 02.30 for the second time.
    half_past_again, half_past = "FREQ=DAILY;UNTIL=20261025T013000Z", "FREQ=DAILY;UNTIL=20261025T003000Z"
    start = datetime(2026, 10, 20, 2, 45)
    assert days_of(rule(half_past_again, start))[-1] == date(2026, 10, 25)
    assert days_of(rule(half_past, start))[-1] == date(2026, 10, 24)


def test_exceptions_stay_exceptions_when_they_are_at_the_hour_of_the_series() -> None:
    series = read(
        lines(
            "RRULE:FREQ=WEEKLY;COUNT=6",
            "EXDATE;TZID=Europe/Copenhagen:20260908T180000,20260915T173000",
            "EXDATE:20260922T160000Z",
            "EXDATE;VALUE=DATE:20260929",
        )
    )
    assert series.skip == (date(2026, 9, 8), date(2026, 9, 22), date(2026, 9, 29))
    assert (series.every, series.count) == (Every.WEEK, 6)


def test_an_exception_in_the_second_pass_of_the_doubled_hour_excepts_nothing() -> None:
    start = "DTSTART;TZID=Europe/Copenhagen:20261018T023000"
    assert read(lines("RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20261025T013000Z", start=start)).skip == ()
    excepted = read(lines("RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20261025T003000Z", start=start))
    assert excepted.skip == (date(2026, 10, 25),)


# In, as own dates.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4", [(9, 1), (9, 13), (9, 15), (9, 27)]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", [(9, 30), (10, 31), (11, 30)]),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;COUNT=2", [(11, 13), (8, 13)]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", [(9, 30), (10, 30), (11, 30)]),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU;COUNT=3", [(9, 1), (9, 15), (10, 6)]),
        ("FREQ=MONTHLY;BYDAY=-2TU;COUNT=2", [(9, 22), (10, 20)]),
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", [(9, 1), (9, 11), (9, 21)]),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=2SU;COUNT=1", [(12, 13)]),
        ("FREQ=YEARLY;BYYEARDAY=-1,1;COUNT=2", [(12, 31), (1, 1)]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SU;COUNT=2", [(12, 29), (1, 3)]),
        ("FREQ=YEARLY;BYWEEKNO=53;COUNT=1", [(12, 29)]),
        ("FREQ=YEARLY;BYDAY=53TU,-53TU;COUNT=2", [(1, 1), (12, 31)]),
        ("FREQ=YEARLY;COUNT=2", [(9, 1), (9, 1)]),
    ],
)
def test_what_we_have_no_words_for_becomes_own_dates(text: str, expected: list[tuple[int, int]]) -> None:
    series = rule(text)
    assert series.every is Every.DATES
    assert [(day.month, day.day) for day in days_of(series)] == expected


def test_own_dates_are_the_start_and_those_beside_it() -> None:
    series = read(lines("RDATE;TZID=Europe/Copenhagen:20260908T180000,20260910T180000", "RDATE;VALUE=DATE:20261005"))
    assert days_of(series) == [date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 10), date(2026, 10, 5)]
    assert days_of(read(lines())) == [date(2026, 9, 1)]
    both = read(lines("RRULE:FREQ=WEEKLY;COUNT=2", "RDATE:20260903T160000Z", "EXDATE:20260908T160000Z"))
    assert (both.every, days_of(both)) == (Every.DATES, [date(2026, 9, 1), date(2026, 9, 3)])


def test_whole_days_are_whole_days() -> None:
    camp = read("DTSTART;VALUE=DATE:20270703\nDTEND;VALUE=DATE:20270706\nRRULE:FREQ=WEEKLY;COUNT=2\n")
    assert (camp.starts, camp.ends, camp.days) == (time(0), time(0), 3)
    assert read("DTSTART;VALUE=DATE:20270703\nRRULE:FREQ=WEEKLY;COUNT=2").days == 1


@pytest.mark.parametrize(
    ("length", "ends", "days"),
    [
        ("PT6H", time(0), 1),
        ("P1D", time(18), 1),
        ("P1W", time(18), 7),
        ("P1DT20H15M", time(14, 15), 2),
        ("PT90M", time(19, 30), 0),
    ],
)
def test_a_length_becomes_an_end_by_the_clock(length: str, ends: time, days: int) -> None:
    series = read(lines("RRULE:FREQ=WEEKLY;COUNT=2", length=length))
    assert (series.ends, series.days) == (ends, days)


def test_the_clock_of_others_is_told_by_ours() -> None:
    outlook = read(lines("RRULE:FREQ=WEEKLY;COUNT=40", start='DTSTART;TZID="Romance Standard Time":20260901T180000'))
    berlin = read(lines("RRULE:FREQ=WEEKLY;COUNT=40", start="DTSTART;TZID=Europe/Berlin:20260901T180000"))
    floating = read(lines("RRULE:FREQ=WEEKLY;COUNT=40", start="DTSTART:20260901T180000"))
    assert outlook == berlin == floating == replace(TUESDAYS, until=None, count=40)
    london = read(lines("RRULE:FREQ=WEEKLY;COUNT=2", start="DTSTART;TZID=Europe/London:20260901T233000"))
    assert (london.starts, london.weekdays) == (time(0, 30), (3,))


def test_an_hour_that_is_kept_by_another_clock_is_not_one_hour_here() -> None:
    assert read(lines("RRULE:FREQ=WEEKLY;COUNT=8", start="DTSTART:20260901T160000Z")).starts == time(18)
    again = "DTSTART:20261025T013000Z"
    assert refusal(lines(start=again)) == "times_differ"
    over_october = lines("RRULE:FREQ=WEEKLY;COUNT=9", start="DTSTART:20260901T160000Z")
    assert refusal(over_october) == "times_differ"


def test_a_start_the_rule_does_not_name_is_none_of_its_dates() -> None:
    assert days_of(rule("FREQ=WEEKLY;BYDAY=WE;COUNT=2")) == [date(2026, 9, 2), date(2026, 9, 9)]


RULES_OF_MANY_PARTS = st.builds(
    lambda freq, bound, parts: ";".join(
        [f"FREQ={freq}", bound, *(f"{name}={stated}" for name, stated in parts.items())]
    ),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.builds("COUNT={}".format, st.integers(1, 30))
    | st.builds("UNTIL={:%Y%m%dT235959}".format, st.dates(date(2027, 1, 1), date(2032, 1, 1))),
    st.fixed_dictionaries(
        {},
        optional={
            "INTERVAL": st.integers(1, 5).map(str),
            "WKST": st.sampled_from(["MO", "SU", "WE"]),
            **{
                name: st.lists(values, min_size=1, max_size=4).map(",".join)
                for name, values in {
                    "BYMONTH": st.integers(1, 12).map(str),
                    "BYMONTHDAY": st.integers(-31, 31).filter(bool).map(str),
                    "BYYEARDAY": st.integers(-366, 366).filter(bool).map(str),
                    "BYWEEKNO": st.integers(-53, 53).filter(bool).map(str),
                    "BYSETPOS": st.integers(-6, 6).filter(bool).map(str),
                    "BYDAY": st.builds(
                        "{}{}".format,
                        st.sampled_from(["", "", "", "1", "+2", "-1", "5", "-5", "9", "53", "-53"]),
                        st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
                    ),
                }.items()
            },
        },
    ),
)


@settings(deadline=None, max_examples=400)
@given(RULES_OF_MANY_PARTS, hard_days.filter(lambda day: day.year < 2030))
def test_a_rule_names_the_days_dateutil_finds_in_its_own_years(text: str, day: date) -> None:
    start = datetime.combine(day, time(18))
    try:
        ours = days_of(rule(text, start))
    except RecurrenceInvalid as refused:
        if refused.code in ("malformed", "no_dates", "too_many_dates", "beyond_calendar"):
            return
        raise
    if "BYWEEKNO" in text and not any(part in text for part in ("BYDAY", "BYMONTHDAY", "BYYEARDAY")):
        text += f";BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[day.weekday()]}"
    assert ours == [one.date() for one in dateutil_rrule.rrulestr(text, dtstart=start)]


# What is refused.


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("unbounded", "FREQ=WEEKLY"),
        ("several_a_day", "FREQ=SECONDLY"),
        ("several_a_day", "FREQ=HOURLY;COUNT=5"),
        ("too_many_dates", f"FREQ=DAILY;COUNT={MOST_DATES + 1}"),
        ("too_many_dates", f"FREQ=DAILY;COUNT={'9' * 400}"),
        ("too_many_dates", "FREQ=DAILY;UNTIL=20280101"),
        ("too_many_dates", "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;COUNT=401"),
        ("beyond_calendar", "FREQ=WEEKLY;UNTIL=99991231T235959Z"),
        ("beyond_calendar", "FREQ=YEARLY;COUNT=300"),
        ("no_dates", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1"),
        ("no_dates", "FREQ=WEEKLY;UNTIL=20260831"),
        ("no_dates", "FREQ=DAILY;INTERVAL=999999;BYMONTH=1;COUNT=1"),
        ("times_differ", "FREQ=DAILY;BYHOUR=18,19;COUNT=4"),
        ("times_differ", "FREQ=DAILY;BYMINUTE=30;COUNT=4"),
        ("text_too_long", f"FREQ=DAILY;COUNT=4;BYSETPOS={','.join(['1'] * MOST_RULE)}"),
        ("text_too_long", "X" * (MOST_TEXT + 1)),
        ("not_understood", "EXRULE:FREQ=WEEKLY;COUNT=2"),
        ("not_understood", "BEGIN:VEVENT"),
        ("malformed", ""),
        ("malformed", "hver tirsdag"),
        ("malformed", "FREQ=WEEKLY;COUNT=2;UNTIL=20270101"),
        ("malformed", "FREQ=WEEKLY;COUNT=2;COUNT=2"),
        ("malformed", "FREQ=WEEKLY;COUNT=0"),
        ("malformed", "FREQ=WEEKLY;COUNT=-1"),
        ("malformed", "FREQ=WEEKLY;COUNT=2;INTERVAL=0"),
        ("malformed", "FREQ=WEEKLY;COUNT=٣"),
        ("malformed", "FREQ=WEEKLY;COUNT=2;BYDAY=XX"),
        ("malformed", "FREQ=WEEKLY;COUNT=2;BYDAY=2TU"),
        ("malformed", "FREQ=WEEKLY;COUNT=2;BYMONTHDAY=3"),
        ("malformed", "FREQ=WEEKLY;COUNT=2;BYDAY=MO;BYSETPOS=8"),
        ("malformed", "FREQ=MONTHLY;COUNT=2;BYDAY=10TU"),
        ("malformed", "FREQ=YEARLY;COUNT=2;BYMONTH=12;BYDAY=-6TU"),
        ("malformed", "FREQ=YEARLY;COUNT=2;BYWEEKNO=3;BYDAY=1TU"),
        ("malformed", "FREQ=MONTHLY;COUNT=2;BYWEEKNO=3"),
        ("malformed", "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=0"),
        ("malformed", "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=32"),
        ("malformed", "FREQ=MONTHLY;COUNT=2;BYSETPOS=1"),
        ("malformed", "FREQ=YEARLY;COUNT=2;BYEASTER=0"),
        ("malformed", "FREQ=WEEKLY;UNTIL=20270230"),
        ("malformed", "COUNT=2"),
        ("malformed", "RRULE:FREQ=WEEKLY;COUNT=2\nRRULE:FREQ=DAILY;COUNT=2"),
        ("malformed", "RRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:20261301"),
        ("malformed", "RDATE;VALUE=PERIOD:20260908T180000/PT1H"),
        ("unknown_zone", "RRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;TZID=Mars/Olympus:20260908T180000"),
        ("unknown_zone", "RRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;TZID=../../etc/passwd:20260908T180000"),
        ("unknown_zone", "RRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;TZID=Europe:20260908T180000"),
        ("times_differ", "RRULE:FREQ=WEEKLY;COUNT=2\nRDATE:20260908T190000"),
        ("times_differ", "RDATE:20261025T013000Z"),
        ("beyond_calendar", "RDATE:19991231T180000"),
        ("no_dates", "RRULE:FREQ=WEEKLY;COUNT=1\nEXDATE;VALUE=DATE:20260901"),
    ],
)
def test_a_text_that_is_no_series_is_refused_by_its_code(code: str, text: str) -> None:
    assert refusal(text, starts=EVENING, ends=END) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("start_missing", "FREQ=WEEKLY;COUNT=2"),
        ("length_missing", "DTSTART:20260901T180000"),
        ("no_length", lines(length="-PT1H")),
        ("no_length", lines(length="PT0S")),
        ("too_long", lines(length="P31DT1S")),
        ("malformed", lines(length="P")),
        ("malformed", lines(length="PT")),
        ("malformed", lines(length="P1H")),
        ("beyond_calendar", lines(start="DTSTART:99991231T235959Z")),
    ],
)
def test_a_text_without_a_start_or_a_length_is_refused(code: str, text: str) -> None:
    assert refusal(text) == code


def test_four_hundred_own_dates_with_exceptions_are_not_too_long_a_text() -> None:
    own = [EVENING.date() + timedelta(days=2 * n) for n in range(MOST_DATES)]
    series = replace(TUESDAYS, every=Every.DATES, dates=tuple(own), until=None, skip=tuple(own[1::9]))
    assert expand(read(write(series))) == expand(series)


WORDS = """
RRULE: DTSTART DTEND DURATION RDATE EXDATE ;TZID= Europe/Copenhagen ;VALUE=DATE : ; , = FREQ= WEEKLY MONTHLY YEARLY DAILY
SECONDLY COUNT= UNTIL= INTERVAL= BYDAY= BYSETPOS= BYMONTHDAY= BYHOUR= BYWEEKNO= WKST= MO 2TU -1FR 0 1 -1 7 53 366
99999999999 20260901T180000 20261025T023000 20270328T023000 20260901 20260901T180000Z 99991231T235959Z PT1H P1D -PT1H
"""
words = st.sampled_from([*WORDS.split(), "\r\n", "\n", "\n ", " "])


@settings(deadline=None, max_examples=500)
@given(
    st.text(max_size=200)
    | st.lists(words, max_size=25).map("".join)
    | st.lists(words, max_size=25).map(lambda said: lines("RRULE:FREQ=WEEKLY;COUNT=3", "".join(said)))
    | RULES_OF_MANY_PARTS.flatmap(
        lambda text: st.lists(words, max_size=6).map(lambda said: text + ";" + "".join(said))
    ),
    st.none() | st.datetimes(datetime.min, datetime.max),
    st.timedeltas(timedelta(days=-1), timedelta(days=40)),
)
def test_no_text_raises_anything_but_that_it_is_no_series(text: str, start: datetime | None, length: timedelta) -> None:
    try:
        end = start + length if start else None
    except OverflowError:
        end = datetime.max
    try:
        series = read(text, starts=start, ends=end)
    except RecurrenceInvalid:
        return
    assert 0 < len(expand(series)) <= MOST_DATES


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2,+2,02,+02,-2,-02,3,03,4,04,5,05,6,06,7,07;COUNT=1",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=" + ",".join(map(str, range(54, 170))) + ";COUNT=1",
    ],
)
def test_a_rule_that_never_comes_is_not_sought_for_thousands_of_years(text: str) -> None:
    calls = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(counting)
    try:
        code = refusal(text, starts=EVENING, ends=END)
    finally:
        sys.setprofile(None)
    assert code == "no_dates"
    assert calls < 500_000


def test_four_hundred_years_on_every_date_falls_on_the_same_weekday() -> None:
    """What lets us ask dateutil about other years than ours."""
    there = [date(year, 1, 1) for year in range(9600, 9800)]
    here = [day.replace(year=day.year - 7600) for day in there]
    assert [day.isocalendar()[1:] for day in there] == [day.isocalendar()[1:] for day in here]
    assert all(
        (later - one) == (later_here - one_here)
        for (one, later), (one_here, later_here) in zip(pairwise(there), pairwise(here), strict=True)
    )


@given(days, clocks, st.sampled_from(["Europe/Copenhagen", "UTC", "America/New_York", "Asia/Kolkata"]))
def test_a_single_date_is_the_same_instant_by_every_clock(day: date, at: time, zone: str) -> None:
    stated = datetime.combine(day, at)
    there = stated.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    try:
        series = read(lines(start=f"DTSTART;TZID={zone}:{stated:%Y%m%dT%H%M%S}"))
    except RecurrenceInvalid as refused:
        if refused.code in ("times_differ", "no_dates"):
            return
        raise
    (planned,) = expand(series)
    assert planned.span is None or planned.span.start == there
