# SPDX-License-Identifier: MPL-2.0
"""Bookings per second over HTTP with every rule on, against pgbench storing the same rows with no questions asked."""

import json
import re
from datetime import timedelta
from uuid import UUID

from services.booking.store.bookings import _INSERT  # the very statement that a booking is stored with
from tests.load.figures import Figure, at_least
from tests.load.http_client import request, send_all
from tests.load.pgbench import transactions_per_second
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
    bare = await transactions_per_second(running, _script(town), CLIENTS, "booking")
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
