# SPDX-License-Identifier: MPL-2.0
"""A flash crowd: 5,000 sign-ups for 500 seats in a minute over HTTP, the mails going out behind, everybody else served."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import perf_counter
from uuid import UUID

import asyncpg

from services.dialogue.model import Session
from services.shared.db import create_pool
from services.shared.settings import Settings, service_dsn
from tests.integration.dialogue.meeting import hold, meeting
from tests.load.figures import Figure, at_least, at_most, percentile
from tests.load.http_client import Answers, read_answer, request, send_all
from tests.load.pgbench import transactions_per_second
from tests.running import Municipality

SEATS, CROWD, SECONDS = 500, 5_000, 60
CONNECTIONS = 100
CLIENTS = 16
WARM_UP, MEASURED = 200, 2_000
MAIL_PATIENCE = 240


@dataclass
class Seen:
    """What the crowd, and somebody looking for a room meanwhile, met."""

    answers: Answers = field(default_factory=Answers)
    front_page: list[float] = field(default_factory=list[float])


async def measure_crowd(running: Municipality, admin: asyncpg.Connection) -> list[Figure]:
    """The crowd first, then how many a second could be had, against a bare locked insert."""
    session = await make_session(running, SEATS)
    seen = await _crowd(running, session)
    stored = await count(admin, session.id)
    found = [
        at_most("flash crowd: sign-ups answered 5xx or not at all", _bad(seen.answers), 0, ""),
        at_most("flash crowd: seats given beyond the 500", max(0, stored["seated"] - SEATS), 0, ""),
        at_most("flash crowd: sign-ups told of and not stored", abs(CROWD - stored["all"]), 0, "", f"{stored}"),
        at_most("flash crowd: p99 of a sign-up", percentile(seen.answers.seconds, 99) * 1e3, 1000, "ms"),
        at_most("flash crowd: booking's front page meanwhile, p95", percentile(seen.front_page, 95) * 1e3, 200, "ms"),
        await _mails_follow(running, admin, session),
    ]
    return [*found, await _throughput(running)]


async def make_session(running: Municipality, capacity: int | None) -> Session:
    """A published session two weeks ahead, stored as the service stores it."""
    settings = Settings(database_url=running.instance["database_url"], secret=running.instance["secret"])
    pool = await create_pool(service_dsn(settings, "dialogue"), application="bench")
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=14)
    session = await hold(pool, meeting(capacity, starts_at=starts, ends_at=starts + timedelta(hours=2)))
    await pool.close()
    return session


def asking(session: Session, number: int) -> bytes:
    """One sign-up as a browser's script would send it, each from an address of its own."""
    body = {"name": f"Måler {number}", "email": f"maaler{number}@crowd.example", "companions": 0}
    return request(
        "POST",
        f"/api/dialogue/v1/sessions/{session.id}/sign-ups",
        body=json.dumps(body).encode(),
        X_Forwarded_For=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    )


async def _crowd(running: Municipality, session: Session) -> Seen:
    """Evenly over the minute, or as fast as they are answered when that is slower."""
    seen, numbers = Seen(), iter(range(CROWD))
    began = perf_counter()
    over = asyncio.Event()
    looking = asyncio.create_task(_look_for_rooms(running, seen, over))
    await asyncio.gather(*(_one_of_many(running, session, numbers, began, seen) for _ in range(CONNECTIONS)))
    seen.answers.elapsed = perf_counter() - began
    over.set()
    await looking
    return seen


async def _one_of_many(
    running: Municipality, session: Session, numbers: Iterator[int], began: float, seen: Seen
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    for number in numbers:
        await asyncio.sleep(max(0.0, began + number * SECONDS / CROWD - perf_counter()))
        asked = perf_counter()
        writer.write(asking(session, number))
        status, _ = await read_answer(reader)
        seen.answers.seconds.append(perf_counter() - asked)
        seen.answers.by_status[status] = seen.answers.by_status.get(status, 0) + 1
    writer.close()


async def _look_for_rooms(running: Municipality, seen: Seen, over: asyncio.Event) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    while not over.is_set():
        asked = perf_counter()
        writer.write(request("GET", "/lokaler"))
        status, _ = await read_answer(reader)
        assert status == 200
        seen.front_page.append(perf_counter() - asked)
        await asyncio.sleep(0.25)
    writer.close()


def _bad(answers: Answers) -> int:
    return CROWD - answers.by_status.get(202, 0)


async def count(admin: asyncpg.Connection, session_id: UUID) -> dict[str, int]:
    """What is stored of a session's sign-ups."""
    row = await admin.fetchrow(
        """
        SELECT count(*) AS all, coalesce(sum(seats) FILTER (WHERE state IN ('held', 'confirmed', 'offered')), 0)::int
            AS seated, count(*) FILTER (WHERE state = 'waiting') AS waiting,
            (SELECT count(*) FROM dialogue.outbox o JOIN dialogue.sign_ups u ON u.id = o.aggregate_id
             WHERE u.session_id = $1) AS events
        FROM dialogue.sign_ups WHERE session_id = $1
        """,
        session_id,
    )
    assert row
    return dict(row)


async def _mails_follow(running: Municipality, admin: asyncpg.Connection, session: Session) -> Figure:
    """Seconds after the last answer until every mail is out, and that there is one for each."""
    began, sent = perf_counter(), 0
    while perf_counter() - began < MAIL_PATIENCE:
        sent: int = await admin.fetchval(
            "SELECT count(*) FROM notify.deliveries d JOIN dialogue.sign_ups u ON u.id = d.recipient_id"
            " WHERE u.session_id = $1 AND d.state = 'sent'",
            session.id,
        )
        if sent >= CROWD:
            break
        await asyncio.sleep(0.5)
    waited = perf_counter() - began
    return at_most(
        "flash crowd: mails not sent four minutes later", CROWD - sent, 0, "", f"all out {waited:.0f} s after"
    )


async def _throughput(running: Municipality) -> Figure:
    session = await make_session(running, SEATS)
    wanted = [asking(session, 1_000_000 + number) for number in range(WARM_UP + MEASURED)]
    await send_all(running.port, wanted[:WARM_UP], CLIENTS)
    answers = await send_all(running.port, wanted[WARM_UP:], CLIENTS)
    ours = answers.by_status.get(202, 0) / answers.elapsed
    bare = await transactions_per_second(running, _script(await make_session(running, SEATS)), CLIENTS, "dialogue")
    remark = f"{ours:.0f}/s against {bare:.0f}/s; statuses {answers.by_status}"
    return at_least("sign-ups over HTTP / bare locked insert with outbox", ours / bare, 0.3, remark)


def _script(session: Session) -> str:
    """Lock the session, store a sign-up and its event."""
    payload = json.dumps({"data": "x" * 900})
    made = "('a0000000-0000-4000-8000-' || lpad(to_hex(:n), 12, '0'))::uuid"
    return f"""\\set n random(1, 100000000000)
BEGIN;
SELECT id FROM sessions WHERE id = '{session.id}' FOR UPDATE;
INSERT INTO sign_ups (id, session_id, version, state, category, seats, expires_at, source, name, email, email_key,
                      language, network, created_at, changed_at)
VALUES ({made}, '{session.id}', 1, 'held', 'all', 1, now() + interval '1 hour', 'web', 'Måler', 'm' || :n || '@x.example',
        'm' || :n || '@x.example', 'da', '\\x00', now(), now());
INSERT INTO outbox (event_id, type, aggregate_id, version, payload, stored_at, published_at)
VALUES ({made}, 'bench', {made}, 1, '{payload}', now(), now());
COMMIT;
"""
