# SPDX-License-Identifier: MPL-2.0
"""The one letter to an association about all it loses when days are closed."""

from datetime import date, timedelta
from uuid import UUID

import icalendar
import pytest

from services.notify.channels.contract import Notice
from services.shared.contracts.portal import Language
from tests.unit.notify.notices import PUBLIC_URL, cancelled_date, dates_cancelled, letter, notice

KIND = "association.dates_cancelled"


def told(language: Language = "da", **changed: object) -> Notice:
    return notice(KIND, dates_cancelled(**changed), language=language)


def test_it_says_why_before_it_lists_every_date_with_its_booking() -> None:
    text = letter(told()).text
    parts = (
        "Kommunen holder lukket, og derfor er 2 af jeres tider aflyst.",
        "Strømmen er væk i hele hallen.",
        "Hal A, bane 2",
        "- tirsdag den 24. november 2026 kl. 18.00-19.30",
        "Hal B",
        "2026-000123, Træning for U13 piger",
        "2026-000200, Old boys",
        f"{PUBLIC_URL}/foreninger/{UUID(int=9)}/bookinger",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "flere" not in text and "mere er aflyst" not in text


def test_english_readers_get_the_english_reason() -> None:
    written = letter(told("en"))
    assert written.subject == "Cancelled because of closing: 24 November 2026"
    assert "There is no power in the hall." in written.text
    assert "Strømmen" not in written.text


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        ([date(2026, 11, 24)], "Aflyst, fordi der er lukket: 24. november 2026"),
        (
            [date(2026, 12, 24) + timedelta(days=number) for number in range(9)],
            "Aflyst, fordi der er lukket: 24. december 2026 til 1. januar 2027",
        ),
    ],
)
def test_the_subject_names_the_day_or_the_first_and_the_last(days: list[date], subject: str) -> None:
    assert letter(told(days=tuple(days))).subject == subject


def test_one_date_is_said_as_one_and_what_is_not_listed_is_counted() -> None:
    one = letter(told(dates=(cancelled_date(),), count=1)).text
    assert "derfor er en af jeres tider aflyst" in one
    many = letter(told(dates=(cancelled_date(),), count=41)).text
    assert "derfor er 41 af jeres tider aflyst" in many and "40 tider mere er aflyst" in many


def test_its_calendar_file_takes_each_date_away_from_its_own_booking() -> None:
    calendar = told().calendar
    assert calendar is not None and calendar.method == "CANCEL"
    events = icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")
    assert {str(event["STATUS"]) for event in events} == {"CANCELLED"}
    assert {str(event["SEQUENCE"]) for event in events} == {"1"}
    assert len({str(event["UID"]) for event in events}) == 2


def test_what_people_typed_is_never_markup_nor_a_header() -> None:
    nasty = "<script>x</script>\r\nBcc: tyv@ondt.example"
    written = letter(told(reason_da=nasty, association_name=nasty, dates=(cancelled_date(purpose=nasty),), count=1))
    assert "<script" not in written.html
    assert "\n" not in written.subject
