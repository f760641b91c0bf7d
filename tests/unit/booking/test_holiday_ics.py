# SPDX-License-Identifier: MPL-2.0
"""School holidays from iCalendar: exclusive ends, zones, what repeats, and whatever else somebody may send."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from services.booking.calendar.holiday_ics import read_ics
from services.booking.calendar.holiday_lines import LONGEST, Line, Places
from services.booking.errors import FileUnreadable
from services.booking.model import Holiday

TODAY = date(2026, 11, 24)
PLACES = Places(None, {})
HEAD, TAIL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Skole//DA\r\n", "END:VCALENDAR\r\n"
MONDAY, FRIDAY = date(2026, 10, 12), date(2026, 10, 16)


def lines(*events: str) -> list[Line]:
    told = "".join(f"BEGIN:VEVENT\r\nUID:{number}\r\n{event}\r\nEND:VEVENT\r\n" for number, event in enumerate(events))
    return read_ics(f"{HEAD}{told}{TAIL}".encode(), PLACES, TODAY)


def event(*properties: str, name: str = "Efterårsferie") -> str:
    return "\r\n".join((f"SUMMARY:{name}", *properties))


def days(*properties: str) -> tuple[date, date] | None:
    one = lines(event(*properties))[0].holiday
    return (one.first, one.last) if one else None


@pytest.mark.parametrize(
    "properties",
    [
        ("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261017"),
        ("DTSTART;VALUE=DATE:20261012", "DURATION:P5D"),
        ("DTSTART:20261012T000000", "DTEND:20261017T000000"),
        ("DTSTART;TZID=Europe/Copenhagen:20261012T080000", "DTEND;TZID=Europe/Copenhagen:20261016T150000"),
        ("DTSTART:20261011T220000Z", "DTEND:20261016T220000Z"),
        ("DTSTART:20261012T080000", "DURATION:P4DT1H"),
    ],
)
def test_the_end_is_the_first_day_that_is_not_in_it(properties: tuple[str, ...]) -> None:
    assert days(*properties) == (MONDAY, FRIDAY)


@pytest.mark.parametrize(
    "start", ["DTSTART;VALUE=DATE:20261012", "DTSTART:20261012T100000", "DTSTART:20261011T220000Z"]
)
def test_without_an_end_it_is_one_day(start: str) -> None:
    assert days(start) == (MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        (("DTSTART;VALUE=DATE:20261012", "RRULE:FREQ=YEARLY"), "repeats"),
        (("DTSTART;VALUE=DATE:20261012", "RDATE;VALUE=DATE:20271012"), "repeats"),
        (("DTSTART;VALUE=DATE:20261012", "RECURRENCE-ID;VALUE=DATE:20261012"), "repeats"),
        (("DTEND;VALUE=DATE:20261012",), "no_property"),
        (("DTSTART:i morgen",), "no_property"),
        (("DTSTART;VALUE=DATE:20261032",), "no_property"),
        (("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261012"), "end_is_start"),
        (("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261010"), "ends_before"),
        (("DTSTART:20261012T100000", "DTEND:20261012T090000"), "ends_before"),
        (("DTSTART;VALUE=DATE:20261012", "DTEND:20261017T000000Z"), "mixed"),
        (("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20271017"), "too_long"),
        (("DTSTART;VALUE=DATE:18261012", "DTEND;VALUE=DATE:18261017"), "far_away"),
        (("DTSTART;VALUE=DATE:20261012", "DURATION:P9999999D"), "no_property"),
    ],
)
def test_what_is_wrong_with_an_event_is_said(properties: tuple[str, ...], code: str) -> None:
    problem = lines(event(*properties))[0].problem
    assert problem and problem.code == code


def test_a_same_day_end_says_what_to_write() -> None:
    problem = lines(event("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261012"))[0].problem
    assert problem and problem.parameters == {"instead": date(2026, 10, 13)}


def test_events_are_numbered_cancelled_ones_left_out_and_names_demanded() -> None:
    day = "DTSTART;VALUE=DATE:20261012"
    strange = lines(event(day, name="Uge\x00 42"))[0].holiday
    assert strange and strange.name == "Uge 42", "the database stores no such signs"
    found = lines(event(day), event(day, "STATUS:CANCELLED"), event(day, name=""), event(day, name="Uge 42"))
    assert [(one.number, one.text) for one in found] == [(1, "Efterårsferie"), (2, ""), (3, "Uge 42")]
    assert [one.problem.code if one.problem else "" for one in found] == ["", "name_missing", "overlaps_line"]


def test_letters_of_an_older_program_are_read_as_they_were_meant() -> None:
    told = f"{HEAD}BEGIN:VEVENT\r\n{event('DTSTART;VALUE=DATE:20261012')}\r\nEND:VEVENT\r\n{TAIL}"
    for content in (told.encode("cp1252"), told.encode("utf-8-sig"), told.encode("utf-16")):
        [line] = read_ics(content, PLACES, TODAY)
        assert line.holiday and line.holiday.name == "Efterårsferie"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_events"),
        (f"{HEAD}{TAIL}".encode(), "no_events"),
        (b"fra;til;navn", "no_calendar"),
        (HEAD.encode(), "cut_off"),
        (f"{HEAD}BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nBEGIN:VEV".encode(), "cut_off"),
    ],
)
def test_what_is_no_calendar_is_refused_as_a_whole(content: bytes, code: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_ics(content, PLACES, TODAY)
    assert refused.value.code == code


PIECES = st.sampled_from(
    [
        "BEGIN:VEVENT", "END:VEVENT", "DTSTART;VALUE=DATE:20261012", "DTSTART:20261012T100000Z", "DTSTART:x", "DTEND:99",
        "DTEND;VALUE=DATE:20261013", "DTSTART;TZID=Mars/Base:20261012T100000", "DURATION:P1D", "DURATION:-P9999D",
        "SUMMARY:Ferie", "SUMMARY", "RRULE:FREQ=YEARLY", "DTSTART;VALUE=DATE:00010101", "DTEND:99991231T235959Z", "UID:1",
        "DTSTART;VALUE=PERIOD:20261012T100000Z/PT1H", "DTEND;VALUE=DATE:99991231", "DTSTART:00010101T000000", "", "\x00",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("\r\n".join) | st.text(max_size=80))
@example("BEGIN:VEVENT\r\nDTSTART:00010101T000000Z\r\nDTEND:99991231T235959Z\r\nEND:VEVENT")
@example("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:99991231\r\nDTEND;VALUE=DATE:99991231\r\nEND:VEVENT")
def test_no_file_whatsoever_raises_anything_but_its_own_error(body: str) -> None:
    for content in (body, f"{HEAD}{body}\r\n{TAIL}", f"{HEAD}BEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\n{TAIL}"):
        try:
            found = read_ics(content.encode("utf-8", "replace"), PLACES, TODAY)
        except FileUnreadable:
            continue
        assert all((line.holiday is None) != (line.problem is None) for line in found)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, LONGEST))
def test_what_icalendar_writes_is_read_as_the_same_days(first: date, length: int) -> None:
    written = Event()
    written.add("summary", "Ferie, og mere; æøå")
    written.add("dtstart", first)
    written.add("dtend", first + timedelta(days=length))
    calendar = Calendar()
    calendar.add_component(written)
    last = first + timedelta(days=length - 1)
    assert [one.holiday for one in read_ics(calendar.to_ical(), PLACES, TODAY)] == [
        Holiday(first, last, "Ferie, og mere; æøå")
    ]
