# SPDX-License-Identifier: MPL-2.0
"""A session as schema.org describes events, for search engines. Data in the page; no browser runs it."""

import json
from typing import Any

from services.dialogue.model import Session
from services.shared.wall_clock import local

_MODES = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def structured(session: Session, public_url: str) -> str:
    """JSON-LD that can stand in a page: no sign in it ends the element it stands in."""
    page = f"{public_url}/dialog/{session.slug}"
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title,
        "description": session.summary or session.influence.purpose,
        "startDate": local(session.starts_at).isoformat(),
        "endDate": local(session.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if session.status == 'cancelled' else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{_MODES[session.mode]}",
        "location": _location(session, page),
        "isAccessibleForFree": True,
        "inLanguage": list(session.languages),
        "url": page,
    }
    if session.organiser:
        told["organizer"] = {"@type": "Organization", "name": session.organiser}
    text = json.dumps(told, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _location(session: Session, page: str) -> list[dict[str, Any]]:
    there = list[dict[str, Any]]()
    if session.mode != "in_person":
        there.append({"@type": "VirtualLocation", "url": page})
    if session.mode != "online":
        address = {
            "@type": "PostalAddress",
            "streetAddress": session.place.address,
            "postalCode": session.place.postcode,
            "addressLocality": session.place.city,
            "addressCountry": "DK",
        }
        there.append({"@type": "Place", "name": session.place.name or session.place.city, "address": address})
    return there
