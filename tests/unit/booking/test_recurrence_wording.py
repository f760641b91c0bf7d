# SPDX-License-Identifier: MPL-2.0
"""A series is told in plain words, and so is everything that can be wrong with one."""

import inspect
import re
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from services.booking import rules
from services.booking.commands import series_asked, try_series
from services.booking.errors import RecurrenceInvalid
from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules import recurrence, rrule, rrule_days, rrule_parts, rrule_text, rrule_values
from services.booking.rules.recurrence import expand
from services.booking.rules.rrule import read
from services.booking.web.recurrence_wording import clock, fault_sentence, series_sentence
from services.shared.contracts.portal import Language
from services.shared.sentences import SHARED, Sentences
from tests.unit.booking.series import recurrences

SENTENCES = Sentences.load([SHARED, Path(rules.__file__).parent.parent / "texts"])
LANGUAGES: tuple[Language, ...] = ("da", "en")
TUESDAYS = Recurrence(Every.WEEK, date(2026, 9, 1), time(18), time(19, 30), weekdays=(2,), until=date(2027, 5, 31))
SECOND = {"every": Every.MONTH, "nth": 2}
SEASON_DA, SEASON_EN = " fra 1. september 2026 til 25. maj 2027", ", from 1 September 2026 to 25 May 2027"


def said(series: Recurrence, language: Language = "da") -> str:
    return series_sentence(series, SENTENCES.say(language), language)


@pytest.mark.parametrize(
    ("changed", "danish", "english"),
    [
        ({}, f"hver tirsdag kl. 18.00-19.30{SEASON_DA}", f"every Tuesday, 18:00-19:30{SEASON_EN}"),
        (
            {"weekdays": (4, 2)},
            "hver tirsdag og torsdag kl. 18.00-19.30 fra 1. september 2026 til 27. maj 2027",
            "every Tuesday and Thursday, 18:00-19:30, from 1 September 2026 to 27 May 2027",
        ),
        (
            {"interval": 2, "weekdays": (2, 1, 3)},
            "mandag, tirsdag og onsdag hver anden uge kl. 18.00-19.30 fra 1. september 2026 til 26. maj 2027",
            "every other week on Monday, Tuesday and Wednesday, 18:00-19:30, from 1 September 2026 to 26 May 2027",
        ),
        (
            {"interval": 3, "until": None, "count": 3},
            "tirsdag hver 3. uge kl. 18.00-19.30 fra 1. september 2026 til 13. oktober 2026, i alt 3 gange",
            "every 3 weeks on Tuesday, 18:00-19:30, from 1 September 2026 to 13 October 2026, 3 times in all",
        ),
        (
            {"weekdays": (1, 2, 3, 4, 5, 6, 7), "until": date(2026, 9, 6)},
            "hver dag kl. 18.00-19.30 fra 1. september 2026 til 6. september 2026",
            "every day, 18:00-19:30, from 1 September 2026 to 6 September 2026",
        ),
        (
            SECOND,
            "den anden tirsdag i hver måned kl. 18.00-19.30 fra 8. september 2026 til 11. maj 2027",
            "the second Tuesday of every month, 18:00-19:30, from 8 September 2026 to 11 May 2027",
        ),
        (
            {**SECOND, "weekdays": (5,), "nth": -1, "interval": 2},
            "den sidste fredag hver anden måned kl. 18.00-19.30 fra 25. september 2026 til 28. maj 2027",
            "the last Friday of every other month, 18:00-19:30, from 25 September 2026 to 28 May 2027",
        ),
        (
            {**SECOND, "weekdays": (2, 4), "interval": 3, "until": date(2026, 12, 31)},
            "den anden tirsdag og den anden torsdag hver 3. måned kl. 18.00-19.30 fra 8. september 2026 til 10. december 2026",
            "the second Tuesday and the second Thursday every 3 months, 18:00-19:30, from 8 September 2026 to 10 December 2026",
        ),
        (
            {"every": Every.DATES, "dates": tuple(date(2026, 9, 1) + timedelta(days=9 * n) for n in range(12))},
            "12 datoer fra 1. september 2026 til 9. december 2026 kl. 18.00-19.30",
            "12 dates from 1 September 2026 to 9 December 2026, 18:00-19:30",
        ),
        (
            {"every": Every.DATES, "dates": (date(2026, 9, 5),)},
            "lørdag den 5. september 2026 kl. 18.00-19.30",
            "Saturday 5 September 2026, 18:00-19:30",
        ),
        (
            {"skip": (date(2026, 10, 13), date(2026, 10, 14), date(2026, 12, 22))},
            f"hver tirsdag kl. 18.00-19.30{SEASON_DA}, undtagen 13. oktober 2026 og 22. december 2026",
            f"every Tuesday, 18:00-19:30{SEASON_EN}, except 13 October 2026 and 22 December 2026",
        ),
        (
            {"skip": tuple(date(2026, 9, 1) + timedelta(weeks=n) for n in range(2, 6))},
            f"hver tirsdag kl. 18.00-19.30{SEASON_DA}, undtagen 4 datoer",
            f"every Tuesday, 18:00-19:30{SEASON_EN}, except 4 dates",
        ),
    ],
)  # fmt: skip
def test_a_series_is_said_in_plain_words(changed: dict[str, Any], danish: str, english: str) -> None:
    series = replace(TUESDAYS, **changed)
    assert said(series) == danish
    assert said(series, "en") == english


