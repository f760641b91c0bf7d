# SPDX-License-Identifier: MPL-2.0
"""What a mail is on the wire."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast
from uuid import UUID, uuid4

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.channels.contract import Kind
from services.notify.channels.email.identifiers import LONGEST, message_id, thread_root
from services.notify.channels.email.message import AddressRefused, mailbox
from tests.unit.notify.notices import ABOUT_BOOKINGS, BOOKING, KINDS, MADE, booking, letter, mail, notice, state
from tests.unit.notify.samples import sample

WITH_CALENDAR: dict[Kind, str] = {
    "confirmed": "PUBLISH",
    "moved": "PUBLISH",
    "shortened": "PUBLISH",
    "restored": "PUBLISH",
    "cancelled": "CANCEL",
    "sign_up.confirmed": "PUBLISH",
    "sign_up.moved": "PUBLISH",
    "sign_up.withdrawn": "CANCEL",
    "sign_up.called_off": "CANCEL",
    "association.dates_cancelled": "PUBLISH",
    "association.bookings_placed": "PUBLISH",
    "association.bookings_restored": "PUBLISH",
}


def parsed(raw: bytes) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(raw, policy=default))


def parts(raw: bytes) -> list[EmailMessage]:
    return [part for part in cast("Any", parsed(raw)).walk() if not part.is_multipart()]


def calendar_of(raw: bytes) -> EmailMessage | None:
    return next((part for part in parts(raw) if part.get_content_type() == "text/calendar"), None)


def content(part: EmailMessage | None) -> bytes:
    assert part is not None
    return cast("bytes", part.get_payload(decode=True))


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_is_seven_bit_with_short_lines_and_crlf(kind: Kind) -> None:
    raw = mail(sample(kind))
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("kind", KINDS)
def test_alternatives_come_from_plain_to_rich(kind: Kind) -> None:
    types = [part.get_content_type() for part in parts(mail(sample(kind)))]
    calendar = ["text/calendar", "application/ics"] if kind in WITH_CALENDAR else []
    assert types == ["text/plain", "text/html", *calendar]


def test_a_mail_says_that_no_human_wrote_it_and_offers_no_way_out_of_service_messages() -> None:
    message = parsed(mail(sample("confirmed")))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["List-Unsubscribe"] is None
    assert message["Date"].datetime == MADE.replace(microsecond=0)


def test_mails_about_one_booking_hang_together_under_ids_of_their_own() -> None:
    first, second = (parsed(mail(sample(kind))) for kind in ("confirmed", "declined"))
    assert first["References"] == second["References"] == thread_root(BOOKING, "kommune.example")
    again = parsed(mail(sample("confirmed")))
    assert first["Message-ID"] == again["Message-ID"] != first["References"]
    assert first["Message-ID"] != parsed(mail(sample("restored")))["Message-ID"]


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=200), st.uuids())
def test_a_message_id_is_short_and_differs_by_person(domain: str, one: UUID) -> None:
    other = uuid4()
    for make in (message_id, thread_root):
        assert len(make(one, f"{domain}.dk")) <= LONGEST
        assert make(one, f"{domain}.dk") != make(other, f"{domain}.dk")
        assert re.fullmatch(r"<[a-z.0-9]+@[a-z0-9][a-z0-9.-]*>", make(one, f"{domain}.dk"))


def test_the_subject_reads_right_in_two_parsers() -> None:
    raw = mail(notice("confirmed", booking(occurrences=(state(room_name="Ærø-salen, øst – Århus 🎭"),))))
    expected = "Bekræftet: Ærø-salen, øst – Århus 🎭, tirsdag den 24. november 2026 kl. 18.00-19.30"
    assert parsed(raw)["Subject"] == expected
    old = re.search(rb"^Subject: (.*?)\r\n(?! )", raw, re.MULTILINE | re.DOTALL)
    assert old is not None
    unfolded = old[1].replace(b"\r\n", b"").decode("ascii")
    assert str(make_header(decode_header(unfolded))) == expected


@given(st.text(max_size=120))
def test_any_name_of_a_room_survives_as_one_subject_and_adds_no_header(name: str) -> None:
    told = notice("confirmed", booking(occurrences=(state(room_name=f"Sal {name} 1"),)))
    message = parsed(mail(told))
    assert " ".join(str(message["Subject"]).split()) == letter(told).subject
    assert len(message.keys()) == len(set(message.keys()))


@pytest.mark.parametrize(
    "typed", ["x\r\nBcc: tyv@ondt.example", "x\nBcc: tyv@ondt.example", "x\x0bBcc: tyv@ondt.example"]
)
def test_headers_cannot_be_injected(typed: str) -> None:
    event = booking(purpose=typed, association_name=typed, occurrences=(state(room_name=typed, address=typed),))
    for kind in (*ABOUT_BOOKINGS, "sign_in"):
        message = parsed(mail(notice(kind, event, name=typed)))
        assert message["Bcc"] is None
        assert [address.addr_spec for address in message["To"].addresses] == ["k@forening.example"]
        assert message["To"].addresses[0].display_name.startswith("x Bcc: tyv@")


@pytest.mark.parametrize(
    "written",
    ["", "nobody", "@kommune.dk", "a@", "a@b.dk, c@d.dk", "a@b.dk\r\nBcc: c@d.dk", "æ@b.dk", "a@b@c.dk", "a@b.dk>"],
)
def test_what_is_not_one_address_is_refused(written: str) -> None:
    with pytest.raises(AddressRefused):
        mailbox(written)


def test_an_international_domain_is_written_as_servers_know_it() -> None:
    assert mailbox("kirsten@fløjby.example").addr_spec == "kirsten@xn--fljby-wua.example"


@pytest.mark.parametrize("kind", WITH_CALENDAR)
def test_the_calendar_file_comes_twice_byte_for_byte_with_the_method_it_says_inside(kind: Kind) -> None:
    told = sample(kind)
    raw = mail(told)
    inline = calendar_of(raw)
    assert inline is not None and told.calendar is not None
    assert inline.get_param("method") == WITH_CALENDAR[kind] == inline_method(content(inline))
    attached = next(part for part in parts(raw) if part.get_content_type() == "application/ics")
    assert content(inline) == content(attached) == told.calendar.content
    assert attached.get_filename() == ("dialog.ics" if kind.startswith("sign_up.") else "booking.ics")


def inline_method(ics: bytes) -> str:
    return str(icalendar.Calendar.from_ical(ics)["METHOD"])


@pytest.mark.parametrize(
    ("kind", "version", "has_file"), [("declined", 2, False), ("declined", 4, True), ("lapsed", 2, False)]
)
def test_an_ended_request_is_taken_from_calendars_only_when_it_may_be_in_one(
    kind: Kind, version: int, has_file: bool
) -> None:
    ended = notice(kind, booking(version=version, occurrences=(state(status=kind, sequence=2),)))
    assert (ended.calendar is not None) is has_file
    assert ("kalender" in letter(ended).text) is has_file
