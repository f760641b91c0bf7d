# SPDX-License-Identifier: MPL-2.0
"""What somebody sends of school holidays: a file, a holiday by hand, another day, none, or a change to take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.booking.calendar.faults import Fault, fault
from services.booking.calendar.holiday_csv import decode, read_csv, write_csv
from services.booking.calendar.holiday_ics import read_ics
from services.booking.calendar.holiday_lines import MAX_BYTES, Line, Places, a_line, from_file
from services.booking.calendar.typed_day import read_day
from services.booking.commands.school_holidays_asked import (
    ChangeUndone,
    HolidayEdited,
    HolidayRemoved,
    HolidaysAsked,
    HolidaysTold,
)
from services.booking.errors import FileUnreadable
from services.booking.queries.school_holidays import HolidayPlace
from services.booking.web.ticked_dates import read_uuid

EVERYWHERE = "kommunen"
LONGEST_SOURCE = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sends it."""

    name: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class TypedHolidays:
    """What is asked for, or what is wrong with which field."""

    asked: HolidaysAsked | None = None
    errors: Mapping[str, Fault] = field(default_factory=dict[str, Fault])
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """What a form must send to be read as the same again."""
    pasted: str = ""
    """The table as text, for somebody to put right; empty where it is none."""


def read_holidays(form: Mapping[str, str], upload: Upload, sites: Sequence[HolidayPlace], today: date) -> TypedHolidays:
    """By the field `what`: fil, haand, ret, fjern or fortryd. Total."""
    match form.get("what", ""):
        case "fil":
            return _file(form, upload, sites, today)
        case "haand":
            return _by_hand(form, sites, today)
        case "ret":
            return _edited(form, today)
        case "fjern" | "fortryd":
            return _by_id(form)
        case _:
            return TypedHolidays(errors={"what": fault("no_such")})


def _file(form: Mapping[str, str], upload: Upload, sites: Sequence[HolidayPlace], today: date) -> TypedHolidays:
    content = upload.content or form.get("lines", "").encode()
    source = (upload.name or form.get("source", ""))[-LONGEST_SOURCE:]
    place = _site(form.get("place", ""), sites)
    if isinstance(place, Fault):
        return TypedHolidays(errors={"place": place})
    if len(content) > MAX_BYTES:
        return TypedHolidays(errors={"file": fault("too_large", most=MAX_BYTES // 1000)})
    places = Places(place, _by_name(sites))
    is_calendar = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"
    try:
        lines = (read_ics if is_calendar else read_csv)(content, places, today)
    except FileUnreadable as error:
        return TypedHolidays(errors={"file": Fault(error.code, error.parameters)})
    source = source or ("kalender.ics" if is_calendar else "tabel.csv")
    replaces = form.get("replaces") == "1"
    fields = {
        "what": "fil",
        "place": form.get("place", EVERYWHERE),
        "source": source,
        "lines": write_csv(lines, {None: EVERYWHERE} | {one.id: one.slug for one in sites}),
    } | ({"replaces": "1"} if replaces else {})
    pasted = "" if is_calendar else decode(content)
    return TypedHolidays(HolidaysTold(from_file(lines, source), source, replaces), fields=fields, pasted=pasted)


def _by_hand(form: Mapping[str, str], sites: Sequence[HolidayPlace], today: date) -> TypedHolidays:
    place = _site(form.get("where", ""), sites)
    if isinstance(place, Fault):
        return TypedHolidays(errors={"where": place})
    line, errors = _line(form, today, place)
    if line is None:
        return TypedHolidays(errors=errors)
    fields = {name: form.get(name, "") for name in ("what", "where", "first", "last", "name")}
    return TypedHolidays(HolidaysTold((line,)), fields=fields)


def _edited(form: Mapping[str, str], today: date) -> TypedHolidays:
    number = read_uuid(form.get("id", ""))
    line, errors = _line(form, today, None)
    if number is None or line is None:
        return TypedHolidays(errors=errors or {"what": fault("no_such")})
    fields = {name: form.get(name, "") for name in ("what", "id", "first", "last", "name")}
    return TypedHolidays(HolidayEdited(number, line), fields=fields)


def _by_id(form: Mapping[str, str]) -> TypedHolidays:
    number = read_uuid(form.get("id", ""))
    if number is None:
        return TypedHolidays(errors={"what": fault("no_such")})
    asked = HolidayRemoved(number) if form["what"] == "fjern" else ChangeUndone(number)
    return TypedHolidays(asked, fields={"what": form["what"], "id": str(number)})


def _line(form: Mapping[str, str], today: date, site: UUID | None) -> tuple[Line | None, dict[str, Fault]]:
    first = read_day(form.get("first", ""), today)
    last = read_day(form["last"], today) if form.get("last", "") else first
    errors = {
        name: day
        for name, day in (("first", first), ("last", last))
        if isinstance(day, Fault) and (name == "first" or day is not first)
    }
    if isinstance(first, Fault) or isinstance(last, Fault):
        return None, errors
    line = a_line(1, "", first, last, form.get("name", ""), site)
    if line.problem:
        return None, {"name" if line.problem.code.startswith("name") else "last": line.problem}
    return line, {}


def _site(text: str, sites: Sequence[HolidayPlace]) -> UUID | Fault | None:
    if text in ("", EVERYWHERE):
        return None
    return next((one.id for one in sites if one.slug == text), fault("where"))


def _by_name(sites: Sequence[HolidayPlace]) -> dict[str, UUID]:
    names = {" ".join(one.name.casefold().split()): one.id for one in sites}
    return names | {one.slug: one.id for one in sites}
