# SPDX-License-Identifier: MPL-2.0
"""A sender is killed at each point where it hurts; whoever sends next leaves one mail in the box."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP, Envelope

from services.shared.bus import Bus
from services.shared.clock import utc_now
from services.shared.db import create_pool
from services.shared.settings import Settings
from tests.faults.fault_smtp import FaultSmtp, fault_smtp, hang
from tests.integration.notify.deliveries.post_office import EVA, EVA_AT, Office, eventually
from tests.unit.notify.notices import PUBLIC_URL, SENDER


@pytest.fixture
async def office(notify_dsn: str, settings: Settings) -> AsyncGenerator[Office]:
    pool = await create_pool(notify_dsn, application="notify-test")
    bus = await Bus.connect(settings.nats_url, name="office", token=settings.nats_token, on_lost=lambda: None)
    async with fault_smtp() as smtp:
        office = Office(pool, bus, smtp, now=utc_now())
        await office.answer()
        yield office
    await bus.close()
    await pool.close()


@asynccontextmanager
async def sender(settings: Settings, smtp: FaultSmtp) -> AsyncGenerator[Process]:
    """A sender in a process of its own, as an operator starts it."""
    environment = {
        "DATABASE_URL": settings.database_url,
        "SECRET": settings.secret,
        "NATS_URL": settings.nats_url,
        "NATS_TOKEN": settings.nats_token or "",
        "SMTP_URL": smtp.url,
        "PUBLIC_URL": PUBLIC_URL,
        "MAIL_SENDER": SENDER,
        "DATA_DIR": str(settings.data_dir),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.notify", "sender", env=os.environ | environment
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def kill(process: Process) -> None:
    """As a power cut would."""
    process.kill()
    await process.wait()


async def lease_runs_out(office: Office) -> None:
    """As if half a minute had passed."""
    await office.pool.execute("UPDATE deliveries SET leased_until = now() WHERE leased_until IS NOT NULL")


async def test_killed_before_the_message_left_it_arrives_once(office: Office, settings: Settings) -> None:
    gate = asyncio.Event()
    office.smtp.at_rcpt[EVA_AT].append(hang(gate))
    await office.tell()
    async with sender(settings, office.smtp) as first:
        await asyncio.wait_for(office.smtp.seen.wait(), 30)
        await kill(first)
    gate.set()
    await lease_runs_out(office)
    async with sender(settings, office.smtp):
        await eventually(office.is_idle, 30)
    assert await office.states() == ["sent"]
    assert await office.outcomes() == ["uncertain", "sent"]
    assert len(office.smtp.came) == 1


async def test_killed_after_the_server_took_it_and_before_it_was_written_down_the_box_holds_one(
    office: Office, settings: Settings
) -> None:
    await office.tell()
    row_is_held = asyncio.Event()

    async def hold_the_row(smtp: FaultSmtp, _server: SMTP, envelope: Envelope) -> str:
        """The mail is stored and 250 goes out, but nobody can write down that it did."""
        smtp.keep(envelope)
        await transaction.start()
        await connection.execute("SELECT FROM deliveries FOR UPDATE")
        row_is_held.set()
        return "250 2.0.0 kept"

    async with office.pool.acquire() as connection:
        transaction = connection.transaction()
        office.smtp.at_data[EVA_AT].append(hold_the_row)
        async with sender(settings, office.smtp) as first:
            await asyncio.wait_for(row_is_held.wait(), 30)
            await eventually(lambda: _somebody_waits(office), 30)
            await kill(first)
        await transaction.rollback()
    assert await office.states() == ["sending"]
    await lease_runs_out(office)
    async with sender(settings, office.smtp):
        await eventually(office.is_idle, 30)
    assert await office.outcomes() == ["uncertain", "sent"]
    assert len(office.smtp.came) == 2
    assert len(office.smtp.box(EVA_AT)) == 1, "both bear the same Message-ID"


async def _somebody_waits(office: Office) -> bool:
    return bool(
        await office.pool.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
    )


async def test_killed_after_it_was_written_down_nothing_is_sent_again(office: Office, settings: Settings) -> None:
    await office.tell()
    async with sender(settings, office.smtp) as first:
        await eventually(office.is_idle, 30)
        await kill(first)
    await office.tell(version=2)
    async with sender(settings, office.smtp):
        await eventually(office.is_idle, 30)
    assert len(office.smtp.came) == 2 and len(office.smtp.box(EVA_AT)) == 2


async def test_asked_to_stop_it_gives_back_what_it_has_not_begun(office: Office, settings: Settings) -> None:
    gate = asyncio.Event()
    office.smtp.at_rcpt[EVA_AT].append(hang(gate))
    for version in range(1, 4):
        await office.tell(tell=(EVA,), version=version, booking_id=uuid4())
    async with sender(settings, office.smtp) as first:
        await asyncio.wait_for(office.smtp.seen.wait(), 30)
        first.terminate()
        gate.set()
        assert await asyncio.wait_for(first.wait(), 20) == 0
    assert await office.pool.fetchval("SELECT count(*) FROM deliveries WHERE lease_token IS NOT NULL") == 0
    assert sorted(await office.states()) == ["created", "created", "temporary_failure"]
