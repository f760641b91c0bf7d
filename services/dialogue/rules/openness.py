# SPDX-License-Identifier: MPL-2.0
"""Whether somebody new can come, in one word and one figure that everybody may know. Nothing of those who wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.dialogue.model import SeatPlan, Session
from services.dialogue.rules.seats import PLENTY, free_seats

type Word = Literal[
    "cancelled", "over", "just_come", "early", "closed", "lottery", "plenty", "free", "few", "waiting_list", "full"
]
FEW = 5
"""From how many free seats on people had better hurry."""


@dataclass(frozen=True, slots=True)
class Openness:
    """What a newcomer meets. `free` is the figure for who comes alone, where there is one."""

    word: Word
    free: int | None = None

    @property
    def takes_sign_ups(self) -> bool:
        """True when there is something to sign up to: a place, a draw, or a line."""
        return self.gives_place or self.word in ("lottery", "waiting_list")

    @property
    def gives_place(self) -> bool:
        """True when a place can be had at once."""
        return self.word in ("plenty", "free", "few")


def openness(session: Session, taken: Mapping[str, int], *, now: datetime) -> Openness:
    """As it stands now."""
    if session.status == "cancelled":
        return Openness("cancelled")
    if session.ends_at <= now:
        return Openness("over")
    if not session.terms.sign_up:
        return Openness("just_come")
    if not session.takes_sign_ups(now):
        opens = session.terms.opens_at
        return Openness("early" if opens is not None and now < opens else "closed")
    if session.terms.waiting_list == "lottery" and session.drawn_at is None:
        return Openness("lottery")
    return _seats(session, taken, now)


def _seats(session: Session, taken: Mapping[str, int], now: datetime) -> Openness:
    free = most_free(session.seat_plan, taken, now=now)
    if free >= PLENTY // 2:
        return Openness("plenty")
    if free:
        return Openness("few" if free <= FEW else "free", free)
    return Openness("full" if session.terms.waiting_list == "none" else "waiting_list", 0)


def most_free(plan: SeatPlan, taken: Mapping[str, int], *, now: datetime) -> int:
    """Free seats of the category that has most of them."""
    return max(free_seats(plan, taken, one.key, now=now) for one in plan.categories)
