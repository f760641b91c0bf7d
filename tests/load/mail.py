# SPDX-License-Identifier: MPL-2.0
"""From the answer to a booking until its mail lies in the box."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

import asyncpg

from services.shared.demo import DEMO_PERSONS
from tests.load.figures import Figure, at_most, middle
from tests.load.http_client import read_answer, request
from tests.load.town import Town, slot
from tests.running import Municipality

MAILS = 60


async def measure_mail(
    running: Municipality, admin: asyncpg.Connection, town: Town, keys: dict[UUID, str], first: int
) -> Figure:
    """One booking at a time, timed until its file is there."""
    association = town.associations[0]
    # The portal must know who is told.
    await admin.execute(
        "UPDATE booking.association_roles SET person_id = $2 WHERE association_id = $1", association, DEMO_PERSONS[4].id
    )
    box, seconds = running.data_dir / "mailbox", list[float]()
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    for number in range(MAILS):
        room, start = slot(first + number * 50, town.rooms)
        body = json.dumps(
            {
                "association_id": str(association),
                "room_id": str(room),
                "starts_at": start.isoformat(),
                "ends_at": (start + timedelta(hours=1)).isoformat(),
                "purpose": "Måling af post",
                "attendance": 10,
            }
        ).encode()
        before = _mails(box)
        writer.write(request("POST", "/api/booking/v1/bookings", keys[association], body))
        status, answer = await read_answer(reader)
        began = perf_counter()
        assert status == 201, answer
        while _mails(box) == before:
            assert perf_counter() - began < 10, "no mail within ten seconds"
            await asyncio.sleep(0.005)
        seconds.append(perf_counter() - began)
    writer.close()
    return at_most("booking to mail in the box, median", middle(seconds) * 1e3, 300, "ms", f"{MAILS} bookings")


def _mails(box: Path) -> int:
    return sum(1 for _ in box.glob("*.eml")) if box.exists() else 0
