# SPDX-License-Identifier: MPL-2.0
"""The wish says what the municipality needs to know."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule

Detail = Literal[
    "purpose",
    "activity",
    "team",
    "age_group",
    "ages",
    "note",
    "occasion",
    "openness",
    "ticket_price",
    "layout",
    "equipment",
    "contact",
]

_IS_STATED: dict[Detail, Callable[[Wish, Facts], bool]] = {
    "purpose": lambda wish, _: bool(wish.purpose.strip()),
    "activity": lambda wish, _: bool(wish.activity.strip()),
    "team": lambda wish, _: bool(wish.team.strip()),
    "age_group": lambda wish, _: bool(wish.age_group.strip()) or wish.age_to is not None,
    "ages": lambda wish, _: wish.age_from is not None and wish.age_to is not None,
    "note": lambda wish, _: bool(wish.note.strip()),
    "occasion": lambda wish, _: bool(wish.occasion),
    "openness": lambda wish, _: wish.is_public is not None,
    "ticket_price": lambda wish, _: wish.ticket_price is not None,
    "layout": lambda wish, _: bool(wish.layout),
    "equipment": lambda wish, _: bool(wish.equipment) or bool(wish.note.strip()),
    "contact": lambda _, facts: facts.contact_id is not None or bool(facts.actor_roles),
}


class DetailsStated(Rule):
    """`details`: what must be said. Equipment may be said in the note too, as "none"; so may a plan of set-up.

    "contact": somebody of the association answers for the booking, who books or its booking officer or chair.
    """

    rule: Literal["details_stated"] = "details_stated"
    details: Annotated[tuple[Detail, ...], Field(min_length=1)]


def details_stated(wish: Wish, facts: Facts, parameters: DetailsStated) -> Verdict | None:
    """Tell what is missing."""
    asked = dict.fromkeys(parameters.details)
    if facts.association is None:
        asked.pop("contact", None)
    missing = tuple(detail for detail in asked if not _IS_STATED[detail](wish, facts))
    return Verdict(parameters.rule, parameters.effect, "details_missing", {"details": missing}) if missing else None
