# SPDX-License-Identifier: MPL-2.0
"""What letters say of many dates: one letter for each action, short where the dates are regular, and never wrong."""

import re
from collections.abc import Iterable
from datetime import timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.channels.contract import Kind
from services.notify.commands.write_calendar_file import LARGEST
from services.shared.contracts.portal import Language
from services.shared.wall_clock import local
from tests.calendars.lint import faults
from tests.unit.notify.notices import ABOUT_BOOKINGS, PUBLIC_URL, booking, letter, mail, notice
from tests.unit.notify.series_samples import EVENTS, days_after, missing, series_sample, tuesday, tuesdays
from tests.unit.notify.test_mail_words import LANGUAGES, assert_text_and_html_say_the_same


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ABOUT_BOOKINGS)
def test_text_and_html_say_the_same_and_lead_to_the_booking(kind: Kind, language: Language) -> None:
    written = letter(series_sample(kind, language))
    assert_text_and_html_say_the_same(written)
    prefix = "" if language == "da" else "/en"
    assert f"{PUBLIC_URL}{prefix}/bookinger/{EVENTS[kind].booking_id}" in written.text
    assert "{" not in written.subject + written.text


@pytest.mark.parametrize(
    ("kind", "danish", "english"),
    [
        (
            "requested",
            "Vi har modtaget jeres ønske om 38 datoer: Hal A",
            "We have received your request for 38 dates: Hal A",
        ),
        ("confirmed", "37 af 39 datoer bekræftet: Hal A", "37 of 39 dates confirmed: Hal A"),
        ("moved", "15 datoer flyttet: Hal A, bane 2 og Hal B", "15 dates moved: Hal A, bane 2 and Hal B"),
        ("shortened", "Afkortet: Hal A, bane 2, tirsdag den 24.", "Shortened: Hal A, bane 2, Tuesday 24"),
        ("declined", "Afslag på 3 datoer: Hal A", "3 dates declined: Hal A"),
        ("cancelled", "14 datoer aflyst: Hal A", "14 dates cancelled: Hal A"),
        ("restored", "14 datoer genoprettet: Hal A", "14 dates restored: Hal A"),
        ("lapsed", "Bortfaldet: Hal A, bane 2, tirsdag den 24.", "Lapsed: Hal A, bane 2, Tuesday 24"),
    ],
)
def test_the_subject_carries_the_count(kind: Kind, danish: str, english: str) -> None:
    assert letter(series_sample(kind)).subject.startswith(danish)
    assert letter(series_sample(kind, "en")).subject.startswith(english)


def test_a_season_is_one_line_with_its_exceptions() -> None:
    written = letter(series_sample("confirmed"))
    assert written.subject.endswith("24. november 2026 til 24. august 2027")
    assert re.findall("^- hver.*$", written.text, re.MULTILINE) == [
        (
            "- hver tirsdag kl. 18.00-19.30, 37 gange fra den 24. november 2026 til den 24. august 2027,"
            " undtagen 22. og 29. december 2026 og 13. april 2027"
        )
    ]
    assert (
        "- every Tuesday, 18:00-19:30, 37 times from 24 November 2026 to 24 August 2027,"
        " except 22 and 29 December 2026 and 13 April 2027\n"
    ) in letter(series_sample("confirmed", "en")).text


def test_missing_dates_are_told_with_why_and_what_can_be_done() -> None:
    text = letter(series_sample("requested")).text
    for part in (
        "En dato kunne I ikke få, fordi der er optaget:\n- tirsdag den 17. august 2027 kl. 18.00-19.30\n",
        "En dato kunne I ikke få, fordi reglerne siger nej:\n- tirsdag den 24. august 2027 kl. 18.00-19.30\n",
        "De er husket på bookingens side.",
    ):
        assert part in text
    assert "2 datoer kunne I ikke få, fordi der er lukket:" in letter(series_sample("confirmed")).text


def test_a_missing_date_in_several_rooms_is_one_date() -> None:
    both = (missing(1, "taken", room_name="Foyer"), missing(1, "taken", room_name="Hal B"))
    text = letter(notice("confirmed", booking(occurrences=tuesdays(0), missing=both))).text
    assert "En dato kunne I ikke få, fordi der er optaget:" in text
    assert "- tirsdag den 1. december 2026 kl. 18.00-19.30 (Foyer og Hal B)\n" in text


