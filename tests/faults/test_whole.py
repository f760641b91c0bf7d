# SPDX-License-Identifier: MPL-2.0
"""The plug pulled on the whole municipality under load: nothing is lost, nothing is sent twice."""

import asyncio
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Generator
from email.message import EmailMessage

import asyncpg
import psutil
import pytest

from tests.faults.booking_load import CLEAN, Load, prepare, settled
from tests.running import Municipality, municipality

KILLS = 20
NUMBER = re.compile(r"\b20\d\d-\d{6}\b")


@pytest.fixture
def restarted() -> Generator[list[subprocess.Popen[bytes]]]:
    """Servers started anew by a test; the municipality stops them, and here they are reaped."""
    servers: list[subprocess.Popen[bytes]] = []
    yield servers
    for server in servers:
        server.wait(30)


@pytest.fixture
def town(restarted: list[subprocess.Popen[bytes]]) -> Generator[Municipality]:
    """Its own, for it is broken on purpose."""
    with municipality(KEEP_SERVERS="no") as running:
        yield running


def server_of(town: Municipality, program: str) -> psutil.Process:
    """The server of that name which this municipality started."""
    for process in psutil.process_iter(["name", "cmdline"]):
        words = process.info["cmdline"] or []
        if process.info["name"] == program and any(str(town.data_dir) in word for word in words):
            return process
    raise AssertionError(f"no {program} of {town.data_dir}")


def plain_text(mail: EmailMessage) -> str:
    """What a person reads."""
    part = mail.get_body(("plain",))
    return part.get_content() if part else ""


def faults_said(town: Municipality) -> str:
    """The last traceback in the log, for whoever reads a failed test."""
    return town.log.read_text("utf-8", "replace").rpartition("Traceback")[2][:6000]


class Stopped:
    """A server that was ended and can be started again just as it was."""

    def __init__(self, process: psutil.Process, how: signal.Signals) -> None:
        self._words, self._folder, self._account = process.cmdline(), process.cwd(), process.uids().real
        process.send_signal(how)
        until = time.monotonic() + 30
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:  # its parent may not have looked yet
            assert time.monotonic() < until, f"{self._words[0]} does not stop"
            time.sleep(0.05)

    def start(self) -> subprocess.Popen[bytes]:
        """The same program with the same words, as the same account."""
        return subprocess.Popen(
            self._words,
            cwd=self._folder,
            user=self._account,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


async def under_load(load: Load, breaking: "asyncio.Task[None] | None", seconds: float) -> None:
    """Let the load run while something is broken, and some time after."""
    stop = asyncio.Event()
    running = asyncio.create_task(load.run(stop))
    try:
        if breaking:
            await breaking
        await asyncio.sleep(seconds)
    finally:
        stop.set()
        await running


async def assert_everything_followed(town: Municipality, load: Load) -> None:
    """Each booking has its event, each event its effects, each effect happened once."""
    await settled(town)
    admin = await asyncpg.connect(town.instance["database_url"])
    stored = {
        str(row["id"]) for row in await admin.fetch("SELECT id FROM booking.bookings WHERE purpose LIKE 'Under pres%'")
    }
    assert load.told <= stored, "somebody was told of a booking that is not there"
    without_event = await admin.fetchval(
        "SELECT count(*) FROM booking.bookings b WHERE NOT EXISTS ("
        " SELECT FROM booking.outbox o WHERE o.aggregate_id = b.id AND o.version = b.version)"
    )
    assert without_event == 0
    wrongly_shown = await admin.fetchval(  # a date that could not be had stands in no calendar, every other one does
        "SELECT count(*) FROM booking.occurrences o WHERE (o.status <> 'missing') <> EXISTS ("
        " SELECT FROM notify.calendar_entries e WHERE e.occurrence_id = o.id)"
    )
    assert wrongly_shown == 0
    overlapping = await admin.fetchval(
        "SELECT count(*) FROM booking.occupancies a JOIN booking.occupancies b"
        " ON a.cell_id = b.cell_id AND a.during && b.during AND a.ctid < b.ctid"
    )
    assert overlapping == 0
    numbers = {
        row["number"]
        for row in await admin.fetch("SELECT number FROM booking.bookings WHERE purpose LIKE 'Under pres%'")
    }
    await admin.close()
    mails = town.mails()
    repeated = [name for name, count in Counter(mail["Message-ID"] for mail in mails).items() if count > 1]
    assert repeated == []
    named = Counter(number for mail in mails for number in set(NUMBER.findall(plain_text(mail))))
    assert {number: named[number] for number in numbers if named[number] != 1} == {}


async def test_twenty_kills_at_random_moments_lose_nothing_and_double_nothing(town: Municipality) -> None:
    load, chance = await prepare(town), random.Random()

    async def kill_and_start() -> None:
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 0.8))
            town.kill()
            await asyncio.to_thread(town.start)

    await under_load(load, asyncio.create_task(kill_and_start()), 1)
    assert load.told
    assert load.broken, "no call was cut off: the kills did not hit the load"
    assert set(load.statuses) <= CLEAN, (Counter(load.statuses), faults_said(town))
    await assert_everything_followed(town, load)


async def test_bookings_go_on_while_nats_is_away_for_a_minute(
    town: Municipality, restarted: list[subprocess.Popen[bytes]]
) -> None:
    load = await prepare(town)

    async def away_for_a_minute() -> None:
        await asyncio.sleep(2)
        nats = await asyncio.to_thread(Stopped, server_of(town, "nats-server"), signal.SIGTERM)
        try:
            before = len(load.told)
            await asyncio.sleep(60)
            assert len(load.told) > before + 50, "bookings did not go on"
        finally:
            restarted.append(nats.start())

    await under_load(load, asyncio.create_task(away_for_a_minute()), 3)
    assert set(load.statuses) <= {201, 409, 422}, Counter(load.statuses)
    await assert_everything_followed(town, load)


async def test_postgresql_restarted_under_load_gives_clean_errors_and_comes_back(
    town: Municipality, restarted: list[subprocess.Popen[bytes]]
) -> None:
    load = await prepare(town)

    async def restart() -> None:
        await asyncio.sleep(2)
        postgres = await asyncio.to_thread(Stopped, server_of(town, "postgres"), signal.SIGINT)
        await asyncio.sleep(2)
        restarted.append(postgres.start())

    await under_load(load, asyncio.create_task(restart()), 10)
    assert 503 in load.statuses, "nobody noticed"
    assert set(load.statuses) <= CLEAN, (Counter(load.statuses), faults_said(town))
    assert load.broken == 0, "a call was cut off"
    assert load.statuses[-1] in (201, 409, 422), "service did not come back by itself"
    await assert_everything_followed(town, load)
