# SPDX-License-Identifier: MPL-2.0
"""The form in which a facilitator says what a room must have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.dialogue.model import Session
from services.dialogue.rules.room_request import RoomRequest
from services.shared.contracts.rooms import RoomNeed
from services.shared.sentences import Say
from services.shared.web.pages import FieldError

ACCESS = ("step_free", "hearing_loop", "accessible_toilet")
EQUIPMENT = (
    "projector",
    "screen",
    "microphone",
    "sound_system",
    "whiteboard",
    "flip_over",
    "tables",
    "chairs",
    "stage",
    "tea_kitchen",
    "coffee_maker",
    "wifi",
)
"""Booking's own words for what a meeting may need."""
MOST_PEOPLE = 20_000
MOST_MINUTES = 480
LONGEST_NEAR = 100


@dataclass(frozen=True, slots=True)
class NeedForm:
    """What stands in the form."""

    people: str = ""
    minutes_before: str = "30"
    minutes_after: str = "30"
    near: str = ""
    access: frozenset[str] = frozenset({"step_free"})
    equipment: frozenset[str] = frozenset()

    @classmethod
    def of(cls, session: Session, request: RoomRequest | None) -> "NeedForm":
        """As asked last; at first, what the session itself says."""
        if request is None:
            capacity = session.seat_plan.capacity
            return cls(people=str(capacity) if capacity else "", near=session.place.city)
        need = request.need
        return cls(
            people=str(need.people),
            minutes_before=str(need.minutes_before),
            minutes_after=str(need.minutes_after),
            near=need.near,
            access=frozenset(name for name in ACCESS if getattr(need, name)),
            equipment=frozenset(need.equipment),
        )

    @classmethod
    def typed(cls, sent: Mapping[str, Sequence[str]]) -> "NeedForm":
        """As it was sent."""
        last = {name: values[-1] for name, values in sent.items()}
        return cls(
            people=last.get("people", ""),
            minutes_before=last.get("minutes_before", ""),
            minutes_after=last.get("minutes_after", ""),
            near=last.get("near", "")[:LONGEST_NEAR],
            access=frozenset(name for name in ACCESS if name in sent.get("access", ())),
            equipment=frozenset(one for one in EQUIPMENT if one in sent.get("equipment", ())),
        )

    def errors(self, say: Say) -> list[FieldError]:
        """What is wrong, field by field."""
        wrong = [] if 1 <= _number(self.people) <= MOST_PEOPLE else [FieldError("people", say("rooms.error.people"))]
        for name in ("minutes_before", "minutes_after"):
            if not 0 <= _number(getattr(self, name) or "0") <= MOST_MINUTES:
                wrong.append(FieldError(name, say("rooms.error.minutes", most=MOST_MINUTES)))
        return wrong

    def need(self, session: Session) -> RoomNeed:
        """When there is nothing wrong with it."""
        return RoomNeed(
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            people=_number(self.people),
            minutes_before=_number(self.minutes_before or "0"),
            minutes_after=_number(self.minutes_after or "0"),
            near=self.near,
            equipment=tuple(one for one in EQUIPMENT if one in self.equipment),
            **dict.fromkeys(self.access, True),  # pyright: ignore[reportArgumentType]  three names of booleans
        )


def _number(text: str) -> int:
    """-1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1
