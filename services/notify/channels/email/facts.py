# SPDX-License-Identifier: MPL-2.0
"""What a letter says of a booking, in the order a reader wants it: where, then all the times there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.notify.channels.contract import SignInCode
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent, OccurrenceState
from services.shared.contracts.portal import Language
from services.shared.written_dates import clock_time, date_without_weekday, day_and_time


@dataclass(frozen=True, slots=True)
class Times:
    """All the dates in one room, or one session: then its title comes first."""

    room: str
    site: str
    address: str
    times: tuple[str, ...]


def booking_facts(event: BookingEvent, language: Language) -> dict[str, Any]:
    """Everything the templates of a booking may name."""
    return {
        "booking": event,
        "now": _by_room(event.occurrences, language),
        "before": _by_room(event.previous, language),
        "awaits_decision": any(state.status == "requested" for state in event.occurrences),
        "what": _short(event.occurrences, language),
        "why": ("mail.why", {"association": event.association_name}),
    }


def closing_facts(event: AssociationDatesCancelled, language: Language) -> dict[str, Any]:
    """Everything the template of closed days may name: each booking once, and all the dates by room."""
    numbers = dict.fromkeys((date.number, date.purpose) for date in event.dates)
    return {
        "closing": event,
        "reason": event.reason_da if language == "da" else event.reason_en,
        "now": _by_room(event.dates, language),
        "bookings": "\n".join(f"{number}, {purpose}" for number, purpose in numbers),
        "unlisted": event.count - len(event.dates),
        "what": _short_days(event.days, language),
        "why": ("mail.why", {"association": event.association_name}),
    }


def sign_in_facts(code: SignInCode) -> dict[str, Any]:
    """Everything the template of a sign-in may name."""
    return {
        "code": code.code,
        "until": {language: clock_time(code.expires_at, language) for language in ("da", "en")},
        "what": "",
    }


def _by_room(states: Iterable[OccurrenceState], language: Language) -> tuple[Times, ...]:
    rooms: dict[tuple[str, str, str], list[str]] = {}
    for state in sorted(states, key=lambda state: state.starts_at):
        when = day_and_time(state.starts_at, state.ends_at, language)
        rooms.setdefault((state.room_name, state.site_name, state.address), []).append(when)
    return tuple(Times(*place, tuple(times)) for place, times in rooms.items())


def _short_days(days: tuple[date, ...], language: Language) -> str:
    """For the subject: the day, or the first and the last."""
    between = " til " if language == "da" else " to "
    ends = dict.fromkeys((days[0], days[-1]))
    return between.join(date_without_weekday(day, language) for day in ends)


def _short(states: tuple[OccurrenceState, ...], language: Language) -> str:
    """For the subject: the room and the time, or how many there are of them."""
    first = min(states, key=lambda state: state.starts_at)
    if len(states) == 1:
        return f"{first.room_name}, {day_and_time(first.starts_at, first.ends_at, language)}"
    day = date_without_weekday(first.starts_at, language)
    return f"{first.room_name}, " + (
        f"{len(states)} datoer fra den {day}" if language == "da" else f"{len(states)} dates from {day}"
    )