def test_what_is_cancelled_is_named_day_by_day_and_the_rest_is_counted() -> None:
    text = letter(series_sample("cancelled")).text
    assert "14 datoer i jeres booking er aflyst, som I bad om." in text
    assert re.findall("^- .*$", text, re.MULTILINE) == [
        "- tirsdag den 5., 12., 19. og 26. januar 2027 kl. 18.00-19.30",
        "- tirsdag den 2., 9., 16. og 23. februar 2027 kl. 18.00-19.30",
        "- tirsdag den 2., 9., 16., 23. og 30. marts 2027 kl. 18.00-19.30",
        "- tirsdag den 6. april 2027 kl. 18.00-19.30",
    ]
    assert "Bookingens andre 26 datoer er, som de var." in text


def test_one_date_of_many_is_not_told_as_the_whole_booking() -> None:
    one = letter(series_sample("cancelled", occurrences=tuesdays(3, status="cancelled", sequence=1), others=39))
    assert one.subject == "Aflyst: Hal A, bane 2, tirsdag den 15. december 2026 kl. 18.00-19.30"
    assert "En dato i jeres booking er aflyst" in one.text and "Jeres booking er aflyst" not in one.text
    last = letter(series_sample("cancelled", occurrences=tuesdays(3, 4, status="cancelled", sequence=1), others=0))
    assert "Jeres booking er aflyst, som I bad om. Det gælder 2 datoer." in last.text and "andre" not in last.subject


def test_who_did_it_is_said_of_many_dates_too() -> None:
    theirs = letter(series_sample("cancelled", by_staff=True, reason="Hallen bliver malet.")).text
    assert "Kommunen har aflyst 14 datoer i jeres booking." in theirs and "som I bad om" not in theirs
    assert theirs.index("Hallen bliver malet.") < theirs.index("- tirsdag")


def test_a_move_of_some_dates_tells_where_they_are_now_which_wait_and_where_they_were() -> None:
    text = letter(series_sample("moved")).text
    titles = [text.index(f"\n{title}:\n") for title in ("Nu", "Venter på, at kommunen siger ja", "Før")]
    assert titles == sorted(titles)
    assert "Hal B\n" in text[titles[0] : titles[1]] and "Hal A, bane 2\n" in text[titles[2] :]
    assert "I får en mail, så snart den ventende dato er afgjort." in text
    assert "Bookingens andre 25 datoer er, som de var." in text


def test_several_rooms_on_one_day_are_one_date() -> None:
    rooms = tuple(tuesday(0, room_name=name) for name in ("Hal B", "Foyer", "Hal A"))
    written = letter(notice("confirmed", booking(occurrences=rooms)))
    assert written.subject == "Bekræftet: Foyer, Hal A og Hal B, tirsdag den 24. november 2026 kl. 18.00-19.30"
    assert "\nFoyer, Hal A og Hal B\nFløjby Idrætscenter\n" in written.text
    assert "datoer" not in written.text
    many = tuple(tuesday(0, room_name=f"Hal {number}") for number in range(5))
    assert "Hal 0 og 4 andre lokaler, " in letter(notice("confirmed", booking(occurrences=many))).subject


def test_a_name_with_a_comma_is_not_read_as_two_rooms() -> None:
    rooms = (tuesday(0), tuesday(0, room_name="Foyer"))
    assert "\nFoyer og Hal A, bane 2\n" in letter(notice("confirmed", booking(occurrences=rooms))).text


@pytest.mark.parametrize(
    ("days", "danish", "english"),
    [
        (range(0, 280, 14), "tirsdag hver anden uge kl. ", "every other week on Tuesday, "),
        (range(0, 280, 21), "tirsdag hver 3. uge kl. ", "every 3 weeks on Tuesday, "),
        (range(30), "hver dag kl. ", "every day, "),
        ((0, 28, 63, 91, 119, 154, 182), "den fjerde tirsdag i hver måned kl. ", "the fourth Tuesday of every month, "),
        (sorted([*range(0, 99, 7), *range(2, 99, 7)]), "hver tirsdag og torsdag kl. ", "every Tuesday and Thursday, "),
    ],
)
def test_each_rhythm_has_its_words(days: Iterable[int], danish: str, english: str) -> None:
    event = booking(occurrences=tuple(days_after(day) for day in days))
    assert f"- {danish}" in letter(notice("confirmed", event)).text
    assert f"- {english}" in letter(notice("confirmed", event, language="en")).text


def test_weekends_say_how_many_days_later_they_end() -> None:
    dates = tuple(tuesday(week, ends_at=tuesday(week).ends_at + timedelta(days=2)) for week in range(8))
    text = letter(notice("confirmed", booking(occurrences=dates))).text
    assert "- hver tirsdag kl. 18.00 til 2 dage senere kl. 19.30, 8 gange fra den " in text


