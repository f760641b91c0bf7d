# SPDX-License-Identifier: MPL-2.0
"""A series in plain words, and what is wrong with one: keys from the texts, dates written the way people read them."""

from datetime import date, timedelta

from services.booking.errors import RecurrenceInvalid
from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules.recurrence import expand, rule_days
from services.booking.web.written import one_of
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.wall_clock import instant_of
from services.shared.written_dates import clock_time, date_long, date_without_weekday, time_range, weekdays

_WORKDAY = date(2026, 1, 5)
"""A day like any other, to write hours on: in the nights when the clock changes some have no instant."""
_MOST_NAMED = 3
"""Exceptions that are named; more are counted."""


def series_sentence(recurrence: Recurrence, say: Say, language: Language) -> str:
    """As "hver tirsdag kl. 18.00-19.30 fra 1. september 2026 til 25. maj 2027", no full stop.

    First and last are the dates it has, not the bounds somebody typed. Raises RecurrenceInvalid as `expand` does.
    """
    held = [planned.day for planned in expand(recurrence)]
    at = clock(recurrence, say, language)
    if len(held) == 1:
        return say("recurrence.once", date=date_long(held[0], language), clock=at)
    first, last = (date_without_weekday(day, language) for day in (held[0], held[-1]))
    if recurrence.every is Every.DATES:
        return say("recurrence.dates", n=len(held), clock=at, first=first, last=last)
    how_often = (_by_month if recurrence.every is Every.MONTH else _by_week)(recurrence, say, language)
    key = "recurrence.times" if recurrence.count else "recurrence.season"
    sentence = say(key, how_often=how_often, clock=at, first=first, last=last, number=len(held))
    left_out = [day for day in rule_days(recurrence) if held[0] < day < held[-1] and day in set(recurrence.skip)]
    return _except(sentence, left_out, say, language)


def rhythm(recurrence: Recurrence, say: Say, language: Language) -> str:
    """As "hver tirsdag kl. 18.00-19.30": when it is on, without from and to."""
    at = clock(recurrence, say, language)
    if recurrence.every is Every.DATES:
        return say("recurrence.rhythm_dates", clock=at)
    how_often = (_by_month if recurrence.every is Every.MONTH else _by_week)(recurrence, say, language)
    return say("recurrence.rhythm", how_often=how_often, clock=at)


def fault_sentence(fault: RecurrenceInvalid, say: Say, language: Language) -> str:
    """Why it is no series, and what to do."""
    readable = {
        name: date_without_weekday(value, language) if isinstance(value, date) else str(value)
        for name, value in fault.parameters.items()
    }
    return say(f"recurrence.error.{fault.code}", **readable)


def clock(recurrence: Recurrence, say: Say, language: Language) -> str:
    """As "18.00-19.30"; what ends another day than the next morning says how many days later."""
    starts_at = instant_of(_WORKDAY, recurrence.starts)
    ends_at = instant_of(_WORKDAY + timedelta(days=recurrence.days), recurrence.ends)
    if ends_at - starts_at <= timedelta(days=1):
        return time_range(starts_at, ends_at, language)
    return say(
        "recurrence.clock_days",
        starts=clock_time(starts_at, language),
        ends=clock_time(ends_at, language),
        n=recurrence.days,
    )


def _by_week(recurrence: Recurrence, say: Say, language: Language) -> str:
    numbers = sorted(set(recurrence.weekdays))
    if len(numbers) == 7 and recurrence.interval == 1:
        return say("recurrence.every_day")
    names = one_of([weekdays(language)[number - 1] for number in numbers], "words.and", say)
    if recurrence.interval == 1:
        return say("recurrence.week", weekdays=names)
    return say(_every_nth("recurrence.weeks", recurrence), interval=recurrence.interval, weekdays=names)


def _by_month(recurrence: Recurrence, say: Say, language: Language) -> str:
    nth = say(f"recurrence.nth.{'last' if recurrence.nth == -1 else recurrence.nth}")
    names = [
        say("recurrence.nth_weekday", nth=nth, weekday=weekdays(language)[number - 1])
        for number in sorted(set(recurrence.weekdays))
    ]
    key = "recurrence.month" if recurrence.interval == 1 else _every_nth("recurrence.months", recurrence)
    return say(key, interval=recurrence.interval, weekdays=one_of(names, "words.and", say))


def _every_nth(key: str, recurrence: Recurrence) -> str:
    return f"{key}.{'second' if recurrence.interval == 2 else 'nth'}"


def _except(sentence: str, left_out: list[date], say: Say, language: Language) -> str:
    if not left_out:
        return sentence
    if len(left_out) > _MOST_NAMED:
        return say("recurrence.except_counted", sentence=sentence, number=len(left_out))
    dates = one_of([date_without_weekday(day, language) for day in left_out], "words.and", say)
    return say("recurrence.except_named", sentence=sentence, dates=dates)
