# SPDX-License-Identifier: MPL-2.0
"""A club that books, moves and cancels all the time, and remembers what it was told."""

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from services.shared.demo import DEMO_ASSOCIATIONS
from services.shared.wall_clock import ZONE
from tests.running import Municipality

CLEAN = {201, 200, 409, 422, 503}
"""What a caller may be answered while something is broken: it went well, it could not be had, or come again."""


PAUSE = 0.3
"""Seconds between two calls of one client: each booking is a mail, and all of them are read afterwards."""

DAYS = 250
"""Days over which it books: no club has a thousand dates in one week, of which every further one would read them all."""


@dataclass
class Load:
    """What was asked and answered."""

    town: Municipality
    key: str
    rooms: list[UUID]
    association: UUID = DEMO_ASSOCIATIONS[0].id
    told: set[str] = field(default_factory=set[str])
    """Bookings somebody was told they have."""
    statuses: list[int] = field(default_factory=list[int])
    broken: int = 0
    """Calls that got no answer: the process was gone."""
    slots: Any = field(default_factory=itertools.count)

    async def run(self, stop: asyncio.Event, clients: int = 4) -> None:
        """Until `stop` is set."""
        async with httpx.AsyncClient(base_url=self.town.url, timeout=15) as http:
            await asyncio.gather(*(self._client(http, stop) for _ in range(clients)))

    async def _client(self, http: httpx.AsyncClient, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self._book(http)
            except httpx.HTTPError:
                self.broken += 1
            await asyncio.sleep(PAUSE)

    async def _book(self, http: httpx.AsyncClient) -> None:
        answer = await http.post(
            "/api/booking/v1/bookings", json=self._wish(), headers={"Authorization": f"Bearer {self.key}"}
        )
        self.statuses.append(answer.status_code)
        if answer.status_code == 201:
            self.told.add(answer.json()["id"])

    def _wish(self) -> dict[str, Any]:
        number = next(self.slots)
        later, number_of_day = number % DAYS, number // DAYS
        day = datetime.now(ZONE).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=21 + later)
        start = day + timedelta(hours=number_of_day // len(self.rooms) % 10)
        return {
            "association_id": str(self.association),
            "room_id": str(self.rooms[number_of_day % len(self.rooms)]),
            "starts_at": start.isoformat(),
            "ends_at": (start + timedelta(minutes=30)).isoformat(),
            "purpose": f"Under pres {number}",
            "attendance": 2,
        }


async def prepare(town: Municipality) -> Load:
    """A key of the handball club, and the rooms it may have at once; what only advises or limits is out of the way."""
    admin = await asyncpg.connect(town.instance["database_url"])
    rows = await admin.fetch(
        "SELECT id FROM booking.rooms WHERE type = 'meeting_room' AND part_of IS NULL ORDER BY slug LIMIT 30"
    )
    await admin.close()
    return Load(town, town.association_key(DEMO_ASSOCIATIONS[0].id), [row["id"] for row in rows])


async def settled(town: Municipality, seconds: float = 90) -> None:
    """Wait until every event is out, every delivery over, and the calendar has caught up. Raises AssertionError."""
    admin = await asyncpg.connect(town.instance["database_url"])
    try:
        for _ in range(int(seconds * 5)):
            if await admin.fetchval(_SETTLED):
                return
            await asyncio.sleep(0.2)
        raise AssertionError(dict(await admin.fetchrow(_WAITING) or {}))
    finally:
        await admin.close()


_SETTLED = """
    SELECT NOT EXISTS (SELECT FROM booking.outbox WHERE published_at IS NULL)
       AND NOT EXISTS (SELECT FROM notify.deliveries
                       WHERE state NOT IN ('sent', 'skipped', 'expired', 'permanent_failure'))
       AND NOT EXISTS (
           SELECT FROM booking.outbox o
           WHERE o.type LIKE 'booking.booking.%' AND NOT EXISTS (
               SELECT FROM notify.inbox i WHERE i.event_id = o.event_id AND i.consumer = 'notify-calendar'))
"""
_WAITING = """
    SELECT (SELECT count(*) FROM booking.outbox WHERE published_at IS NULL) AS unpublished,
           (SELECT jsonb_object_agg(state, n) FROM (
               SELECT state, count(*) AS n FROM notify.deliveries GROUP BY state) s)::text AS deliveries,
           (SELECT count(*) FROM notify.inbox WHERE consumer = 'notify-calendar') AS heard,
           (SELECT count(*) FROM booking.outbox) AS said
"""
