# SPDX-License-Identifier: MPL-2.0
"""What one letter says of many bookings that were made, or brought back, in one step: a season, team by team."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.notify.channels.contract import BookingsPlaced, Notice
from services.notify.channels.email.date_lines import DateWriter
from services.notify.channels.email.places import places
from services.notify.model import room_title
from services.shared.contracts.booking import BookingEvent, MissingDate, OccurrenceState
from services.shared.wall_clock import local

MOST_BOOKINGS = 100
"""Bookings that are listed; more are counted."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One booking: its name, and where and when it is, in lines."""

    title: str
    lines: tuple[str, ...]


def placed_facts(notice: Notice, about: BookingsPlaced, write: DateWriter) -> dict[str, Any]:
    """Everything the template of many bookings may name."""
    key = f"mail.{notice.kind}"
    listed = about.events[:MOST_BOOKINGS]
    has_sites = len({state.site_id for event in about.events for state in event.occurrences}) > 1
    waiting = [_waits(event) for event in about.events]
    way = "mixed" if any(waiting) and not all(waiting) else "waiting" if all(waiting) else "confirmed"
    days = {day for event in about.events for day in _days(event.occurrences)}
    figures = {
        "number": len(about.events),
        "waiting": sum(waiting),
        "dates": sum(len(_days(event.occurrences)) for event in about.events),
        "what": write.between(min(days), max(days)),
    }
    return {
        "template": "association/bookings_placed.jinja",
        "subject": write.say(f"{key}.subject.{way}", **figures),
        "heading": write.say(f"{key}.heading.{way}", **figures),
        "lead": write.say(f"{key}.lead.{way}", **figures),
        "way": way,
        "confirmed": [_placed(event, write, has_sites=has_sites) for event in listed if not _waits(event)],
        "requested": [_placed(event, write, has_sites=has_sites) for event in listed if _waits(event)],
        "unlisted": len(about.events) - len(listed),
        "is_missing_some": any(event.missing for event in about.events),
        "bookings_path": f"/foreninger/{about.events[0].association_id}/bookinger?vis=alle",
        "has_no_room_in_a_file": not all(waiting) and notice.calendar is None,
        "why": ("mail.why", {"association": about.events[0].association_name}),
    }


def _placed(event: BookingEvent, write: DateWriter, *, has_sites: bool) -> Placed:
    return Placed(f"{event.purpose}, {event.number}", tuple(_lines(event, write, has_sites=has_sites)))


def _lines(event: BookingEvent, write: DateWriter, *, has_sites: bool) -> Iterator[str]:
    for place in places(event.occurrences, write).all:
        where = room_title(place.room, place.site) if has_sites else place.room
        for time in place.times:
            yield write.say("dates.at", room=where, when=time)
    if event.missing:
        yield write.say("mail.series.missing_days", days=write.days(sorted(_days(event.missing))))


def _waits(event: BookingEvent) -> bool:
    """It waits as a whole when one of its dates does."""
    return any(state.status == "requested" for state in event.occurrences)


def _days(states: Iterable[OccurrenceState | MissingDate]) -> set[date]:
    return {local(state.starts_at).date() for state in states}
