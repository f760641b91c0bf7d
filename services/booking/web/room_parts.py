# SPDX-License-Identifier: MPL-2.0
"""Rules about money and what a room holds, in parts of sentences: a key under `rule.` and what it mentions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from services.booking.rules.capacity import Capacity
from services.booking.rules.divisible import Divisible
from services.booking.rules.entrance_fee import EntranceFee
from services.booking.rules.equipment_in_room import EquipmentInRoom
from services.booking.rules.fee import Fee
from services.booking.rules.rule import Rule
from services.booking.web.written import Part


def _entrance_fee(rule: EntranceFee) -> Iterator[Part]:
    if rule.allowed and rule.maximum_ore is not None:
        yield "entrance_fee.maximum", {"maximum_ore": rule.maximum_ore}
    else:
        yield f"entrance_fee.{'allowed' if rule.allowed else 'none'}", {}


def _fee(rule: Fee) -> Iterator[Part]:
    about = {"item": rule.item}
    if rule.percent is not None:
        yield f"fee.{'less' if rule.percent < 0 else 'more'}", {**about, "percent": abs(rule.percent)}
    elif rule.amount_ore is None:
        yield "fee.by_bill", about
    elif rule.amount_ore == 0:
        yield "fee.free", about
    elif rule.per == "hour" and rule.hours > 1:
        yield "fee.hours", {**about, "amount_ore": rule.amount_ore, "length": timedelta(hours=rule.hours)}
    else:
        yield "fee.amount", {**about, "amount_ore": rule.amount_ore, "unit": rule.per}
    yield from _fee_conditions(rule)


def _fee_conditions(rule: Fee) -> Iterator[Part]:
    if rule.counted_in:
        yield "fee.counted_in", {"length": timedelta(minutes=rule.counted_in)}
    if rule.clock:
        yield "fee.clock", {"begins": f"{rule.clock[0]:%H.%M}", "ends": f"{rule.clock[1]:%H.%M}"}
    if rule.longer_than is not None:
        yield "fee.longer_than", {"length": rule.longer_than}
    if rule.up_to is not None:
        yield "fee.up_to", {"length": rule.up_to}
    if rule.day_cap_ore is not None:
        yield "fee.day_cap", {"amount_ore": rule.day_cap_ore}
    if rule.on_breach:
        yield "fee.on_breach", {}


def _divisible(rule: Divisible) -> Iterator[Part]:
    yield "divisible", {}
    for part in rule.parts:
        yield "divisible.part", {"name": part.name.words}
    if rule.whole_from is not None:
        yield "divisible.whole_from", {"minimum": rule.whole_from}


def _equipment_in_room(rule: EquipmentInRoom) -> Iterator[Part]:
    yield "equipment_in_room", {}
    if rule.on_request:
        yield "equipment_in_room.on_request", {"equipment": rule.on_request}


def _capacity(rule: Capacity) -> Iterator[Part]:
    yield "capacity", {}
    if rule.maximum is not None:
        yield "capacity.maximum", {"maximum": rule.maximum}


PARTS: dict[type[Rule], Callable[[Any], Iterator[Part]]] = {
    EntranceFee: _entrance_fee,
    Fee: _fee,
    Divisible: _divisible,
    EquipmentInRoom: _equipment_in_room,
    Capacity: _capacity,
}
