# SPDX-License-Identifier: MPL-2.0
"""How a plan is to begin, as somebody types it. What cannot be read comes back as keys of sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.booking.model import Season
from services.booking.web.wall_clock_form import read_date

LONGEST = timedelta(days=400)
"""A season is a year or less; a little more for who counts generously."""
WAYS = ("copy", "empty", "file")
FIELDS = ("way", "first", "last", "past_first", "past_last", "holidays")


@dataclass
class TypedStart:
    """What it means, or what is wrong with which field."""

    way: str = "copy"
    season: Season | None = None
    past: Season | None = None
    """What is copied; None when nothing is."""
    leaves_out_holidays: bool = False
    errors: dict[str, str] = field(default_factory=dict[str, str])
    """Field to key of sentence."""


def read_start(form: Mapping[str, str], today: date) -> TypedStart:
    """The fields of `FIELDS`; the days may be written as `1.8.2027` too."""
    way = form.get("way", "")
    typed = TypedStart(way if way in WAYS else WAYS[0], leaves_out_holidays=bool(form.get("holidays")))
    typed.season = _season(form, "first", "last", typed)
    if typed.season and not typed.errors and typed.season.last < today:
        typed.errors["last"] = "plans.error.over"
    if typed.way == "copy":
        typed.past = _season(form, "past_first", "past_last", typed)
    return typed


def write_start(season: Season, past: Season) -> dict[str, str]:
    """The fields that are read back as the same."""
    days = {"first": season.first, "last": season.last, "past_first": past.first, "past_last": past.last}
    return {"way": "copy", "holidays": "1"} | {name: day.isoformat() for name, day in days.items()}


def _season(form: Mapping[str, str], first_name: str, last_name: str, typed: TypedStart) -> Season | None:
    days = {name: read_date(form.get(name, "")) for name in (first_name, last_name)}
    for name, day in days.items():
        if day is None:
            typed.errors[name] = "book.error.date" if form.get(name, "").strip() else "book.error.date_missing"
    first, last = days.values()
    if first is None or last is None:
        return None
    if last < first:
        typed.errors[last_name] = "plans.error.backwards"
    elif last - first > LONGEST:
        typed.errors[last_name] = "plans.error.too_long"
    return Season(first, max(first, last))
