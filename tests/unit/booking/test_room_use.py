# SPDX-License-Identifier: MPL-2.0
"""How many it takes to have a room, how many it holds, its parts and what is in it."""

from dataclasses import replace

import pytest

from services.booking.rules.capacity import Capacity, capacity
from services.booking.rules.divisible import Divisible, divisible
from services.booking.rules.equipment_in_room import EquipmentInRoom, equipment_in_room
from services.booking.rules.minimum_attendance import MinimumAttendance, minimum_attendance
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import ROOM, facts, wish

HALF = {"name": {"da": "Den halve hal", "en": "Half of the hall"}, "room": "halv-hal", "capacity": 20}


def test_it_takes_as_many_as_the_rule_says() -> None:
    rule = MinimumAttendance(minimum=12)
    assert code_of(minimum_attendance(wish(attendance=11), facts(), rule)) == "too_few_people"
    assert minimum_attendance(wish(attendance=12), facts(), rule) is None


@pytest.mark.parametrize(("layout", "holds"), [("theatre", 60), ("tables", 24), ("", 40), ("camp", 40)])
def test_a_room_holds_what_its_set_up_holds_and_else_what_the_room_does(layout: str, holds: int) -> None:
    known = facts(room=replace(ROOM, capacity_by_layout={"theatre": 60, "tables": 24}))
    assert capacity(wish(layout=layout, attendance=holds), known, Capacity()) is None
    verdict = capacity(wish(layout=layout, attendance=holds + 1), known, Capacity())
    assert verdict and verdict.parameters["capacity"] == holds


def test_a_lower_figure_of_the_policy_counts_and_a_higher_one_does_not() -> None:
    assert capacity(wish(attendance=13), facts(), Capacity(maximum=12))
    assert capacity(wish(attendance=12), facts(), Capacity(maximum=12)) is None
    assert capacity(wish(attendance=41), facts(), Capacity(maximum=99))
    unpublished = facts(room=replace(ROOM, capacity=None))
    assert capacity(wish(attendance=13), unpublished, Capacity(maximum=12))


@pytest.mark.parametrize(
    ("attendance", "whole_from", "code"),
    [
        (20, None, "a_part_will_do"),
        (21, None, None),
        (20, 30, "a_part_will_do"),
        (29, 30, "too_few_for_the_whole"),
        (30, 30, None),
        (15, 10, None),
    ],
)
def test_few_are_pointed_to_a_part(attendance: int, whole_from: int | None, code: str | None) -> None:
    rule = Divisible.model_validate({"parts": [HALF], "whole_from": whole_from})
    assert code_of(divisible(wish(attendance=attendance), facts(), rule)) == code


def test_a_part_that_lacks_what_is_asked_for_is_not_proposed() -> None:
    rule = Divisible.model_validate({"parts": [{**HALF, "equipment": ["screen"]}]})
    assert divisible(wish(equipment=("microphone",)), facts(), rule) is None
    assert divisible(wish(equipment=("screen",)), facts(), rule)


def test_the_part_itself_is_not_told_to_be_smaller() -> None:
    rule = Divisible.model_validate({"parts": [HALF]})
    assert divisible(wish(), facts(room=replace(ROOM, slug="halv-hal")), rule) is None


def test_what_is_neither_there_nor_can_be_brought_is_named() -> None:
    known = facts(room=replace(ROOM, equipment=frozenset({"screen"})))
    verdict = equipment_in_room(
        wish(equipment=("screen", "stage", "piano")), known, EquipmentInRoom(on_request=("stage",))
    )
    assert verdict and verdict.parameters == {"equipment": ("piano",)}
    assert code_of(verdict) == "equipment_not_there"
    assert equipment_in_room(wish(equipment=("screen",)), known, EquipmentInRoom()) is None
