# SPDX-License-Identifier: MPL-2.0
"""Rules about days, hours, rounds, series and limits, as the policy page says them."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import Any

from services.booking.rules.application_round import ApplicationRound
from services.booking.rules.closed import Closed
from services.booking.rules.limit import Limit
from services.booking.rules.margins import MarginsKept
from services.booking.rules.rule import Rule
from services.booking.rules.series_allowed import SeriesAllowed
from services.booking.rules.within_hours import Hours, WithinHours
from services.booking.rules.yearly_moment import YearlyMoment
from services.booking.web.scope_wording import days_and_clock
from services.booking.web.written import Part, Readable, length, one_of, readable
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.written_dates import date_without_weekday, month_day, month_name


def _closed(rule: Closed, _say: Say, _language: Language) -> Iterator[Part]:
    if rule.because is None:
        yield "closed", {}
    else:
        yield "closed.because", {"because": rule.because.words}


def _within_hours(rule: WithinHours, say: Say, language: Language) -> Iterator[Part]:
    hours = [_hours(one, say, language) for one in rule.hours]
    yield "within_hours", {"hours": one_of(hours, "words.or", say)}
    if rule.blocks:
        yield "within_hours.blocks", {}


def _hours(one: Hours, say: Say, language: Language) -> str:
    whole = one.between == (time(0), time(0)) and one.days
    return days_and_clock(one.days, None if whole else one.between, say, language)


def _margins(rule: MarginsKept, _say: Say, _language: Language) -> Iterator[Part]:
    for name, minutes in (("before", rule.before), ("after", rule.after)):
        if minutes:
            yield f"margins.{name}", {name: timedelta(minutes=minutes)}
    if not (rule.before or rule.after):
        yield "margins.none", {}


def _application_round(rule: ApplicationRound, say: Say, language: Language) -> Iterator[Part]:
    if bounds := rule.covers or rule.covers_dates:
        yield "application_round.covers", {"first": bounds[0], "last": bounds[1]}
    for name in ("opens", "closes", "answer_by"):
        if (moment := getattr(rule, name)) is not None:
            yield f"application_round.{name}", {name: moment_words(moment, say, language)}
    if rule.leftovers:
        yield "application_round.leftovers", {}


def moment_words(moment: YearlyMoment, say: Say, language: Language) -> str:
    """As "15. marts kl. 12.00" or "den første hverdag i marts"."""
    if moment.day is None:
        key = "moment.first_weekday" if moment.year is None else "moment.first_weekday_of_year"
        day = say(key, month=month_name(moment.month, language), year=moment.year)
    elif moment.year is None:
        day = month_day(moment.month, moment.day, language)
    else:
        day = date_without_weekday(moment.day_in(moment.year), language)
    if moment.at is None:
        return day
    return say("moment.at", day=day, clock=f"{moment.at:%H.%M}" if language == "da" else f"{moment.at:%H:%M}")


def _series_allowed(rule: SeriesAllowed, _say: Say, _language: Language) -> Iterator[Part]:
    if not rule.allowed:
        yield "series_allowed.never", {}
        return
    if rule.maximum_dates is not None:
        yield "series_allowed.dates", {"maximum_dates": rule.maximum_dates}
    if rule.minimum_dates is not None:
        yield "series_allowed.minimum_dates", {"minimum_dates": rule.minimum_dates}
    if rule.maximum is not None:
        yield "series_allowed.maximum", {"maximum": rule.maximum}
    if rule.minimum_dates is None and rule.maximum_dates is None and rule.maximum is None:
        yield "series_allowed.any", {}


def _limit(rule: Limit, say: Say, language: Language) -> Iterator[Part]:
    amount = (
        length(timedelta(hours=rule.maximum), say)
        if rule.counts == "hours"
        else say(f"limit.{rule.counts}", n=int(rule.maximum))
    )
    stretch: dict[str, Readable] = {}
    if rule.season is not None:
        stretch = {"first": rule.season[0], "last": rule.season[1]}
    if rule.period is not None:
        stretch = {"period": rule.period}
    per = say(f"limit.per.{rule.per}", **readable(stretch, say, language))
    yield "limit", {"amount": amount, "per": per, "by": say(f"limit.by.{rule.by}")}
    yield from _counted(rule, say, language)
    if rule.for_each_members:
        key = f"limit.members{'.under_25' if rule.under_25 else ''}{'.begun' if rule.begun else ''}"
        yield key, {"figure": rule.for_each_members}


def _counted(rule: Limit, say: Say, language: Language) -> Iterator[Part]:
    """Which uses count."""
    if rule.days or rule.between:
        yield (
            "limit.outside" if rule.outside else "limit.hours",
            {"hours": days_and_clock(rule.days, rule.between, say, language)},
        )
    for name in ("room_types", "room_groups", "groups", "activities", "traits"):
        if codes := getattr(rule, name):
            yield f"limit.{name}", {"purposes" if name == "traits" else name: codes}
    if rule.attendance_over is not None:
        yield "limit.attendance_over", {"figure": rule.attendance_over}
    if rule.late_only:
        yield "limit.late_only", {}


_PARTS: dict[type[Rule], Callable[[Any, Say, Language], Iterator[Part]]] = {
    Closed: _closed,
    WithinHours: _within_hours,
    MarginsKept: _margins,
    ApplicationRound: _application_round,
    SeriesAllowed: _series_allowed,
    Limit: _limit,
}


def _told(rule: Rule, say: Say, language: Language) -> str:
    parts = _PARTS[type(rule)](rule, say, language)
    return " ".join(say(f"rule.{key}", **readable(mentioned, say, language)) for key, mentioned in parts)


SENTENCES: dict[type[Rule], Callable[[Rule, Say, Language], str]] = dict.fromkeys(_PARTS, _told)
"""What the policy page says of each kind."""
