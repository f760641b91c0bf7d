# SPDX-License-Identifier: MPL-2.0
"""Where sessions are, drawn by ourselves: no map of others is asked, so nobody is told who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from services.dialogue.model import Place

WIDTH, HEIGHT, MARGIN = 640.0, 440.0, 48.0
APART = 34.0
"""Pins nearer to each other than this are pushed apart, so that every number can be read and pressed."""
_KM_PER_DEGREE = 111.32
_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)


@dataclass(frozen=True, slots=True)
class Pin:
    """One place on the map, by its number in the list."""

    number: int
    x: float
    y: float
    name: str
    named_left: bool
    """The name stands to the left, for there is no room to the right."""


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
    pins = tuple(
        Pin(number, round(x, 1), round(y, 1), one.name, x > WIDTH * 0.6)
        for (number, one), (x, y) in zip(known, points, strict=True)
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


def _push_apart(points: list[list[float]]) -> None:
    """A little, again and again; the same places always end in the same way."""
    for _ in range(60):
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
