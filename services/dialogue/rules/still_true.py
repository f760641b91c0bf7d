# SPDX-License-Identifier: MPL-2.0
"""Whether a mail that was planned still tells the truth in the moment it is sent."""

from datetime import datetime

from services.dialogue.model import Session, SignUp, State

HAS_A_PLACE = (State.CONFIRMED,)
TAKES_PART = (State.HELD, State.CONFIRMED, State.WAITING, State.OFFERED)
_STATES: dict[str, tuple[State, ...]] = {
    "held": (State.HELD,),
    "queued": (State.WAITING,),
    "offered": (State.OFFERED,),
    "repeated": TAKES_PART,
    "confirmed": HAS_A_PLACE,
    "changed": TAKES_PART,
    "moved": TAKES_PART,
    "reminded": HAS_A_PLACE,
    "thanked": HAS_A_PLACE,
    "need_settled": HAS_A_PLACE,
    "withdrawn": (State.WITHDRAWN,),
    "lapsed": (State.LAPSED,),
    "called_off": (State.CALLED_OFF,),
}
"""What somebody must be for a mail of a kind to be true of them. A kind that is not here is always told."""
_OF_THIS_DATE = ("reminded", "moved")
"""True only of the session as the event told it: one that has moved again is told of anew."""


def still_true(kind: str, sequence: int, sign_up: SignUp, session: Session, *, now: datetime) -> bool:
    """False for what has been overtaken: the link was used, the place given back, the session moved once more."""
    if kind in _OF_THIS_DATE and sequence != session.sequence:
        return False
    if kind == "reminded" and session.starts_at <= now:
        return False
    return kind not in _STATES or sign_up.state_at(now) in _STATES[kind]
