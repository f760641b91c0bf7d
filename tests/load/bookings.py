# SPDX-License-Identifier: MPL-2.0
"""Bookings per second over HTTP with every rule on, against pgbench storing the same rows with no questions asked."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from services.booking.model import NO_MARGINS, Actor, Facts, Occurrence, Room, Span, Status, Wish
from services.booking.rules.policy import Policy
from services.booking.store.bookings import insert_booking
from services.shared.db import Tx
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
    bare = await transactions_per_second(running, await _script(town), CLIENTS, "booking")
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


async def _script(town: Town) -> str:
    """The rows of one booking and its event, by the very statement a booking is stored with; ids and times from the server."""
    statement, values = await _as_stored(town)
    during = (
        "ARRAY[tstzrange(timestamptz '2100-01-01Z' + :n * interval '1 minute',"
        " timestamptz '2100-01-01Z' + (:n + 1) * interval '1 minute')]"
    )
    given = {number: _literal(value) for number, value in enumerate(values, start=1)}
    given |= {1: _id("a"), 11: "'[]'", 14: "now()", 27: f"ARRAY[{_id('b')}]", 29: during, 30: during}
    insert = re.sub(r"\$(\d+)\b", lambda found: given[int(found[1])], statement.strip())
    payload = json.dumps({"data": "x" * 1100})
    return f"""\\set n random(1, 100000000000)
BEGIN;
{insert};
INSERT INTO outbox (event_id, type, aggregate_id, version, payload, stored_at, published_at)
VALUES ({_id("c")}, 'bench', {_id("a")}, 1, '{payload}', now(), now());
COMMIT;
"""


class _Recorder:
    """Takes the place of a transaction, and keeps what it was asked."""

    asked: tuple[str, tuple[Any, ...]]

    async def fetchval(self, statement: str, *values: Any) -> str:
        self.asked = (statement, values)
        return ""


async def _as_stored(town: Town) -> tuple[str, tuple[Any, ...]]:
    now = datetime.now(UTC)
    span = Span(now, now + timedelta(hours=1))
    room = Room(town.rooms[0], "Målerum", town.site, "Målehallen", "", 50, town.calendar, town.policy)
    wish = Wish(town.associations[0], room.id, span, "Måling", 10)
    recorder = _Recorder()
    await insert_booking(
        cast("Tx", recorder),
        wish,
        Facts(now=now, room=room, hours=(), closed_days=(), association=None),
        [Occurrence(uuid4(), room, span, Status.CONFIRMED, 0, NO_MARGINS, ())],
        policy=Policy(
            policy_id=town.policy,
            version=1,
            name="",
            valid_from=now.date(),
            adopted_by="",
            adopted_on=now.date(),
            rules=(),
        ),
        verdicts=(),
        actor=Actor(town.associations[0], "Måler", association_id=town.associations[0]),
        now=now,
        details={},
    )
    return recorder.asked


def _literal(value: Any) -> str:
    """As text; the statement says, or the column does, what it is."""
    match value:
        case None:
            return "NULL"
        case list():
            items: list[Any] = value
            return f"ARRAY[{', '.join(map(_literal, items))}]" if items else "'{}'"
        case dict():
            return f"'{json.dumps(value)}'"
        case _:
            return "'" + str(value).replace("'", "''") + "'"


def _id(kind: str) -> str:
    """A UUID from the transaction's random number, so that ids cost no round trip."""
    return f"('{kind}0000000-0000-4000-8000-' || lpad(to_hex(:n), 12, '0'))::uuid"
