# SPDX-License-Identifier: MPL-2.0
"""What a letter says when a booking has several dates, or one of several has changed: one letter for each action."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.notify.channels.contract import Kind, Notice
from services.notify.channels.email.date_lines import DateWriter
from services.notify.channels.email.missing_dates import missing_dates
from services.notify.channels.email.places import places
from services.shared.contracts.booking import BookingEvent, MissingDate, OccurrenceState
from services.shared.wall_clock import local
from services.shared.written_dates import day_and_time

_FILE: dict[Kind, str] = {
    "confirmed": "puts",
    "restored": "puts",
    "moved": "corrects",
    "shortened": "corrects",
    "cancelled": "removes",
    "declined": "removes",
    "lapsed": "removes",
}
"""What the calendar file does to a calendar."""

_BY_STAFF: frozenset[Kind] = frozenset({"moved", "shortened", "cancelled"})
"""Kinds in which it is said when the municipality did it. The others only the municipality, or only they, can do."""

_MOST_ROOMS = 3
"""Rooms that a subject names; more are counted."""


def is_of_series(event: BookingEvent) -> bool:
    """False when the booking has this one date in one room, and was never to have more."""
    return len(event.occurrences) != 1 or bool(event.others or event.missing)


def series_facts(notice: Notice, event: BookingEvent, write: DateWriter) -> dict[str, Any]:
    """Everything the templates of a series may name. Of what is taken away, every day is named."""
    each = notice.kind == "cancelled"
    waiting = [one for one in event.occurrences if one.status == "requested" and notice.kind != "requested"]
    now = places([one for one in event.occurrences if one not in waiting], write, each=each)
    then = places(waiting, write)
    return {
        **_titles(notice.kind, event, write),
        "template": f"series/{notice.kind}.jinja",
        "booking": event,
        "now": now.all,
        "waiting": then.all,
        "unlisted": now.unlisted + then.unlisted,
        "before": places(event.previous, write).all,
        "missing": missing_dates(event, write),
        "missing_count": len(_days(event.missing)),
        "waiting_count": len(_days(waiting)),
        "date_count": len(_days(event.occurrences)) + event.others,
        "file": _file_sentence(notice, event, write),
        "has_no_room_in_a_file": notice.calendar is None and _FILE.get(notice.kind) in {"puts", "corrects"},
        "why": ("mail.why", {"association": event.association_name}),
    }


def _titles(kind: Kind, event: BookingEvent, write: DateWriter) -> dict[str, str]:
    """Subject, heading and first sentence: how many dates, and whether that is all the booking has."""
    key, count, missing = f"mail.{kind}.series", len(_days(event.occurrences)), len(_days(event.missing))
    extent = "some" if event.others or missing else "all"
    first = "by_staff" if event.by_staff and kind in _BY_STAFF else "lead"
    what = _what(event.occurrences, write)
    subject = write.say(f"{key}.subject", n=count, what=what)
    if kind == "confirmed" and missing:
        subject = write.say(f"{key}.subject_part", number=count, all=count + missing, what=what)
    return {
        "subject": subject,
        "heading": write.say(f"{key}.heading.{extent}", n=count),
        "lead": write.say(f"{key}.{first}.{extent}", n=count),
    }


def _file_sentence(notice: Notice, event: BookingEvent, write: DateWriter) -> str:
    if notice.calendar is None:
        return ""
    return write.say(f"mail.series.file.{_FILE[notice.kind]}", n=len(event.occurrences))


def _what(states: tuple[OccurrenceState, ...], write: DateWriter) -> str:
    """For the subject: the rooms, then the time or the first and the last day."""
    rooms = list(dict.fromkeys(state.room_name for state in sorted(states, key=lambda one: one.room_name)))
    where = write.rooms(rooms)
    if len(rooms) > _MOST_ROOMS:
        where = write.say("dates.rooms", first=rooms[0], number=len(rooms) - 1)
    if len(times := {(state.starts_at, state.ends_at) for state in states}) == 1:
        return f"{where}, {day_and_time(*times.pop(), write.language)}"
    days = _days(states)
    return f"{where}, {write.between(min(days), max(days))}"


def _days(states: Iterable[OccurrenceState | MissingDate]) -> set[date]:
    """What people count as dates: several rooms on one day are one."""
    return {local(state.starts_at).date() for state in states}
