# SPDX-License-Identifier: MPL-2.0
"""Which room suits a session best."""

from typing import Any
from uuid import UUID

from services.booking.rules.best_room import PossibleRoom, in_order, is_too_small, lacks
from services.shared.contracts.rooms import RoomNeed
from tests.unit.booking.wishes import NOW


def room(name: str, **facts: Any) -> PossibleRoom:
    known: dict[str, Any] = dict.fromkeys(
        ("city", "postcode", "latitude", "longitude", "step_free", "hearing_loop", "accessible_toilet", "quiet_room")
    )
    fine = {
        "id": UUID(bytes=name.encode().rjust(16)),
        "name": name,
        "type": "meeting_room",
        "capacity": 40,
        "equipment": (),
    }
    where = {"site_id": UUID(int=1), "site_name": "Huset", "address": "", "is_open": True, "is_free": True}
    return PossibleRoom(**known | fine | where | facts)


def need(**changes: Any) -> RoomNeed:
    return RoomNeed(**{"starts_at": NOW, "ends_at": NOW, "people": 30} | changes)


def names(rooms: list[PossibleRoom], **wants: Any) -> list[str]:
    return [one.name for one in in_order(rooms, need(**wants))]


def test_the_smallest_that_holds_them_comes_first_and_the_too_small_last() -> None:
    assert names([room("200", capacity=200), room("20", capacity=20), room("30", capacity=30)]) == ["30", "200", "20"]
    assert is_too_small(room("20", capacity=20), need())


def test_a_room_nobody_has_measured_is_proposed_after_those_known_to_hold_them() -> None:
    unknown = room("?", capacity=None)
    assert names([unknown, room("200", capacity=200)]) == ["200", "?"]
    assert lacks(unknown, need()) == ("people",)
    assert not is_too_small(unknown, need())


def test_what_is_missing_and_what_is_not_known_weigh_the_same() -> None:
    wants = {"step_free": True, "equipment": ("projector",)}
    rooms = [room("no", step_free=False), room("?"), room("yes", step_free=True, equipment=("projector",))]
    assert names(rooms, **wants)[0] == "yes"
    assert lacks(rooms[0], need(**wants)) == lacks(rooms[1], need(**wants)) == ("step_free", "projector")


def test_what_people_need_comes_before_where_it_is() -> None:
    near, far = room("near", postcode="8000"), room("far", hearing_loop=True, capacity=90)
    assert names([far, near], near="8000") == ["near", "far"]
    assert names([near, far], near="8000", hearing_loop=True) == ["far", "near"]


def test_a_sports_hall_will_do_when_nothing_else_does_and_a_pool_never() -> None:
    rooms = [room("pool", type="pool"), room("hall", type="sports_hall", capacity=30), room("room", capacity=90)]
    assert names(rooms) == ["room", "hall"]
