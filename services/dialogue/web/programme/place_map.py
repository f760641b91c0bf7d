# SPDX-License-Identifier: MPL-2.0
"""Where sessions are, drawn by ourselves: no map of others is asked, so nobody is told who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from services.dialogue.model import Place

WIDTH, HEIGHT, MARGIN = 640.0, 440.0, 48.0
APART = 34.0
"""Pins nearer to each other than this are pushed apart, so that every number can be read and pressed."""
_LETTER = 7.6
"""How wide a letter of a name is, about."""
_KM_PER_DEGREE = 111.32
_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)


type Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One place on the map, by its number in the list."""

    number: int
    x: float
    y: float
    name: str
    side: str
    """Where the name stands: `right`, `left`, or nowhere when there is no room; the list has it."""


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The drawing: pins over squares of a known size."""

    pins: tuple[Pin, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    square_km: float


def draw_map(places: Sequence[Place]) -> PlaceMap | None:
    """North is up. None when no place has coordinates; those without are left out, and keep their number in the list."""
    known = [(number, one) for number, one in enumerate(places, start=1) if _has_coordinates(one)]
    if not known:
        return None
    kilometres = [_kilometres(one) for _, one in known]
    scale, origin = _fit(kilometres)
    points = [[(x - origin[0]) * scale, HEIGHT - (y - origin[1]) * scale] for x, y in kilometres]
    _push_apart(points)
    sides = _sides([one.name for _, one in known], points)
    pins = tuple(
        Pin(number, round(x, 1), round(y, 1), one.name, side)
        for (number, one), (x, y), side in zip(known, points, sides, strict=True)
    )
    square = next((step for step in _STEPS if step * scale >= 70), _STEPS[-1])
    return PlaceMap(pins, _lines(WIDTH, square * scale), _lines(HEIGHT, square * scale), square)


def _has_coordinates(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None


def _kilometres(place: Place) -> tuple[float, float]:
    """East and north; true enough over a municipality."""
    latitude, longitude = place.latitude or 0.0, place.longitude or 0.0
    return longitude * _KM_PER_DEGREE * cos(radians(56)), latitude * _KM_PER_DEGREE


def _fit(kilometres: Sequence[tuple[float, float]]) -> tuple[float, tuple[float, float]]:
    """Pixels for a kilometre, and what lies in the lower left corner. A single place has a few kilometres around it."""
    xs, ys = [x for x, _ in kilometres], [y for _, y in kilometres]
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return scale, (middle[0] - WIDTH / 2 / scale, middle[1] - HEIGHT / 2 / scale)


def _sides(names: Sequence[str], points: Sequence[Sequence[float]]) -> list[str]:
    """Names never lie over pins or each other; the first come first."""
    boxes = [(x - 18, y - 18, x + 18, y + 18) for x, y in points]
    sides = list[str]()
    for name, (x, y) in zip(names, points, strict=True):
        wide = len(name) * _LETTER
        right, left = (x + 20, y - 10, x + 22 + wide, y + 10), (x - 22 - wide, y - 10, x - 20, y + 10)
        side, box = next(
            ((side, box) for side, box in (("right", right), ("left", left)) if _has_room(box, boxes)), ("", None)
        )
        sides.append(side)
        boxes += [box] if box else []
    return sides


def _has_room(box: Box, others: Sequence[Box]) -> bool:
    if box[0] < 0 or box[2] > WIDTH:
        return False
    return not any(box[0] < one[2] and one[0] < box[2] and box[1] < one[3] and one[1] < box[3] for one in others)


def _push_apart(points: list[list[float]]) -> None:
    """A little, again and again; the same places always end in the same way."""
    for _ in range(300):
        for place, one in enumerate(points):
            for other in points[place + 1 :]:
                _push(one, other, place)
        for one in points:
            one[0] = min(max(one[0], APART / 2), WIDTH - APART / 2)
            one[1] = min(max(one[1], APART / 2), HEIGHT - APART / 2)


def _push(one: list[float], other: list[float], place: int) -> None:
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = hypot(dx, dy)
    if distance >= APART:
        return
    if distance < 0.01:  # the same spot: each in a direction of its own
        dx, dy, distance = 1.0, 0.3 + 0.4 * place, hypot(1.0, 0.3 + 0.4 * place)
        lacking = APART / 2
    else:
        lacking = (APART - distance) / 2
    one[0] -= dx / distance * lacking
    one[1] -= dy / distance * lacking
    other[0] += dx / distance * lacking
    other[1] += dy / distance * lacking


def _lines(length: float, step: float) -> tuple[float, ...]:
    first = (length / 2) % step
    return tuple(round(first + step * number, 1) for number in range(int((length - first) / step) + 1))
