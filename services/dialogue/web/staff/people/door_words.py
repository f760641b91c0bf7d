# SPDX-License-Identifier: MPL-2.0
"""What the door says of somebody, on the page and to a phone."""

from collections.abc import Sequence

from services.dialogue.errors import (
    AlreadyCheckedIn,
    DialogueError,
    KeyReused,
    NoSuchSignUp,
    PartyRefused,
    TicketRefused,
    WrongState,
)
from services.dialogue.queries.door import Expected
from services.dialogue.web.visit import Visit
from services.shared.written_dates import clock_time

REFUSALS = (AlreadyCheckedIn, TicketRefused, PartyRefused, KeyReused, WrongState, NoSuchSignUp)
"""What a door may be answered in place of yes."""
_WHY: dict[type[DialogueError], str] = {PartyRefused: "people", KeyReused: "again", WrongState: "state"}
_SCRIPT = ("waits", "waiting", "away", "sign_in", "sign_in_link", "undo_away", "guest_away", "queued", "lost")


def name_of(visit: Visit, one: Expected) -> str:
    """Their name, or that they gave none."""
    return one.name or visit.say("door.no_name")


def mark(visit: Visit, one: Expected) -> str:
    """When they came, and how many of them; empty when they have not."""
    if one.people is None or one.at is None:
        return ""
    key = "door.came" if one.people == one.seats else "door.came_some"
    return visit.say(key, clock=clock_time(one.at, visit.language), people=one.people, n=one.seats)


def why_not(visit: Visit, error: DialogueError, everybody: Sequence[Expected]) -> str:
    """The sentence for one of REFUSALS."""
    if not isinstance(error, AlreadyCheckedIn):
        return visit.say(f"door.refused.{_WHY.get(type(error), 'ticket')}")
    there = next((one for one in everybody if one.id == error.sign_up_id), None)
    if there is None or there.at is None:
        return visit.say("door.used_unknown")
    return visit.say("door.used", name=name_of(visit, there), clock=clock_time(there.at, visit.language))


def script_words(visit: Visit) -> dict[str, str]:
    """What the page's script says; `{n}` is for it to fill in."""
    return {key: visit.say(f"door.script.{key}", n="{n}") for key in _SCRIPT} | {
        "camera": visit.say("door.camera"),
        "camera_stop": visit.say("door.camera_stop"),
        "camera_none": visit.say("door.camera_none"),
        "not_yet": visit.say("door.not_yet"),
    }
