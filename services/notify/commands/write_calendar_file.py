# SPDX-License-Identifier: MPL-2.0
"""The calendar file that goes with a letter, where it has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notify.calendar.entries import ended_entries, entries, facts_entry
from services.notify.calendar.invitation import Method, Organizer, invitation
from services.notify.channels.contract import About, BookingsPlaced, CalendarFile, Kind, SignUpNews
from services.notify.model import Entry, SessionState
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

LARGEST = 250_000
"""Octets of a file, some 400 dates. It is in the mail twice, a third longer each time, and mailboxes are not endless."""

MOST_DATES = 1000
"""More are surely too large, and need not be written first to see it."""

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
    """None for news that no calendar needs, and for more dates than a file can hold."""
    match about:
        case BookingEvent():
            return _for_booking(kind, about, writer)
        case BookingsPlaced():
            return _for_bookings(about, writer)
        case AssociationDatesCancelled():
            return _for_association(about, writer)
        case SignUpNews():
            return _for_sign_up(kind, about, writer)
        case _:
            return None


def _for_booking(kind: Kind, event: BookingEvent, writer: Writer) -> CalendarFile | None:
    method = _BOOKINGS.get(kind)
    dates = entries(event)
    if kind in {"declined", "lapsed"}:
        dates = tuple(one for one in dates if _may_be_in_a_calendar(one, event))
    if method is None:
        return None
    return _of_dates(dates, method, writer, stamp=event.occurred_at)


def _may_be_in_a_calendar(date: Entry, event: BookingEvent) -> bool:
    """A date that was requested and no more never was in one; after a move, its second change, it may have been."""
    return event.version > 2 and date.told_sequence > 1


def _for_bookings(about: BookingsPlaced, writer: Writer) -> CalendarFile | None:
    """Of those that are had already. The first event stamps it: all of them were made in one action."""
    dates = [date for event in about.events for date in entries(event) if date.status == "confirmed"]
    return _of_dates(dates, "PUBLISH", writer, stamp=about.events[0].occurred_at)


def _for_association(event: AssociationDatesCancelled, writer: Writer) -> CalendarFile | None:
    return _of_dates(ended_entries(event), "CANCEL", writer, stamp=event.occurred_at)


def _of_dates(dates: Sequence[Entry], method: Method, writer: Writer, *, stamp: datetime) -> CalendarFile | None:
    """A CANCEL is about one date (RFC 5546 § 3.2.5: one UID); several that have ended are published as they stand."""
    if len(dates) > 1:
        method = "PUBLISH"
    content = invitation(dates, method, writer.organizer, public_url=writer.public_url, stamp=stamp)
    return CalendarFile(method, content) if len(dates) > 0 and len(content) <= LARGEST else None


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
