# SPDX-License-Identifier: MPL-2.0
"""The section about the place, and how one gets in."""

import re
from dataclasses import replace
from typing import Any

from services.dialogue.model import Place, Session
from services.dialogue.web.public_words import ACCESS
from services.dialogue.web.staff.sessions.form.sheet import Sheet

_COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[ ,;]+(-?\d{1,3}(?:\.\d+)?)")
_TEXTS = ("address", "postcode", "city", "access_note")


def read_where(sheet: Sheet, before: Place) -> dict[str, Any]:
    """Fields of a Description. Coordinates hold for their address only, unless they are typed anew."""
    texts: dict[str, Any] = {name: sheet.text(name, 1000 if name == "access_note" else 200) for name in _TEXTS}
    facts: dict[str, Any] = {name: {"yes": True, "no": False}.get(sheet.text(name, 10)) for name in ACCESS}
    place = Place(name=sheet.text("place", 200), **texts, **facts)
    latitude, longitude = _coordinates(sheet)
    is_elsewhere = place.full_address != before.full_address
    if is_elsewhere and (latitude, longitude) == (before.latitude, before.longitude):
        latitude = longitude = None
    return {
        "place": replace(place, latitude=latitude, longitude=longitude),
        "online_url": sheet.text("online_url", 500) or None,
    }


def _coordinates(sheet: Sheet) -> tuple[float | None, float | None]:
    typed = sheet.text("coordinates", 80).strip()
    if not typed:
        return None, None
    found = _COORDINATES.fullmatch(typed)
    if not found or not (54 <= float(found[1]) <= 58 and 7 <= float(found[2]) <= 16):
        sheet.wrong("coordinates", "coordinates")
        return None, None
    return float(found[1]), float(found[2])


def write_where(session: Session) -> dict[str, str]:
    """The fields that `read_where` reads back."""
    place = session.place
    known = place.latitude is not None and place.longitude is not None
    return {
        "place": place.name,
        **{name: getattr(place, name) for name in _TEXTS},
        **{name: {True: "yes", False: "no"}.get(getattr(place, name), "") for name in ACCESS},
        "coordinates": f"{place.latitude}, {place.longitude}" if known else "",
        "online_url": session.online_url or "",
    }
