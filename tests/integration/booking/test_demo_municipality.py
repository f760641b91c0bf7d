# SPDX-License-Identifier: MPL-2.0
"""The demo municipality in the database: whole or not at all, and fit to go on working in."""

from datetime import UTC, datetime, timedelta

import pytest

from services.booking.commands.place_booking import place_booking
from services.booking.demo.associations import booker_of
from services.booking.demo.load import load_demo
from services.booking.demo.place_rows import room_id
from services.booking.demo.places import demo_rooms
from services.booking.model import Span, Wish
from services.shared.db import Pool
from services.shared.demo import demo_id

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
async def demo(pool: Pool) -> list[str]:
    """Loaded; what was said while it happened."""
    said: list[str] = []
    assert await load_demo(pool, NOW, said.append)
    return said


async def test_it_is_loaded_once_and_says_what_it_does(pool: Pool, demo: list[str]) -> None:
    before = await pool.fetchval("SELECT count(*) FROM occurrences")
    assert await load_demo(pool, NOW, demo.append) is False
    assert await pool.fetchval("SELECT count(*) FROM occurrences") == before > 2500
    assert len(demo) == 3


async def test_a_load_that_breaks_leaves_nothing(pool: Pool) -> None:
    def break_at_the_end(text: str) -> None:
        if "calendars" in text:
            raise RuntimeError(text)

    with pytest.raises(RuntimeError):
        await load_demo(pool, NOW, break_at_the_end)
    for table in ("sites", "rooms", "bookings", "outbox"):
        assert await pool.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_the_database_agrees_that_every_date_lies_in_opening_hours(pool: Pool, demo: list[str]) -> None:
    outside = await pool.fetch(
        """
        SELECT b.purpose, o.during FROM occurrences o JOIN rooms r ON r.id = o.room_id JOIN bookings b ON b.id = o.booking_id
        WHERE NOT o.during <@ open_spans(
            r.calendar_id, tstzrange(lower(o.during) - interval '1 day', upper(o.during) + interval '1 day'))
        """
    )
    assert outside == []


async def test_everything_is_told_once(pool: Pool, demo: list[str]) -> None:
    told = await pool.fetch("SELECT type, count(DISTINCT aggregate_id) FROM outbox GROUP BY type")
    assert {row["type"]: row["count"] for row in told} == {
        "booking.room.described.v1": len(demo_rooms()),
        "booking.booking.imported.v1": await pool.fetchval("SELECT count(*) FROM bookings"),
    }


async def test_every_request_waits_for_a_reason_and_none_is_refused(pool: Pool, demo: list[str]) -> None:
    waiting = await pool.fetch(
        "SELECT b.verdicts FROM bookings b JOIN occurrences o ON o.booking_id = b.id WHERE o.status = 'requested'"
    )
    assert len(waiting) >= 5
    for row in waiting:
        effects = {verdict["effect"] for verdict in row["verdicts"]}
        assert "needs_staff" in effects
        assert "refuse" not in effects


async def test_the_next_booking_is_numbered_after_the_imported(pool: Pool, demo: list[str]) -> None:
    imported = await pool.fetchval("SELECT count(*) FROM bookings")
    start = datetime(2026, 12, 3, 8, tzinfo=UTC)
    wish = Wish(
        association_id=demo_id("association", "kor"),
        room_id=room_id(*demo_rooms()["herlev-medborgerhus/lok-4"]),
        span=Span(start, start + timedelta(hours=2)),
        purpose="Stemmeprøve",
        attendance=12,
    )
    placed = await place_booking(pool, wish, booker_of("kor"), now=NOW)
    number = await pool.fetchval("SELECT number FROM bookings WHERE id = $1", placed.booking_id)
    assert number == f"2026-{imported + 1:06}"
