# SPDX-License-Identifier: MPL-2.0
"""A wish as staff make one up to see what a draft would say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.booking.model import AssociationRole, Wish
from services.booking.web.book_form import read_people
from services.booking.web.policy_values import read_codes
from services.booking.web.wall_clock_form import read_time


@dataclass
class WishForm:
    """The form as typed, and the wish it means, or what is wrong."""

    typed: Mapping[str, str]
    wish: Wish | None = None
    role: AssociationRole = AssociationRole.BOOKING_OFFICER
    errors: dict[str, str] = field(default_factory=dict[str, str])
    """Field to key of sentence."""


def read_wish(typed: Mapping[str, str], rooms: Mapping[str, UUID], associations: frozenset[UUID]) -> WishForm:
    """Fields: room (a slug), association, role, those of `read_time`, people; what more is said of the use is optional."""
    form = WishForm(typed)
    time = read_time(typed)
    form.errors |= time.errors
    room = rooms.get(typed.get("room", ""))
    if room is None:
        form.errors["room"] = "policies.try.error.room"
    association = _association(typed.get("association", ""), associations)
    if association is None:
        form.errors["association"] = "book.error.association"
    if typed.get("role") in set(AssociationRole):
        form.role = AssociationRole(typed["role"])
    people = read_people(typed.get("people", ""), form.errors)
    ages = [_figure(typed, name, 150, form.errors) for name in ("age_from", "age_to")]
    ticket = _figure(typed, "ticket", 100_000, form.errors)
    if form.errors or room is None or association is None or time.span is None or people is None:
        return form
    form.wish = Wish(
        association_id=association,
        room_id=room,
        span=time.span,
        purpose=typed.get("purpose", "")[:200],
        attendance=people,
        activity=typed.get("activity", "")[:100],
        occasion=typed.get("occasion", "")[:80],
        age_from=ages[0],
        age_to=ages[1],
        is_public={"yes": True, "no": False}.get(typed.get("public", "")),
        ticket_price=None if ticket is None else ticket * 100,
        layout=typed.get("layout", "")[:80],
        equipment=tuple(read_codes(typed.get("equipment", "")[:500])),
        traits=tuple(read_codes(typed.get("traits", "")[:500])),
    )
    return form


def _association(text: str, known: frozenset[UUID]) -> UUID | None:
    try:
        chosen = UUID(text)
    except ValueError:
        return None
    return chosen if chosen in known else None


def _figure(typed: Mapping[str, str], name: str, most: int, errors: dict[str, str]) -> int | None:
    text = typed.get(name, "")
    if not text:
        return None
    if text.isascii() and text.isdigit() and int(text[:9]) <= most:
        return int(text[:9])
    errors[name] = "policies.error.whole_number"
    return None
