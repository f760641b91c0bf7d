# SPDX-License-Identifier: MPL-2.0
"""What somebody typed in the booking form, as a wish, or what is wrong with which field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.booking.model import Span, Wish
from services.booking.web.wall_clock_form import read_time

LIMITS = {"purpose": 200, "activity": 100, "team": 100, "age_group": 100, "note": 1000, "override_reason": 1000}
"""Characters."""
MOST_PEOPLE = 9999
MOST_KEY = 100


@dataclass
class BookForm:
    """The form as typed, and what it means so far."""

    typed: Mapping[str, str]
    association_id: UUID | None = None
    span: Span | None = None
    people: int | None = None
    doubled: tuple[str, ...] = ()
    """Time fields whose hour comes twice that night."""
    errors: dict[str, str] = field(default_factory=dict[str, str])
    """Field to key of sentence."""

    def wish(self, room_id: UUID) -> Wish | None:
        """The wish, as soon as there is something to judge; the words may still be missing."""
        if self.association_id is None or self.span is None:
            return None
        return Wish(
            self.association_id,
            room_id,
            self.span,
            self.typed.get("purpose", ""),
            self.people or 1,
            activity=self.typed.get("activity", ""),
            team=self.typed.get("team", ""),
            age_group=self.typed.get("age_group", ""),
            note=self.typed.get("note", ""),
        )


def read_book_form(typed: Mapping[str, str], associations: frozenset[UUID]) -> BookForm:
    """Fields: association, those of `read_time`, people, purpose, activity, team, age_group, note, override_reason."""
    time = read_time(typed)
    form = BookForm(typed, span=time.span, doubled=time.doubled, errors=dict(time.errors))
    form.association_id = _association(typed, associations, form.errors)
    form.people = read_people(typed.get("people", ""), form.errors)
    if not typed.get("purpose"):
        form.errors["purpose"] = "book.error.purpose"
    form.errors |= too_long(typed)
    return form


def too_long(typed: Mapping[str, str]) -> dict[str, str]:
    """The texts that exceed their limit."""
    return {name: "book.error.too_long" for name, limit in LIMITS.items() if len(typed.get(name, "")) > limit}


def read_people(text: str, errors: dict[str, str]) -> int | None:
    """How many come."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_PEOPLE:
        return int(text[:6])
    errors["people"] = "book.error.people" if text else "book.error.people_missing"
    return None


def _association(typed: Mapping[str, str], associations: frozenset[UUID], errors: dict[str, str]) -> UUID | None:
    """The one chosen, or the only one there is."""
    text = typed.get("association", "")
    if not text and len(associations) == 1:
        return next(iter(associations))
    try:
        chosen = UUID(text)
    except ValueError:
        chosen = None
    if chosen not in associations:
        errors["association"] = "book.error.association"
        return None
    return chosen
