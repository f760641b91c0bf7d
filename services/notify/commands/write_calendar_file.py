# SPDX-License-Identifier: MPL-2.0
"""The calendar file that goes with a letter, where it has one."""

from dataclasses import dataclass
from datetime import datetime

from services.notify.calendar.entries import ended_entries, entries, facts_entry
from services.notify.calendar.invitation import Method, Organizer, invitation
from services.notify.channels.contract import About, CalendarFile, Kind, SignUpNews
from services.notify.model import SessionState
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent

_BOOKINGS: dict[Kind, Method] = {
    "confirmed": "PUBLISH",
    "moved": "PUBLISH",
    "shortened": "PUBLISH",
    "restored": "PUBLISH",
    "cancelled": "CANCEL",
    "declined": "CANCEL",
    "lapsed": "CANCEL",
}
"""A mere request goes into no calendar."""

_SIGN_UPS: dict[Kind, tuple[Method, SessionState]] = {
    "sign_up.confirmed": ("PUBLISH", "published"),
    "sign_up.moved": ("PUBLISH", "published"),
    "sign_up.withdrawn": ("CANCEL", "given_back"),
    "sign_up.called_off": ("CANCEL", "cancelled"),
}
"""Only a place of one's own goes into a calendar."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: what every calendar file names as organizer, and where its links lead."""

    organizer: Organizer
    public_url: str


def write_calendar_file(kind: Kind, about: About, writer: Writer) -> CalendarFile | None:
    """None for news that no calendar needs."""
    match about:
        case BookingEvent():
            return _for_booking(kind, about, writer)
        case AssociationDatesCancelled():
            return _for_association(about, writer)
        case SignUpNews():
            return _for_sign_up(kind, about, writer)
        case _:
            return None


def _for_booking(kind: Kind, event: BookingEvent, writer: Writer) -> CalendarFile | None:
    method = _BOOKINGS.get(kind)
    if kind in {"declined", "lapsed"} and event.version <= 2:
        method = None  # requested and no more: it never was in a calendar; after a move it may have been
    if method is None:
        return None
    content = invitation(
        entries(event), method, writer.organizer, public_url=writer.public_url, stamp=event.occurred_at
    )
    return CalendarFile(method, content)


def _for_association(event: AssociationDatesCancelled, writer: Writer) -> CalendarFile:
    content = invitation(
        ended_entries(event), "CANCEL", writer.organizer, public_url=writer.public_url, stamp=event.occurred_at
    )
    return CalendarFile("CANCEL", content)


def _for_sign_up(kind: Kind, news: SignUpNews, writer: Writer) -> CalendarFile | None:
    """SEQUENCE is the session's also when one person withdraws: who signs up again must not come with a lower one.

    Which of the two is the newer one, calendars then see by the stamp (RFC 5546 § 2.1.5).
    """
    if kind not in _SIGN_UPS or not _has_it(news):
        return None
    method, state = _SIGN_UPS[kind]
    at: datetime = news.event.occurred_at
    entry = facts_entry(news.event.session, state, at=at)
    content = invitation([entry], method, writer.organizer, public_url=writer.public_url, stamp=at)
    return CalendarFile(method, content, "dialog.ics")


def _has_it(news: SignUpNews) -> bool:
    """Whether it is in the person's calendar, or belongs there. Where nobody said what it was before, it may be."""
    if news.event.state in {"withdrawn", "called_off"}:
        return news.event.was in {None, "confirmed"}
    return news.event.state == "confirmed"
