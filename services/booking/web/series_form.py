# SPDX-License-Identifier: MPL-2.0
"""How often and in which rooms, as typed in the booking form: a recurrence, or what is wrong with which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from services.booking.errors import RecurrenceInvalid
from services.booking.model import Every, Recurrence, Span
from services.booking.queries.rooms import RoomLink
from services.booking.rules.recurrence import expand, rule_days
from services.booking.web.boxes import Boxes
from services.booking.web.series_elsewhere import Instead, read_elsewhere, read_number
from services.booking.web.series_fault import SeriesFault, fault_of
from services.booking.web.wall_clock_form import read_date
from services.shared.wall_clock import local

BOXES = ("weekday", "rooms", "skip", "day", "elsewhere")
"""Fields that come several times: ISO weekdays, slugs of rooms, days left out, dates in another room (`Instead`).

`day` are the days still ticked where all of them were shown (`chosen`); the others are left out.
"""
REPEATS = ("week", "month", "dates")
MOST_TOLD = 10
"""Lines that cannot be read and are told one by one."""
MOST_APART = 52
"""Weeks or months from one time to the next."""


@dataclass
class SeriesForm:
    """A wish for many dates or several rooms, as typed, and what it means so far."""

    typed: Mapping[str, str]
    boxes: Boxes
    rooms: tuple[RoomLink, ...]
    """The wished one first."""
    elsewhere: tuple[Instead, ...] = ()
    recurrence: Recurrence | None = None
    faults: list[SeriesFault] = field(default_factory=list[SeriesFault])


def read_series(
    typed: Mapping[str, str], boxes: Boxes, span: Span | None, room: RoomLink, site_rooms: Sequence[RoomLink]
) -> SeriesForm | None:
    """None when one date in one room is asked for. `span` is the first date's, as `read_time` reads it.

    Fields: repeat (week, month, dates), interval and weekday, month_interval, nth and month_weekday, dates (one a line,
    beside the first), until or count; and those of BOXES.
    """
    repeat = typed.get("repeat", "")
    extra = tuple(one for one in site_rooms if one.slug in boxes["rooms"] and one.id != room.id)
    if repeat not in REPEATS and not extra:
        return None
    form = SeriesForm(typed, boxes, (room, *extra))
    bounds = _bounds(form) if repeat in ("week", "month") else (None, None)
    own_dates = _own_dates(form) if repeat == "dates" else ()
    if span is None or form.faults:
        return form
    first = _first(span)
    match repeat:
        case "week":
            series = _weekly(form, first, *bounds)
        case "month":
            series = _monthly(form, first, *bounds)
        case _:
            days = tuple(sorted({first.first, *own_dates}))
            series = Recurrence(Every.DATES, days[0], first.starts, first.ends, days=first.days, dates=days)
    _settle(form, series)
    return form


@dataclass(frozen=True, slots=True)
class _First:
    """The first date by the clock."""

    first: date
    starts: time
    ends: time
    days: int


def _first(span: Span) -> _First:
    start, end = local(span.start), local(span.end)
    return _First(
        start.date(), start.time().replace(fold=0), end.time().replace(fold=0), (end.date() - start.date()).days
    )


def _settle(form: SeriesForm, series: Recurrence) -> None:
    """Days left out that are none of its own are forgotten, and so are those elsewhere: the form was changed since."""
    if form.faults:
        return
    try:
        days = set(rule_days(series))
        left_out = tuple(sorted(_left_out(form, days)))
        form.recurrence = replace(series, skip=left_out)
        expand(form.recurrence)
    except RecurrenceInvalid as fault:
        form.recurrence = None
        form.faults.append(fault_of(fault, form.typed.get("repeat", "")))
        return
    form.elsewhere = tuple(read_elsewhere(form.boxes["elsewhere"], days - set(left_out)))


def _left_out(form: SeriesForm, days: set[date]) -> set[date]:
    if form.typed.get("chosen"):
        return days - {day for text in form.boxes["day"] if (day := read_date(text))}
    return days & {day for text in form.boxes["skip"] if (day := read_date(text))}


def _weekly(form: SeriesForm, first: _First, until: date | None, count: int | None) -> Recurrence:
    weekdays = tuple(sorted({int(text) for text in form.boxes["weekday"] if text in set("1234567")}))
    return Recurrence(
        Every.WEEK,
        first.first,
        first.starts,
        first.ends,
        days=first.days,
        interval=_apart(form, "interval"),
        weekdays=weekdays or (first.first.isoweekday(),),
        until=until,
        count=count,
    )


def _monthly(form: SeriesForm, first: _First, until: date | None, count: int | None) -> Recurrence:
    nth, weekday = form.typed.get("nth", ""), form.typed.get("month_weekday", "")
    return Recurrence(
        Every.MONTH,
        first.first,
        first.starts,
        first.ends,
        days=first.days,
        interval=_apart(form, "month_interval"),
        weekdays=(int(weekday) if weekday in set("1234567") else first.first.isoweekday(),),
        nth=int(nth) if nth in {"1", "2", "3", "4", "5", "-1"} else _nth(first.first),
        until=until,
        count=count,
    )


def _nth(day: date) -> int:
    """Which of these weekdays it is in its month; a fifth is the last."""
    nth = (day.day - 1) // 7 + 1
    return nth if nth < 5 else -1


def _apart(form: SeriesForm, name: str) -> int:
    text = form.typed.get(name, "") or "1"
    number = read_number(text)
    if number is None or not 1 <= number <= MOST_APART:
        form.faults.append(SeriesFault(name, "series.error.interval", {"most": MOST_APART}))
        return 1
    return number


def _bounds(form: SeriesForm) -> tuple[date | None, int | None]:
    """Until when, or how many times."""
    said, times = form.typed.get("until", ""), form.typed.get("count", "")
    if said and times:
        form.faults.append(SeriesFault("count", "series.error.both"))
        return None, None
    until, count = read_date(said), read_number(times)
    if said and until is None:
        form.faults.append(SeriesFault("until", "book.error.date"))
    elif times and count is None:
        form.faults.append(SeriesFault("count", "series.error.count"))
    elif not said and not times:
        form.faults.append(SeriesFault("until", "recurrence.error.unbounded"))
    return until, count


def _own_dates(form: SeriesForm) -> tuple[date, ...]:
    """One a line, empty lines apart; what cannot be read is told with its line."""
    found: list[date] = []
    unread: list[SeriesFault] = []
    for number, line in enumerate(form.typed.get("dates", "").splitlines(), start=1):
        if not (text := line.strip().rstrip(",;")):
            continue
        if day := read_date(text):
            found.append(day)
        else:
            unread.append(SeriesFault("dates", "series.error.line", {"line": number, "text": text[:40]}))
    if not found and not unread:
        unread.append(SeriesFault("dates", "series.error.dates_missing"))
    form.faults.extend(unread[:MOST_TOLD])
    return tuple(found)
