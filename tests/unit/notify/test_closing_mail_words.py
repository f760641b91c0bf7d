# SPDX-License-Identifier: MPL-2.0
"""The one letter to an association about all it loses when days are closed."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import icalendar
import pytest

from services.notify.channels.contract import Notice
from services.shared.contracts.portal import Language
from tests.unit.notify.notices import PUBLIC_URL, cancelled_date, dates_cancelled, letter, notice, state

KIND = "association.dates_cancelled"


def told(language: Language = "da", **changed: object) -> Notice:
    return notice(KIND, dates_cancelled(**changed), language=language)


def test_it_says_why_before_it_lists_every_date_with_its_booking() -> None:
    text = letter(told()).text
    parts = (
        "Kommunen lukker lokaler, som I har booket. Derfor er 2 af jeres tider aflyst.",
        "Strømmen er væk i hele hallen.",
        "Hal A, bane 2 og Hal B",
        "- tirsdag den 24. november 2026 kl. 18.00-19.30",
        "2026-000123, Træning for U13 piger",
        "2026-000200, Old boys",
        f"{PUBLIC_URL}/foreninger/{UUID(int=9)}/bookinger",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "flere" not in text and "mere er aflyst" not in text


def test_english_readers_get_the_english_reason() -> None:
    written = letter(told("en"))
    assert written.subject == "2 of your times cancelled because of closing: 24 November 2026"
    assert "There is no power in the hall." in written.text
    assert "Strømmen" not in written.text


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        ([date(2026, 11, 24)], "2 tider aflyst, fordi der er lukket: 24. november 2026"),
        (
            [date(2026, 12, 24) + timedelta(days=number) for number in range(9)],
            "2 tider aflyst, fordi der er lukket: 24. december 2026 til 1. januar 2027",
        ),
    ],
)
def test_the_subject_names_the_day_or_the_first_and_the_last(days: list[date], subject: str) -> None:
    assert letter(told(days=tuple(days))).subject == subject


def test_one_date_is_said_as_one_and_what_is_not_listed_is_counted() -> None:
    one = letter(told(dates=(cancelled_date(),), count=1))
    assert one.subject == "Aflyst, fordi der er lukket: 24. november 2026"
    assert "Derfor er en af jeres tider aflyst" in one.text and "fjerner den vedhæftede fil den igen" in one.text
    many = letter(told(dates=(cancelled_date(),), count=41)).text
    assert "Derfor er 41 af jeres tider aflyst" in many and "40 tider mere er aflyst" in many


def test_its_calendar_file_ends_each_date_under_its_own_booking() -> None:
    calendar = told().calendar
    assert calendar is not None and calendar.method == "PUBLISH"
    events = icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")
    assert {str(event["STATUS"]) for event in events} == {"CANCELLED"}
    assert {str(event["SEQUENCE"]) for event in events} == {"1"}
    assert len({str(event["UID"]) for event in events}) == 2
    assert len({str(event["RELATED-TO"]) for event in events}) == 2


def test_a_week_of_closing_is_read_month_by_month_and_hall_by_hall() -> None:
    dates = tuple(
        cancelled_date(
            occurrence_id=uuid4(),
            room_name=f"Hal {'AB'[hall]}",
            number=f"2026-{hall:06}",
            starts_at=state().starts_at + timedelta(days=day, hours=hall),
            ends_at=state().ends_at + timedelta(days=day, hours=hall),
        )
        for day in range(9)
        for hall in range(2)
    )
    text = letter(
        told(dates=dates, count=18, days=tuple(date(2026, 11, 24) + timedelta(days=n) for n in range(9)))
    ).text
    assert "- den 24., 25., 26., 27., 28., 29. og 30. november 2026 kl. 18.00-19.30" in text
    assert "- den 1. og 2. december 2026 kl. 18.00-19.30" in text
    assert text.index("Hal A\n") < text.index("Hal B\n") < text.index("kl. 19.00-20.30")


def test_very_many_bookings_are_counted_and_very_many_times_are_cut() -> None:
    dates = tuple(
        cancelled_date(
            occurrence_id=uuid4(),
            number=f"2026-{number:06}",
            starts_at=state().starts_at + timedelta(minutes=number),
            ends_at=state().ends_at + timedelta(minutes=number),
        )
        for number in range(100)
    )
    text = letter(told(dates=dates, count=240)).text
    assert text.count("\n- ") == 60 and "180 tider mere er aflyst" in text
    assert "2026-000019" in text and "2026-000020" not in text and "80 bookinger mere er ramt" in text


def test_what_people_typed_is_never_markup_nor_a_header() -> None:
    nasty = "<script>x</script>\r\nBcc: tyv@ondt.example"
    written = letter(told(reason_da=nasty, association_name=nasty, dates=(cancelled_date(purpose=nasty),), count=1))
    assert "<script" not in written.html
    assert "\n" not in written.subject


@pytest.mark.parametrize(
    ("language", "subject", "parts"),
    [
        (
            "da",
            "2 tider aflyst, fordi åbningstiderne er ændret",
            ("Kommunen har ændret åbningstiderne", "Strømmen er væk", "Jeres andre tider gælder stadig."),
        ),
        (
            "en",
            "2 of your times cancelled because the opening hours have changed",
            ("The municipality has changed the opening hours", "Your other times still stand."),
        ),
    ],
)
def test_other_opening_hours_are_told_as_such(language: Language, subject: str, parts: tuple[str, ...]) -> None:
    written = letter(told(language, days=()))
    assert written.subject == subject
    places = [written.text.index(part) for part in parts]
    assert places == sorted(places)
    assert "lukke" not in written.text and "closing" not in written.text
