# SPDX-License-Identifier: MPL-2.0
"""A calendar feed of ten thousand events, whole and unchanged."""

import asyncio
import json
from time import perf_counter

import asyncpg

from services.shared.contracts.booking import BookingImported, OccurrenceState
from services.shared.db import create_pool, in_transaction
from services.shared.ids import new_id
from services.shared.outbox import put
from tests.load.figures import Figure, at_most, middle
from tests.load.http_client import read_answer, request
from tests.load.town import Town
from tests.running import Municipality

EVENTS, READS = 10_000, 30


async def measure_feed(running: Municipality, admin: asyncpg.Connection, town: Town) -> list[Figure]:
    """The events come the ordinary way: outbox, NATS, consumer."""
    await _tell(running, admin, town)
    key = running.key("--staff")
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    wish = json.dumps({"kind": "site", "calendar_id": str(town.site)}).encode()
    writer.write(request("POST", "/api/notify/v1/feeds", key, wish))
    status, made = await read_answer(reader)
    assert status == 201, made
    path = "/" + json.loads(made)["address"].split("/", 3)[3]
    whole, unchanged, etag, body = list[float](), list[float](), "", b""
    for _ in range(READS):
        began = perf_counter()
        writer.write(request("GET", path))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        body = await reader.readexactly(length)
        whole.append(perf_counter() - began)
        etag = head.split("etag:")[1].split("\r\n")[0].strip()
        began = perf_counter()
        writer.write(request("GET", path, If_None_Match=etag))
        status, _ = await read_answer(reader)
        unchanged.append(perf_counter() - began)
        assert status == 304
    writer.close()
    count = body.count(b"BEGIN:VEVENT")
    assert count >= EVENTS, count
    return [
        at_most(f"feed of {count:,} events", middle(whole) * 1e3, 60, "ms", f"median of {READS}, {len(body):,} bytes"),
        at_most("the same unchanged (304)", middle(unchanged) * 1e3, 5, "ms"),
    ]


async def _tell(running: Municipality, admin: asyncpg.Connection, town: Town) -> None:
    """Announce dates as imported, and wait until notify has them."""
    rows = await admin.fetch(
        "SELECT o.id, o.booking_id, o.room_id, r.name, lower(o.during) AS starts, upper(o.during) AS ends"
        " FROM booking.occurrences o JOIN booking.rooms r ON r.id = o.room_id"
        " WHERE o.room_id = ANY($1) AND lower(o.during) BETWEEN now() AND now() + interval '12 months' ORDER BY lower(o.during) LIMIT $2",
        list(town.rooms),
        EVENTS,
    )
    assert len(rows) == EVENTS, len(rows)
    now = await admin.fetchval("SELECT now()")
    pool = await create_pool(running.instance["database_url"], application="bench", max_size=1)
    for part in range(0, EVENTS, 1000):
        events = [_imported(town, row, now) for row in rows[part : part + 1000]]

        async def work(tx: asyncpg.Connection, events: list[BookingImported] = events) -> None:
            await tx.execute("SET LOCAL search_path = booking, public")
            for event in events:
                await put(tx, event, now=now)

        await in_transaction(pool, work)  # pyright: ignore[reportArgumentType]
    await pool.close()
    last = rows[-1]["id"]
    for _ in range(1200):
        if await admin.fetchval("SELECT EXISTS (SELECT FROM notify.calendar_entries WHERE occurrence_id = $1)", last):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("notify has not heard it all within two minutes")


def _imported(town: Town, row: asyncpg.Record, now: object) -> BookingImported:
    state = OccurrenceState(
        occurrence_id=row["id"],
        room_id=row["room_id"],
        room_name=row["name"],
        site_id=town.site,
        site_name="Målehallen",
        address="",
        starts_at=row["starts"],
        ends_at=row["ends"],
        status="confirmed",
        sequence=0,
    )
    return BookingImported(
        version=2,
        booking_id=new_id(),
        number="bench",
        association_id=town.associations[0],
        association_name="Måleforening",
        purpose="Måling af kalender",
        occurrences=(state,),
        occurred_at=now,  # pyright: ignore[reportArgumentType]
    )
