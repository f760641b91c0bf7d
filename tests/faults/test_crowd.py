# SPDX-License-Identifier: MPL-2.0
"""The plug pulled while a crowd signs up: what people were told is what is stored, and each is written to once."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.faults.test_whole import faults_said, server_of
from tests.load.crowd import make_session
from tests.running import Municipality, municipality

SEATS, CROWD, CLIENTS, KILLS = 60, 400, 12, 6
CLEAN = {202, 503}
"""Signed up, or come again."""


@pytest.fixture
def town() -> Generator[Municipality]:
    """Its own, for it is broken on purpose; its servers are started again when they die."""
    with municipality() as running:
        yield running


@dataclass
class Crowd:
    """People who press again until they are answered, as people do."""

    town: Municipality
    session_id: str
    told: dict[str, str] = field(default_factory=dict[str, str])
    """Address -> "held" or "waiting"."""
    statuses: list[int] = field(default_factory=list[int])
    cut_off: int = 0

    async def run(self) -> None:
        people = iter(range(CROWD))
        async with httpx.AsyncClient(base_url=self.town.url, timeout=15) as http:
            await asyncio.gather(*(self._client(http, people) for _ in range(CLIENTS)))

    async def _client(self, http: httpx.AsyncClient, people: Any) -> None:
        for number in people:
            email, key = f"p{number}@crowd.example", str(uuid4())
            while email not in self.told:
                try:
                    await self._press(http, email, key, number)
                except httpx.HTTPError:
                    self.cut_off += 1
                await asyncio.sleep(random.uniform(0.05, 0.15))

    async def _press(self, http: httpx.AsyncClient, email: str, key: str, number: int) -> None:
        answer = await http.post(
            f"/api/dialogue/v1/sessions/{self.session_id}/sign-ups",
            json={"name": f"Person {number}", "email": email, "companions": 0},
            headers={"Idempotency-Key": key, "X-Forwarded-For": f"10.0.{number >> 8}.{number & 255}"},
        )
        self.statuses.append(answer.status_code)
        if answer.status_code == 202:
            self.told[email] = answer.json()["state"]


async def settled(admin: asyncpg.Connection, seconds: float = 120) -> None:
    """Wait until every event is out and every mail over."""
    for _ in range(int(seconds * 4)):
        if await admin.fetchval(
            "SELECT NOT EXISTS (SELECT FROM dialogue.outbox WHERE published_at IS NULL)"
            " AND (SELECT count(*) FROM notify.deliveries WHERE kind IN ('sign_up.held', 'sign_up.queued') AND finished_at IS NOT NULL)"
            "   >= (SELECT count(*) FROM dialogue.sign_ups WHERE email LIKE '%@crowd.example')"
        ):
            return
        await asyncio.sleep(0.25)
    raise AssertionError("events or mails stay behind")


async def test_what_a_crowd_was_told_is_what_is_stored_whoever_is_killed(town: Municipality) -> None:
    session = await make_session(town, SEATS)
    crowd = Crowd(town, str(session.id))

    async def pull_plugs() -> None:
        for number in range(KILLS):
            await asyncio.sleep(random.uniform(0.4, 1.2))
            if number == 2:
                server_of(town, "nats-server").send_signal(signal.SIGKILL)
            elif number == 4:
                server_of(town, "postgres").send_signal(signal.SIGKILL)
                await asyncio.sleep(3)  # let it come back under its keeper before the keeper itself is killed
            else:
                town.kill()
                await asyncio.to_thread(town.start)

    pulling = asyncio.create_task(pull_plugs())
    await crowd.run()
    await pulling
    assert crowd.cut_off, "no call was cut off: the kills did not hit the crowd"
    assert set(crowd.statuses) <= CLEAN, (Counter(crowd.statuses), faults_said(town))

    admin = await asyncpg.connect(town.instance["database_url"])
    await settled(admin)
    rows = await admin.fetch("SELECT email, state, seats FROM dialogue.sign_ups WHERE session_id = $1", session.id)
    assert {row["email"]: row["state"] for row in rows} == crowd.told
    assert len(rows) == CROWD, "somebody has two"
    assert sum(row["seats"] for row in rows if row["state"] == "held") == SEATS
    events = await admin.fetch(
        "SELECT o.aggregate_id, count(*) AS n FROM dialogue.outbox o JOIN dialogue.sign_ups u ON u.id = o.aggregate_id"
        " WHERE u.session_id = $1 GROUP BY 1",
        session.id,
    )
    assert {row["n"] for row in events} == {1}
    assert len(events) == CROWD
    await admin.close()
    mails = [mail for mail in town.mails() if "@crowd.example" in mail["To"]]
    assert Counter(mail["Message-ID"] for mail in mails).most_common(1)[0][1] == 1
    addressed = Counter(mail["To"].addresses[0].addr_spec for mail in mails)
    assert addressed == Counter(dict.fromkeys(crowd.told, 1))
