# SPDX-License-Identifier: MPL-2.0
"""What is told of a season of Tuesdays, one event for each action, for tests and for looking at."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.notify.channels.contract import Kind, Notice
from services.shared.contracts.booking import BookingEvent, MissingDate, OccurrenceState
from services.shared.contracts.portal import Language
from services.shared.wall_clock import instant_of, local
from tests.unit.notify.notices import booking, notice, state

_REASON = "Hallen er lejet ud til et stævne de dage.\nRetligt grundlag: folkeoplysningsloven § 21."


def days_after(number: int, **changed: Any) -> OccurrenceState:
    """The same hour by the Danish clock, so many days after Tuesday 24 November 2026."""
    usual = state()
    times = {
        name: instant_of(local(at).date() + timedelta(days=number), local(at).time())
        for name, at in (("starts_at", usual.starts_at), ("ends_at", usual.ends_at))
    }
    return state(**{"occurrence_id": uuid4(), **times, **changed})


def tuesday(week: int, **changed: Any) -> OccurrenceState:
    """So many weeks later."""
    return days_after(7 * week, **changed)


def tuesdays(*weeks: int, **changed: Any) -> tuple[OccurrenceState, ...]:
    """Several of them."""
    return tuple(tuesday(week, **changed) for week in weeks)


def missing(week: int, why: str, **changed: Any) -> MissingDate:
    """One that could not be had."""
    return MissingDate.model_validate(tuesday(week, **changed).model_dump() | {"why": why})


_ALL = tuple(range(40))
_SOME = tuple(range(6, 20))

EVENTS: dict[Kind, BookingEvent] = {
    "requested": booking(
        occurrences=tuesdays(*_ALL[:38], status="requested"),
        missing=(missing(38, "taken"), missing(39, "refused")),
    ),
    "confirmed": booking(
        occurrences=tuesdays(*(week for week in _ALL if week not in (4, 5, 20))),
        missing=(missing(4, "closed"), missing(5, "closed")),
        reason="Husk at hente nøglen hos halinspektøren.",
    ),
    "moved": booking(
        version=3,
        by_staff=True,
        occurrences=(*tuesdays(*_SOME, room_name="Hal B", sequence=1), tuesday(20, status="requested", sequence=1)),
        previous=tuesdays(*_SOME, 20),
        others=25,
    ),
    "shortened": booking(
        version=3,
        occurrences=tuesdays(0, ends_at=state().ends_at - timedelta(minutes=30), sequence=1),
        previous=tuesdays(0),
        others=39,
    ),
    "declined": booking(
        version=3,
        by_staff=True,
        reason=_REASON,
        occurrences=tuesdays(1, 2, 3, status="declined", sequence=1),
        others=37,
    ),
    "cancelled": booking(version=3, occurrences=tuesdays(*_SOME, status="cancelled", sequence=1), others=26),
    "restored": booking(version=4, occurrences=tuesdays(*_SOME, sequence=2), others=26),
    "lapsed": booking(version=3, occurrences=tuesdays(0, status="lapsed", sequence=1), others=39),
}


def series_sample(kind: Kind, language: Language = "da", **changed: Any) -> Notice:
    """A notice as it may happen."""
    return notice(kind, EVENTS[kind].model_copy(update=changed), language=language)
