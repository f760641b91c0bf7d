# SPDX-License-Identifier: MPL-2.0
"""The drawn map: right about directions, readable when places lie close, and silent without coordinates."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as some

from services.dialogue.model import Place
from services.dialogue.web.programme.place_map import HEIGHT, WIDTH, draw_map

DENMARK = some.tuples(some.floats(54.5, 57.8), some.floats(8, 15.2))


def at(latitude: float | None, longitude: float | None, name: str = "Sted") -> Place:
    return Place(name, latitude=latitude, longitude=longitude)


def test_north_is_up_and_east_is_right() -> None:
    drawn = draw_map([at(55.0, 10.0), at(55.1, 10.0), at(55.0, 10.2)])
    assert drawn
    south, north, east = drawn.pins
    assert north.y < south.y
    assert east.x > south.x


def test_without_coordinates_there_is_no_map_and_numbers_stay_those_of_the_list() -> None:
    assert draw_map([at(None, None)]) is None
    drawn = draw_map([at(None, None), at(55.0, 10.0)])
    assert drawn
    assert [pin.number for pin in drawn.pins] == [2]


def test_places_in_one_street_are_told_apart() -> None:
    drawn = draw_map([at(55.0, 10.0)] * 4 + [at(55.3, 10.5)])
    assert drawn
    for one, other in combinations(drawn.pins, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 20


@given(some.lists(DENMARK, min_size=1, max_size=12))
def test_every_place_is_on_the_paper(points: list[tuple[float, float]]) -> None:
    drawn = draw_map([at(*point) for point in points])
    assert drawn
    assert len(drawn.pins) == len(points)
    assert all(0 < pin.x < WIDTH and 0 < pin.y < HEIGHT for pin in drawn.pins)
    assert drawn == draw_map([at(*point) for point in points])
