# SPDX-License-Identifier: MPL-2.0
"""A real subscriber follows a feed through the life of a booking, and through our failures (scenarios F16, F26)."""

from collections.abc import AsyncGenerator, Generator
from datetime import timedelta
from pathlib import Path
from socket import socket
from uuid import UUID

import pytest

from services.shared import lag
from services.shared.db import Pool
from services.shared.serve import listen
from services.shared.settings import Settings
from tests.calendars.told import Told, described
from tests.integration.notify.neighbours import Town, town
from tests.integration.notify.subscriber import Subscriber

ROOM, OTHER_ROOM = UUID(int=1), described(2, "Hal B")


@pytest.fixture
def listener() -> Generator[socket]:
    with listen("127.0.0.1", 0) as listener:
        yield listener


@pytest.fixture
async def place(
    pool: Pool, settings: Settings, listener: socket, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Town]:
    monkeypatch.setattr(lag, "EVERY", 0.02)
    async with town(pool, settings, listener=listener) as built:
        yield built


@pytest.fixture
async def subscriber(place: Town, listener: socket, tmp_path: Path) -> Subscriber:
    """Subscribed to a room with one booking that stays, over HTTP."""
    await place.happens(described(), OTHER_ROOM, Told(starts_at=Told().starts_at + timedelta(days=1)).confirmed())
    path = await place.follow(place.person(), "room", ROOM)
    subscriber = Subscriber(tmp_path, f"http://127.0.0.1:{listener.getsockname()[1]}{path}")
    await subscriber.discover()
    return subscriber


async def test_its_calendar_follows_each_change_without_doubles(place: Town, subscriber: Subscriber) -> None:
    booking = Told()
    changes = [
        booking.confirmed(),
        booking.moved(starts_at=booking.starts_at + timedelta(minutes=30)),
        booking.cancelled(),
    ]
    expected = [("CONFIRMED", 0, 0), ("CONFIRMED", 1, 1800), ("CANCELLED", 2, 1800)]
    first = int(Told().starts_at.timestamp())
    for change, (status, sequence, later) in zip(changes, expected, strict=True):
        await place.happens(change)
        assert await subscriber.poll() == 0
        changed, stays = subscriber.calendar()
        assert (changed.status, changed.sequence, changed.starts) == (status, sequence, first + later)
        assert (stays.status, stays.sequence) == ("CONFIRMED", 0)
    await place.happens(booking.moved(room=OTHER_ROOM))
    assert await subscriber.poll() == 0
    (left,) = subscriber.calendar()
    assert left.uid != f"{booking.occurrence_id}@aaben-kommune"


async def test_it_keeps_everything_while_we_fail(place: Town, subscriber: Subscriber, pool: Pool) -> None:
    assert await subscriber.poll() == 0
    before = subscriber.calendar()
    assert len(before) == 1
    await pool.execute("ALTER TABLE feeds RENAME TO gone")
    assert await subscriber.poll() != 0
    assert subscriber.calendar() == before
    await pool.execute("ALTER TABLE gone RENAME TO feeds")
    place.now += timedelta(minutes=2)
    assert await subscriber.poll() != 0
    assert subscriber.calendar() == before
    await place.relayed()
    assert await subscriber.poll() == 0
