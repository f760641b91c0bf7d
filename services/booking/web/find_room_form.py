# SPDX-License-Identifier: MPL-2.0
"""The search form, read from the address bar. What cannot be read becomes a sentence; the rest is searched for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from services.booking.queries.search import Search
from services.booking.web.wall_clock_form import read_clock, read_date

DAYS_AHEAD = 7
"""How many days are looked at when none is named."""
LONGEST = 62
LENGTHS = (30, 60, 90, 120, 180, 240, 360, 480, 720, 1440)
"""Minutes offered in the form; any other in the address bar is kept too."""
MOST_PEOPLE = 9999


@dataclass
class FindRoomForm:
    """What was typed, what it means, and what is wrong with which field."""

    search: Search
    name: str
    typed: Mapping[str, str]
    chosen: Mapping[str, frozenset[str]]
    """Boxes that are ticked: `equipment` and `weekday`."""
    errors: dict[str, str] = field(default_factory=dict[str, str])
    """Field to key of sentence."""

    @property
    def narrows(self) -> bool:
        """True when any of the further wishes is in use, so that they are shown."""
        boxes = any(self.chosen.values())
        return boxes or any(
            self.typed.get(name) for name in ("type", "place", "step_free", "hearing_loop", "whole", "q")
        )


def read_find_room(query: Mapping[str, Sequence[str]], today: date) -> FindRoomForm:
    """Read the fields of the address bar.

    They are date, last, from, to, length (minutes), people, type, place, equipment, weekday, step_free, hearing_loop,
    whole (no parts of halls) and q (a room's name).
    """
    typed = {name: values[-1].strip() for name, values in query.items() if values}
    errors: dict[str, str] = {}
    first, last = _days(typed, today, errors)
    earliest, latest = _hours(typed, errors)
    equipment = frozenset(item for item in query.get("equipment", ()) if item)
    weekdays = frozenset(int(item) for item in query.get("weekday", ()) if item in set("1234567"))
    search = Search(
        first_day=first,
        last_day=last,
        earliest=_as_time(earliest),
        latest=_as_time(latest) if latest < timedelta(days=1) else None,
        length=_length(typed, earliest, latest, errors),
        people=_people(typed, errors),
        type=typed.get("type") or None,
        place=typed.get("place", "")[:100],
        equipment=equipment,
        step_free=bool(typed.get("step_free")),
        hearing_loop=bool(typed.get("hearing_loop")),
        weekdays=weekdays,
        include_parts=not typed.get("whole"),
    )
    chosen = {"equipment": equipment, "weekday": frozenset(str(day) for day in weekdays)}
    return FindRoomForm(search, typed.get("q", "")[:100], typed, chosen, errors)


def _days(typed: Mapping[str, str], today: date, errors: dict[str, str]) -> tuple[date, date]:
    first, last = (_day(typed, name, errors) for name in ("date", "last"))
    if first is None:
        return today, last if last and today <= last <= today + timedelta(days=LONGEST) else _default_last(today)
    if first < today:
        errors["date"] = "find.error.past"
        return today, _default_last(today)
    if last is None:
        return first, first
    if last < first:
        errors["last"] = "find.error.last_before"
        return first, first
    if last - first > timedelta(days=LONGEST):
        errors["last"] = "find.error.too_many_days"
        return first, first + timedelta(days=LONGEST)
    return first, last


def _default_last(today: date) -> date:
    return today + timedelta(days=DAYS_AHEAD - 1)


def _day(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    text = typed.get(name, "")
    day = read_date(text)
    if text and day is None:
        errors[name] = "book.error.date"
    return day


def _hours(typed: Mapping[str, str], errors: dict[str, str]) -> tuple[timedelta, timedelta]:
    whole_day = (timedelta(), timedelta(days=1))
    found = list(whole_day)
    for place, name in enumerate(("from", "to")):
        if text := typed.get(name, ""):
            after = read_clock(text)
            if after is None:
                errors[name] = "book.error.time"
            else:
                found[place] = after
    if found[1] <= found[0]:
        errors["to"] = "book.error.ends_before"
        return whole_day
    return found[0], found[1]


def _as_time(after: timedelta) -> time:
    minutes = int(after.total_seconds() // 60) % 1440
    return time(minutes // 60, minutes % 60)


def _length(typed: Mapping[str, str], earliest: timedelta, latest: timedelta, errors: dict[str, str]) -> timedelta:
    """As chosen; else all of the hours when both ends are named, so that 18-20 asks for two hours; else one hour."""
    if text := typed.get("length", ""):
        if text.isascii() and text.isdigit() and 5 <= int(text[:6]) <= LONGEST * 1440:
            return timedelta(minutes=int(text[:6]))
        errors["length"] = "find.error.length"
    if typed.get("from") and typed.get("to"):
        return latest - earliest
    return timedelta(hours=1)


def _people(typed: Mapping[str, str], errors: dict[str, str]) -> int:
    text = typed.get("people", "")
    if not text:
        return 1
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_PEOPLE:
        return int(text[:6])
    errors["people"] = "book.error.people"
    return 1
