# SPDX-License-Identifier: MPL-2.0
"""The one letter about all the bookings that one step has made."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.notify.channels.contract import Notice
from services.notify.channels.email.placed_facts import MOST_BOOKINGS
from services.notify.commands.write_notice import write_notice
from services.shared.contracts.booking import BookingEvent
from services.shared.contracts.portal import ContactReply, Language
from tests.unit.notify.notices import PUBLIC_URL, WRITER, booking, delivery, letter, mail
from tests.unit.notify.samples import gathered
from tests.unit.notify.series_samples import missing, tuesdays

KIND, RESTORED = "association.bookings_placed", "association.bookings_restored"


def team(number: int, status: str = "confirmed", **changed: object) -> BookingEvent:
    return booking(
        booking_id=UUID(int=number),
        number=f"2027-{number:06}",
        purpose=f"Hold {number}",
        **{"occurrences": tuesdays(*range(40), status=status), **changed},
    )


def told(*events: BookingEvent, language: Language = "da", kind: str = KIND) -> Notice:
    waiting = replace(delivery("confirmed"), kind=kind, told=gathered(events))
    return write_notice(waiting, ContactReply(email="k@forening.example", name="Kirsten", language=language), WRITER)


@pytest.mark.parametrize(
    ("statuses", "danish", "english"),
    [
        (("confirmed", "confirmed"), "2 bookinger bekræftet: ", "2 bookings confirmed: "),
        (("requested", "requested"), "Vi har modtaget jeres 2 ønsker: ", "We have received your 2 requests: "),
        (("confirmed", "requested"), "2 bookinger, 1 venter på svar: ", "2 bookings, 1 waiting for an answer: "),
    ],
)
def test_the_subject_counts_and_says_what_waits(statuses: tuple[str, str], danish: str, english: str) -> None:
    teams = [team(number, status) for number, status in enumerate(statuses)]
    assert letter(told(*teams)).subject == f"{danish}24. november 2026 til 24. august 2027"
    assert letter(told(*teams, language="en")).subject == f"{english}24 November 2026 to 24 August 2027"
    assert ("Vent med at invitere" in letter(told(*teams)).text) is ("requested" in statuses)


def test_what_is_brought_back_is_told_as_that_and_alone_as_any_booking() -> None:
    teams = [team(number) for number in range(2)]
    back = letter(told(*teams, kind=RESTORED))
    assert back.subject == "2 bookinger genoprettet: 24. november 2026 til 24. august 2027"
    assert "Kommunen har åbnet igen" in back.text and "aflys den tid, I ikke skal bruge" in back.text
    assert "I alt 80 datoer" in back.text and "Hold 1, 2027-000001:" in back.text
    assert letter(told(*teams, kind=RESTORED, language="en")).subject.startswith("2 bookings restored: ")
    alone = told(team(1), kind=RESTORED)
    assert alone.kind == "restored" and "Aflysningen er fortrudt" in letter(alone).text


def test_sixty_teams_are_sixty_short_paragraphs_and_a_mail_of_ordinary_size() -> None:
    season = told(*(team(number) for number in range(60)))
    text = letter(season).text
    assert "i alt 2400 datoer" in text
    for number in range(60):
        assert (
            f"Hold {number}, 2027-{number:06}:\n- Hal A, bane 2: hver tirsdag kl. 18.00-19.30, 40 gange fra den 24. november"
        ) in text
    assert season.calendar is None and f"Følg en kalender:\n{PUBLIC_URL}/kalendere\n" in text
    assert f"{PUBLIC_URL}/foreninger/{UUID(int=9)}/bookinger?vis=alle\n" in text
    assert len(mail(season)) < 102_000, "what is longer, some mail programs cut off"


def test_what_is_missing_is_told_team_by_team() -> None:
    part = team(1, occurrences=tuesdays(*range(38)), missing=(missing(38, "taken"), missing(39, "closed")))
    text = letter(told(part, team(2))).text
    assert "til den 10. august 2027\n- mangler 17. og 24. august 2027\n" in text
    assert "Datoer, der mangler, er husket" in text
    assert "mangler" not in letter(told(team(1), team(2))).text


def test_sites_are_named_when_there_are_several() -> None:
    elsewhere = tuesdays(0, site_id=UUID(int=88), site_name="Fløjby Skole", room_name="Gymnastiksal")
    text = letter(told(team(1, occurrences=tuesdays(0)), team(2, occurrences=elsewhere))).text
    assert "- Hal A, bane 2 – Fløjby Idrætscenter: tirsdag den 24. november" in text
    assert "- Gymnastiksal – Fløjby Skole: tirsdag den 24. november" in text


def test_very_many_bookings_are_counted() -> None:
    text = letter(told(*(team(number, occurrences=tuesdays(0)) for number in range(MOST_BOOKINGS + 7)))).text
    assert "7 bookinger mere står på foreningens side." in text
    assert text.count("\nHold ") == MOST_BOOKINGS


def test_its_calendar_file_holds_what_is_had_and_not_what_waits() -> None:
    few = told(team(1, occurrences=tuesdays(0, 1)), team(2, occurrences=tuesdays(2, status="requested")))
    assert few.calendar is not None and few.calendar.content.count(b"BEGIN:VEVENT") == 2
    waits = told(team(1, "requested"), team(2, "requested"))
    assert waits.calendar is None and "kalender" not in letter(waits).text
