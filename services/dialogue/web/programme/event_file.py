# SPDX-License-Identifier: MPL-2.0
"""One session as a calendar file, with the identity it has in the feeds, so that no calendar shows it twice."""

from collections.abc import Mapping
from datetime import datetime

from icalendar import Calendar, Component, Event

from services.dialogue.model import Session

NAMESPACE = "aaben-kommune"
"""Behind the @ of every UID, here as in the feeds and mails."""


def event_file(session: Session, where: str, public_url: str, *, now: datetime) -> bytes:
    """Without METHOD: a file one saves, not a message."""
    told = {
        "uid": f"{session.id}@{NAMESPACE}",
        "dtstamp": now,
        "dtstart": session.starts_at,
        "dtend": session.ends_at,
        "sequence": session.sequence,
        "summary": session.title,
        "location": where,
        "description": session.summary or session.influence.purpose,
        "url": f"{public_url}/dialog/{session.slug}",
        "status": "CANCELLED" if session.status == "cancelled" else "CONFIRMED",
    }
    calendar = _filled(Calendar(), {"version": "2.0", "prodid": "-//Aaben Kommune//Dialog//DA"})
    calendar.add_component(_filled(Event(), told))
    return calendar.to_ical()


def _filled[C: Component](component: C, told: Mapping[str, object]) -> C:
    for name, value in told.items():
        component.add(name, value)  # pyright: ignore[reportUnknownMemberType]  the library types no values
    return component
