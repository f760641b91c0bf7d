# SPDX-License-Identifier: MPL-2.0
"""What is asked for is in the room, or can be brought there."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule
from services.booking.rules.scope import Codes


class EquipmentInRoom(Rule):
    """`on_request`: what the house brings when it is asked for; the rest is the room's own list."""

    rule: Literal["equipment_in_room"] = "equipment_in_room"
    on_request: Codes = ()


def equipment_in_room(wish: Wish, facts: Facts, parameters: EquipmentInRoom) -> Verdict | None:
    """Tell what is not there."""
    there = facts.room.equipment.union(parameters.on_request)
    missing = tuple(sorted(set(wish.equipment) - there))
    return (
        Verdict(parameters.rule, parameters.effect, "equipment_not_there", {"equipment": missing}) if missing else None
    )
