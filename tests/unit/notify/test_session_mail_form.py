# SPDX-License-Identifier: MPL-2.0
"""What a mail about a dialogue session is on the wire, and the calendar file in it."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.channels.contract import Kind
from services.notify.channels.email.identifiers import thread_root
from services.shared.contracts.dialogue import SignUpState
from tests.calendars.lint import faults
from tests.calendars.octets import unfolded
from tests.calendars.readers import read_alike
from tests.unit.notify.notices import ABOUT_SESSIONS, PUBLIC_URL, letter, mail
from tests.unit.notify.samples import sample
from tests.unit.notify.session_notices import (
    EXPIRES,
    SESSION,
    SIGN_UP,
    links,
    room_notice,
    session,
    session_notice,
    sign_up,
    sign_up_notice,
)
from tests.unit.notify.test_mail_form import parsed

TYPED = ["x\r\nBcc: tyv@ondt.example", "x\nBcc: tyv@ondt.example", "x\x0bBcc: tyv@ondt.example"]
WITH_FILE: tuple[Kind, ...] = ("sign_up.confirmed", "sign_up.moved", "sign_up.withdrawn", "sign_up.called_off")


def file_of(kind: Kind) -> bytes:
    calendar = sample(kind).calendar
    assert calendar is not None
    return calendar.content


def test_mails_about_one_sign_up_hang_together_and_those_about_a_room_elsewhere() -> None:
    held, confirmed, room = (parsed(mail(sample(kind))) for kind in ("sign_up.held", "sign_up.confirmed", "room.lost"))
    assert held["References"] == confirmed["References"] == thread_root(SIGN_UP, "kommune.example")
    assert room["References"] == thread_root(SESSION, "kommune.example")
    assert len({str(each["Message-ID"]) for each in (held, confirmed, room)}) == 3


@given(st.text(max_size=120))
def test_any_title_survives_as_one_subject_and_adds_no_header(title: str) -> None:
    told = sign_up_notice("sign_up.held", sign_up(session=session(title=f"Møde {title} 1")))
    message = parsed(mail(told))
    assert " ".join(str(message["Subject"]).split()) == letter(told).subject
    assert len(message.keys()) == len(set(message.keys()))


@pytest.mark.parametrize("typed", TYPED)
def test_headers_cannot_be_injected(typed: str) -> None:
    facts = session(title=typed, place=typed, address=typed, slug=typed)
    event = sign_up(session=facts, previous=facts, reason=typed, need_id=UUID(int=1))
    own = tuple(link.model_copy(update={"session": facts}) for link in links().links)
    for kind in ABOUT_SESSIONS:
        if kind.startswith("sign_up."):
            told = sign_up_notice(kind, event, name=typed, need=typed, need_note=typed, expires_at=EXPIRES)
        elif kind == "links.requested":
            told = session_notice(kind, None, links(name=typed, links=own))
        else:
            told = room_notice(kind, session=facts, reason=typed)
        message = parsed(mail(told))
        assert message["Bcc"] is None
        assert [address.addr_spec for address in message["To"].addresses] == ["k@forening.example"]


@pytest.mark.parametrize("kind", WITH_FILE)
def test_every_file_is_flawless_and_three_readers_agree_on_it(kind: Kind) -> None:
    assert faults(file_of(kind)) == []
    [event] = read_alike(file_of(kind))
    facts = session()
    assert event.uid == f"{SESSION}@aaben-kommune"
    assert (event.starts, event.ends) == (int(facts.starts_at.timestamp()), int(facts.ends_at.timestamp()))
    assert event.location == "Aulaen, Ærø Skole, Ærøvej 14, 2750 Fløjby"
    assert event.summary.endswith(facts.title)
    assert f"URL:{PUBLIC_URL}/dialog/{facts.slug}" in unfolded(file_of(kind))


def test_a_file_tells_no_secret_and_names_nobody() -> None:
    told = "\n".join(unfolded(file_of("sign_up.confirmed")))
    for secret in ("tilmelding", "HK7P2M9QTX4A", "video.example", "Karen", "ATTENDEE"):
        assert secret not in told


@pytest.mark.parametrize(
    ("kind", "state", "was", "method"),
    [
        ("sign_up.confirmed", "confirmed", "held", "PUBLISH"),
        ("sign_up.moved", "confirmed", "confirmed", "PUBLISH"),
        ("sign_up.moved", "waiting", "waiting", None),
        ("sign_up.withdrawn", "withdrawn", "confirmed", "CANCEL"),
        ("sign_up.withdrawn", "withdrawn", "waiting", None),
        ("sign_up.withdrawn", "withdrawn", None, "CANCEL"),
        ("sign_up.called_off", "called_off", "offered", None),
        ("sign_up.called_off", "called_off", "confirmed", "CANCEL"),
    ],
)
def test_only_who_has_the_date_in_a_calendar_gets_it_taken_out(
    kind: Kind, state: SignUpState, was: SignUpState | None, method: str | None
) -> None:
    told = sign_up_notice(kind, sign_up(state=state, was=was), state=state)
    assert (told.calendar and told.calendar.method) == method
    assert ("kalender" in letter(told).text) is (method is not None)


@pytest.mark.parametrize("place", ["", "Aulaen; bygning 2, 1. sal"])
def test_a_place_that_is_awkward_or_unknown_makes_a_flawless_file(place: str) -> None:
    facts = session(place=place, address="", title="Møde, del 1; \\ slut\r\nEND:VEVENT", slug="a" * 200)
    calendar = sign_up_notice("sign_up.confirmed", sign_up(session=facts)).calendar
    assert calendar is not None and faults(calendar.content) == []
    [event] = read_alike(calendar.content)
    assert event.location == place and event.summary == "Møde, del 1; \\ slut\nEND:VEVENT"
    whole: Any = icalendar.Calendar.from_ical(calendar.content)
    assert str(whole.walk("VEVENT")[0]["URL"]) == f"{PUBLIC_URL}/dialog/{'a' * 200}"


def test_the_stamp_is_when_it_happened() -> None:
    whole: Any = icalendar.Calendar.from_ical(file_of("sign_up.confirmed"))
    stamp = cast("datetime", whole.walk("VEVENT")[0]["DTSTAMP"].dt)
    assert stamp == sign_up().occurred_at.replace(microsecond=0)
