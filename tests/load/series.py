# SPDX-License-Identifier: MPL-2.0
"""A series of forty dates, tried and booked over HTTP, against one booking; and what is found instead of a taken one."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from services.shared.wall_clock import local
from tests.load.figures import Figure, at_most, middle
from tests.load.http_client import read_answer, request
from tests.load.town import Town
from tests.running import Municipality

DATES, ROUNDS = 40, 30


async def measure_series(running: Municipality, town: Town, keys: dict[UUID, str]) -> list[Figure]:
    """One at a time, each in a room of its own."""
    client = _Client(*await asyncio.open_connection("127.0.0.1", running.port))
    single: list[float] = []
    series: list[float] = []
    for number in range(ROUNDS):
        room, association = town.rooms[number], town.associations[number % len(town.associations)]
        single.append(await _try_and_book(client, "bookings", keys[association], _booking(association, room)))
        series.append(await _try_and_book(client, "series", keys[association], _series(association, room)))
    client.close()
    ours, one = middle(series), middle(single)
    return [
        at_most(f"series of {DATES} dates over HTTP, tried and booked, median", ours * 1e3, 300, "ms"),
        at_most("that / one booking tried and booked", ours / one, 5, "x", f"one: {one * 1e3:.1f} ms"),
    ]


async def measure_instead(running: Municipality, town: Town, keys: dict[UUID, str]) -> Figure:
    """The trial of a series that meets taken dates, with all that is looked for instead; the rooms are filled before."""
    client = _Client(*await asyncio.open_connection("127.0.0.1", running.port))
    seconds: list[float] = []
    offers = 0
    for number in range(ROUNDS):
        association = town.associations[1 + number % (len(town.associations) - 1)]  # the first fills the rooms
        body = _series(association, town.rooms[-1 - number])
        elapsed, answer = await client.ask(200, "series/trial", keys[association], body)
        seconds.append(elapsed)
        assert answer["counts"].get("taken"), answer["counts"]
        offers += len(answer["whole"]) + len(answer["gaps"])
    client.close()
    assert offers, "nothing was found instead of any"
    rooms = len(town.rooms)
    remark = f"slowest {max(seconds) * 1e3:.0f} ms, {offers / ROUNDS:.1f} offers each"
    return at_most(
        f"instead of a season's series, among {rooms} rooms, median", middle(seconds) * 1e3, 1000, "ms", remark
    )


class _Client:
    """One kept connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, expected: int, path: str, key: str, body: dict[str, Any]) -> tuple[float, dict[str, Any]]:
        """Seconds, and the answer."""
        began = perf_counter()
        self._writer.write(request("POST", f"/api/booking/v1/{path}", key, json.dumps(body).encode()))
        status, answer = await read_answer(self._reader)
        elapsed = perf_counter() - began
        assert status == expected, answer
        return elapsed, json.loads(answer)

    def close(self) -> None:
        """Nothing more is asked."""
        self._writer.close()


async def _try_and_book(client: _Client, what: str, key: str, body: dict[str, Any]) -> float:
    tried, answer = await client.ask(200, f"{what}/trial", key, body)
    booked, made = await client.ask(201, what, key, body)
    if what == "series":
        assert answer["counts"] == {"confirmed": DATES} or answer["counts"].get("free") == DATES, answer["counts"]
        assert len(made["dates"]) == DATES, made
    return tried + booked


def _begins() -> datetime:
    """Off the hour that single bookings are measured at, and on one of those that `search.fill` takes."""
    return local(datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=7, hours=8))


def _booking(association: UUID, room: UUID) -> dict[str, Any]:
    starts = _begins() - timedelta(days=1)
    return _wish(association, room) | {
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=1)).isoformat(),
    }


def _series(association: UUID, room: UUID) -> dict[str, Any]:
    starts = _begins()
    ends = starts + timedelta(hours=1)
    return _wish(association, room) | {
        "recurrence": {
            "every": "week",
            "first": starts.date().isoformat(),
            "count": DATES,
            "weekdays": [starts.isoweekday()],
            "starts": f"{starts:%H:%M}",
            "ends": f"{ends:%H:%M}",
            "days": (ends.date() - starts.date()).days,
        }
    }


def _wish(association: UUID, room: UUID) -> dict[str, Any]:
    return {"association_id": str(association), "room_id": str(room), "purpose": "Måling", "attendance": 10}
