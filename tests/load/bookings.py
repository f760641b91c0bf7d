# SPDX-License-Identifier: MPL-2.0
"""Bookings per second over HTTP with every rule on, against pgbench storing the same rows with no questions asked."""

import asyncio
import json
import re
import subprocess
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from infra.local.programs import postgres_folder
from services.booking.store.bookings import _INSERT  # the very statement that a booking is stored with
from tests.load.figures import Figure, at_least
from tests.load.http_client import request, send_all
from tests.load.town import Town, slot
from tests.running import Municipality

CLIENTS = 16
WARM_UP, MEASURED = 400, 4000


async def measure_bookings(running: Municipality, town: Town, keys: dict[UUID, str], first: int) -> Figure:
    """One booking is one POST with a key, all checks, the event beside it."""
    bodies = [_booking(town, keys, first + number) for number in range(WARM_UP + MEASURED)]
    await send_all(running.port, bodies[:WARM_UP], CLIENTS)
    answers = await send_all(running.port, bodies[WARM_UP:], CLIENTS)
    ours = answers.by_status.get(201, 0) / answers.elapsed
    bare = await _bare(running, town)
    remark = f"{ours:.0f}/s against {bare:.0f}/s; statuses {answers.by_status}"
    return at_least("bookings over HTTP / bare insert with outbox", ours / bare, 0.25, remark)


def _booking(town: Town, keys: dict[UUID, str], number: int) -> bytes:
    room, start = slot(number, town.rooms)
    association = town.associations[number % len(town.associations)]
    body = {
        "association_id": str(association),
        "room_id": str(room),
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=1)).isoformat(),
        "purpose": "Måling",
        "attendance": 10,
    }
    return request("POST", "/api/booking/v1/bookings", keys[association], json.dumps(body).encode())


async def _bare(running: Municipality, town: Town) -> float:
    """Transactions per second of pgbench with as many clients."""
    script = running.data_dir / "bare.sql"
    script.write_text(_script(town), encoding="utf-8")
    parts = urlsplit(running.instance["database_url"])
    query = parse_qs(parts.query)
    host = query["host"][0] if "host" in query else parts.hostname or ""
    command = [str(postgres_folder() / "pgbench"), "-n", "-c", str(CLIENTS), "-j", "1", "-T", "8", "-f", str(script)]
    command += ["-h", host, "-U", parts.username or "postgres", "-p", str(parts.port or query.get("port", ["5432"])[0])]
    environment = {"PGPASSWORD": parts.password or "", "PGOPTIONS": "-c search_path=booking,public"}
    done = await asyncio.to_thread(
        subprocess.run,
        [*command, parts.path.lstrip("/")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    return float(found[1])


def _script(town: Town) -> str:
    """The rows of one booking and its event; ids and times from the server, everything else fixed."""
    given = {
        2: f"'{town.associations[0]}'::uuid",
        3: "'Måling'",
        4: "''",
        5: "''",
        6: "''",
        7: "10",
        8: "''",
        9: f"'{town.policy}'::uuid",
        10: "1",
        11: "'[]'::jsonb",
        12: f"'{town.associations[0]}'::uuid",
        13: "'Måler'",
        14: "now()",
        16: f"'{town.rooms[0]}'::uuid",
        17: "tstzrange(timestamptz '2100-01-01Z' + :n * interval '1 minute',"
        " timestamptz '2100-01-01Z' + (:n + 1) * interval '1 minute')",
        18: "'confirmed'",
        19: "false",
        20: "'{}'::jsonb",
        21: "NULL::uuid",
        22: "tstzrange(timestamptz '2100-01-01Z' + :n * interval '1 minute',"
        " timestamptz '2100-01-01Z' + (:n + 1) * interval '1 minute')",
        23: "0",
        24: "0",
        15: _id("b"),
        1: _id("a"),
    }
    insert = re.sub(r"\$(\d+)\b", lambda found: given[int(found[1])], _INSERT.strip())
    payload = json.dumps({"data": "x" * 1100})
    return f"""\\set n random(1, 100000000000)
BEGIN;
{insert};
INSERT INTO outbox (event_id, type, aggregate_id, version, payload, stored_at, published_at)
VALUES ({_id("c")}, 'bench', {_id("a")}, 1, '{payload}', now(), now());
COMMIT;
"""


def _id(kind: str) -> str:
    """A UUID from the transaction's random number, so that ids cost no round trip."""
    return f"('{kind}0000000-0000-4000-8000-' || lpad(to_hex(:n), 12, '0'))::uuid"