def test_a_series_that_skips_its_first_date_begins_with_the_next() -> None:
    assert said(replace(TUESDAYS, skip=(date(2026, 9, 1),))).endswith("fra 8. september 2026 til 25. maj 2027")


@pytest.mark.parametrize(
    ("starts", "ends", "days", "danish", "english"),
    [
        (time(22), time(0), 1, "22.00-24.00", "22:00-24:00"),
        (time(22), time(2), 1, "22.00-02.00", "22:00-02:00"),
        (time(2, 30), time(3, 30), 0, "02.30-03.30", "02:30-03:30"),
        (time(16), time(18), 1, "16.00 til dagen efter kl. 18.00", "16:00 to 18:00 the day after"),
        (time(16), time(12), 2, "16.00 til 2 dage senere kl. 12.00", "16:00 to 12:00 2 days later"),
    ],
)
def test_hours_are_told_by_the_clock(starts: time, ends: time, days: int, danish: str, english: str) -> None:
    series = replace(TUESDAYS, starts=starts, ends=ends, days=days)
    assert clock(series, SENTENCES.say("da"), "da") == danish
    assert clock(series, SENTENCES.say("en"), "en") == english


@given(recurrences)
def test_whatever_can_be_held_can_be_said(series: Recurrence) -> None:
    for language in LANGUAGES:
        sentence = said(series, language)
        assert "{" not in sentence
        assert str(expand(series)[-1].day.year) in sentence


CODES = sorted(
    {
        code
        for module in (recurrence, rrule, rrule_days, rrule_parts, rrule_text, rrule_values, series_asked, try_series)
        for code in re.findall(r'RecurrenceInvalid\(\s*"([a-z_]+)"', inspect.getsource(module))
    }
)


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert len(CODES) > 15
    assert [
        key.removeprefix("recurrence.error.") for key in sorted(SENTENCES.keys()) if "recurrence.error." in key
    ] == CODES


@pytest.mark.parametrize(
    ("text", "danish", "english"),
    [
        ("FREQ=WEEKLY", "En serie skal have en ende.", "A series must end."),
        ("FREQ=DAILY;COUNT=401", "højst 400 datoer", "at most 400 dates"),
        ("FREQ=WEEKLY;UNTIL=99991231", "mellem 1. januar 2000 og 31. december 2199", "between 1 January 2000 and 31 December 2199"),
        ("FREQ=WEEKLY;COUNT=2;BYDAY=XX", "Fejlen er her: BYDAY", "The mistake is here: BYDAY"),
        ("SUMMARY:Yoga", "Den har også SUMMARY.", "It also has SUMMARY."),
        ("RDATE;TZID=Mars:20260901T180000", "Tidszonen Mars kendes ikke.", "The time zone Mars is not known."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_figures(text: str, danish: str, english: str) -> None:
    start = TUESDAYS.first
    for language, expected in zip(LANGUAGES, (danish, english), strict=True):
        with pytest.raises(RecurrenceInvalid) as refused:
            read(f"{text}\nDTSTART;VALUE=DATE:{start:%Y%m%d}")
        assert expected in fault_sentence(refused.value, SENTENCES.say(language), language)


def test_a_last_day_before_the_first_is_told_with_both() -> None:
    with pytest.raises(RecurrenceInvalid) as refused:
        expand(replace(TUESDAYS, until=date(2026, 8, 31)))
    assert fault_sentence(refused.value, SENTENCES.say("da"), "da") == (
        "Den sidste dag, 31. august 2026, ligger før den første, 1. september 2026."
    )


@pytest.mark.parametrize(("code", "language"), list(product(CODES, LANGUAGES)))
def test_every_fault_is_a_whole_sentence(code: str, language: Language) -> None:
    day = date(2026, 9, 1)
    fault = RecurrenceInvalid(code, most=9, what="X", day=day, first=day, second=day, last=day, until=day)
    sentence = fault_sentence(fault, SENTENCES.say(language), language)
    assert sentence[0].isupper()
    assert "{" not in sentence