def test_dates_without_any_rule_are_read_month_by_month() -> None:
    dates = tuple(days_after(day) for day in (0, 1, 3, 4, 9, 10, 17, 38))
    assert re.findall("^- .*$", letter(notice("confirmed", booking(occurrences=dates))).text, re.MULTILINE) == [
        "- den 24., 25., 27. og 28. november 2026 kl. 18.00-19.30",
        "- den 3., 4. og 11. december 2026 kl. 18.00-19.30",
        "- fredag den 1. januar 2027 kl. 18.00-19.30",
    ]


def test_a_list_nobody_would_read_is_cut_and_the_rest_is_counted() -> None:
    dates = tuple(tuesday(week, starts_at=tuesday(week).starts_at - timedelta(minutes=week)) for week in range(100))
    text = letter(notice("cancelled", booking(version=2, occurrences=dates))).text
    assert text.count("\n- ") == 60 and "40 tider mere står på bookingens side." in text


@given(st.lists(st.integers(0, 500), min_size=2, max_size=60, unique=True))
def test_every_cancelled_day_is_in_the_letter(days: list[int]) -> None:
    dates = tuple(days_after(day, status="cancelled") for day in days)
    text = letter(notice("cancelled", booking(version=2, occurrences=dates), language="en")).text
    found = {
        (day, month)
        for line in re.findall(r"^- (.*), \d\d:\d\d-", text, re.MULTILINE)
        for listed, month in re.findall(r"((?:\d+(?:, | and )?)+) ([A-Z][a-z]+ \d{4})", line)
        for day in re.findall(r"\d+", listed)
    }
    assert found == {(f"{local(date.starts_at).day}", f"{local(date.starts_at):%B %Y}") for date in dates}


def test_one_calendar_file_holds_all_the_dates_and_ends_those_that_are_cancelled() -> None:
    booked, ended = (series_sample(kind).calendar for kind in ("confirmed", "cancelled"))
    assert booked is not None and ended is not None
    assert (booked.method, ended.method) == ("PUBLISH", "PUBLISH"), "a CANCEL is about one date"
    assert faults(booked.content) == faults(ended.content) == []
    for file, count, status in ((booked, 37, "CONFIRMED"), (ended, 14, "CANCELLED")):
        events = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
        assert len({str(event["UID"]) for event in events}) == count
        assert {str(event["STATUS"]) for event in events} == {status}
    one = series_sample("cancelled", occurrences=tuesdays(3, status="cancelled", sequence=1))
    assert one.calendar is not None and one.calendar.method == "CANCEL"


def test_dates_that_were_never_in_a_calendar_are_not_taken_from_it() -> None:
    assert series_sample("declined").calendar is None
    moved_before = tuesdays(1, status="declined", sequence=2)
    told = series_sample("declined", occurrences=(*tuesdays(2, status="declined", sequence=1), *moved_before))
    assert told.calendar is not None and told.calendar.content.count(b"BEGIN:VEVENT") == 1
    assert "kalender" in letter(told).text and "kalender" not in letter(series_sample("declined")).text


def test_a_file_that_is_too_large_is_left_out_and_the_calendar_to_follow_is_named() -> None:
    whole = notice("confirmed", booking(occurrences=tuesdays(*range(400))))
    assert whole.calendar is not None and len(whole.calendar.content) <= LARGEST, "a series as long as they get has one"
    rooms = tuple(tuesday(week, room_name=f"Hal {number}") for week in range(400) for number in range(2))
    told = notice("confirmed", booking(occurrences=rooms))
    assert told.calendar is None
    assert f"Følg en kalender:\n{PUBLIC_URL}/kalendere\n" in letter(told).text
    assert len(mail(whole)) < 1_000_000 and len(mail(told)) < 20_000


@pytest.mark.parametrize("kind", ABOUT_BOOKINGS)
def test_what_people_typed_is_never_markup_nor_a_header(kind: Kind) -> None:
    nasty = '"><img src=x onerror=y>\r\nBcc: tyv@ondt.example'
    dates = tuple(one.model_copy(update={"room_name": nasty}) for one in EVENTS[kind].occurrences)
    gone = tuple(one.model_copy(update={"room_name": nasty}) for one in EVENTS[kind].missing)
    written = letter(series_sample(kind, occurrences=dates, missing=gone, purpose=nasty, reason=nasty))
    assert "<img" not in written.html and "\n" not in written.subject
