# SPDX-License-Identifier: MPL-2.0
"""Date and time as people type them, as a span of instants. What cannot be read comes back as keys of sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from services.booking.model import Span
from services.shared.wall_clock import NonexistentWallClock, instant_of, is_doubled, local, start_of_day

LAST_DAY = date(2200, 1, 1)
"""Beyond it nobody books, and arithmetic on dates would end."""

_CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?")
_DANISH_DATE = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")


@dataclass
class TypedTime:
    """The time somebody typed: the span it means, or what is wrong with which field."""

    span: Span | None = None
    errors: dict[str, str] = field(default_factory=dict[str, str])
    """Field to key of sentence."""
    doubled: tuple[str, ...] = ()
    """Fields (`from`, `to`) whose hour comes twice that night, so that one of the two must be chosen."""


def read_date(text: str) -> date | None:
    """`2026-12-01` as browsers send it, or `1.12.2026`. None when it is neither."""
    text = text.strip()
    danish = _DANISH_DATE.fullmatch(text)
    if danish:
        text = f"{danish[3]}-{int(danish[2]):02}-{int(danish[1]):02}"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < LAST_DAY else None


def read_clock(text: str) -> timedelta | None:
    """`18.30`, `18:30`, `1830` or `18` as time after midnight, `24` the end of the day. None when it is none of them."""
    found = _CLOCK.fullmatch(text.strip().removesuffix("h"))
    if not found:
        return None
    after = timedelta(hours=int(found[1]), minutes=int(found[2] or 0))
    return after if after <= timedelta(days=1) and int(found[2] or 0) < 60 else None


def read_time(form: Mapping[str, str]) -> TypedTime:
    """The fields `date`, `from`, `end_date` (the same day when empty), `to`, and `from_again`, `to_again`: `later` of two.

    Without an end date, an end before the beginning is the next morning: an evening that ends at 01.00.
    """
    typed = TypedTime()
    first = _day(form, "date", typed)
    starts, ends = _clock(form, "from", typed), _clock(form, "to", typed)
    says_end = bool(form.get("end_date", "").strip())
    last = _day(form, "end_date", typed) if says_end else first
    if first is None or starts is None or last is None or ends is None:
        return typed
    if not says_end and ends <= starts:
        last += timedelta(days=1)
        if ends == starts or ends > timedelta(hours=8):
            typed.errors["to"] = "book.error.ends_before"
            return typed
    start = _instant(form, "from", first, starts, typed)
    end = _instant(form, "to", last, ends, typed)
    if start and end:
        if start < end:
            typed.span = Span(start, end)
        else:
            typed.errors["to"] = "book.error.ends_before"
    return typed


def _day(form: Mapping[str, str], name: str, typed: TypedTime) -> date | None:
    text = form.get(name, "").strip()
    day = read_date(text)
    if day is None:
        typed.errors[name] = "book.error.date" if text else "book.error.date_missing"
    return day


def _clock(form: Mapping[str, str], name: str, typed: TypedTime) -> timedelta | None:
    text = form.get(name, "").strip()
    after = read_clock(text)
    if after is None:
        typed.errors[name] = "book.error.time" if text else "book.error.time_missing"
    return after


def _instant(form: Mapping[str, str], name: str, day: date, after: timedelta, typed: TypedTime) -> datetime | None:
    if after == timedelta(days=1):
        return start_of_day(day + timedelta(days=1))
    minutes = int(after.total_seconds() // 60)
    at = time(minutes // 60, minutes % 60)
    if is_doubled(day, at):
        typed.doubled = (*typed.doubled, name)
    try:
        return instant_of(day, at, later=form.get(f"{name}_again") == "later")
    except NonexistentWallClock:
        typed.errors[name] = "book.error.skipped_hour"
        return None


def write_time(span: Span) -> dict[str, str]:
    """The fields that `read_time` reads back as the same span."""
    start, end = local(span.start), local(span.end)
    midnight = end.time() == time(0)
    last = end.date() - timedelta(days=1) if midnight else end.date()
    fields = {"date": start.date().isoformat(), "from": f"{start:%H.%M}"}
    if last != start.date() or (not midnight and end.time() <= start.time()):
        fields["end_date"] = last.isoformat()
    fields["to"] = "24.00" if midnight else f"{end:%H.%M}"
    again = {"from_again": start.fold, "to_again": end.fold}
    return fields | {name: "later" for name, fold in again.items() if fold}
