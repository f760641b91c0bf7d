# SPDX-License-Identifier: MPL-2.0
"""The calendar file of a mail follows RFC 5546 through the life of a booking."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notify.calendar.invitation import Method, Organizer, invitation
from services.notify.model import Entry
from tests.calendars.lint import faults
from tests.calendars.octets import unfolded
from tests.calendars.readers import read_alike
from tests.calendars.sample import NOW, PUBLIC_URL, training

MUNICIPALITY = Organizer('Fløjby "Fritid"; Kultur', "booking@kommune.example")
BOOKED = training()
MOVED = replace(BOOKED, told_sequence=1, starts_at=BOOKED.starts_at + timedelta(minutes=30))
CANCELLED = replace(MOVED, told_sequence=2, status="cancelled")


def file(entry: Entry, method: Method = "PUBLISH", minutes: int = 0) -> bytes:
    stamp = NOW + timedelta(minutes=minutes)
    return invitation([entry], method, MUNICIPALITY, public_url=PUBLIC_URL, stamp=stamp)


@pytest.mark.parametrize(("entry", "method"), [(BOOKED, "PUBLISH"), (MOVED, "PUBLISH"), (CANCELLED, "CANCEL")])
def test_every_file_is_flawless_and_names_its_method_once(entry: Entry, method: Method) -> None:
    body = file(entry, method)
    assert faults(body) == []
    assert [line for line in unfolded(body) if line.startswith("METHOD")] == [f"METHOD:{method}"]
    assert len(read_alike(body)) == 1


def test_a_booking_keeps_its_identity_and_organizer_while_sequence_and_stamp_rise() -> None:
    life = [unfolded(file(BOOKED)), unfolded(file(MOVED, minutes=5)), unfolded(file(CANCELLED, "CANCEL", minutes=9))]

    def told(name: str) -> list[str]:
        return [next(line for line in lines if line.startswith(name)) for lines in life]

    assert len(set(told("UID:"))) == len(set(told("ORGANIZER"))) == 1
    assert told("SEQUENCE:") == ["SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2"]
    assert told("DTSTAMP:") == sorted(set(told("DTSTAMP:")))
    assert told("STATUS:") == ["STATUS:CONFIRMED", "STATUS:CONFIRMED", "STATUS:CANCELLED"]


def test_a_file_names_nobody_but_the_municipality() -> None:
    told = "\n".join(unfolded(file(BOOKED)))
    assert "ATTENDEE" not in told
    assert told.count("mailto:") == 1


def test_an_organizer_cannot_write_lines_of_its_own() -> None:
    with pytest.raises(ValueError, match="control character"):
        invitation([BOOKED], "PUBLISH", Organizer("x\r\nX:y", "a@b.example"), public_url=PUBLIC_URL, stamp=NOW)
