# SPDX-License-Identifier: MPL-2.0
"""The programme: honest when it is empty, and it shows what is published."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import asyncpg
import httpx
import pytest

from services.dialogue.app import SERVICE
from services.shared.db import Pool
from services.shared.service import Parts
from services.shared.settings import Settings

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
async def parts(settings: Settings) -> AsyncGenerator[Parts]:
    async with SERVICE.parts(settings, lambda: NOW) as parts:
        yield parts


@pytest.fixture
async def web(parts: Parts) -> AsyncGenerator[httpx.AsyncClient]:
    app = SERVICE.create_app(parts.settings, parts.pool, parts.bus, parts.clock)
    transport = httpx.ASGITransport(cast("Any", app))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


async def plan(
    pool: Pool, title: str, starts_at: datetime, *, published: bool = True, settled: str = "Stedet ligger fast."
) -> None:
    await pool.execute(
        """
        INSERT INTO sessions (id, version, title, purpose, influence, settled, decided_by, decided_on, answer_by,
                              starts_at, ends_at, published_at)
        VALUES ($1, 1, $2, 'En ny hal', 'consult', $3, 'Byrådet', $4, $5, $6, $7, $8)
        """,
        uuid4(),
        title,
        settled,
        date(2027, 2, 1),
        date(2027, 2, 15),
        starts_at,
        starts_at + timedelta(hours=2),
        NOW if published else None,
    )


async def test_an_empty_programme_says_so(web: httpx.AsyncClient) -> None:
    page = await web.get("/dialog")
    assert page.status_code == 200
    assert "Der er ikke planlagt noget lige nu" in page.text
    assert "Nothing is planned right now" in (await web.get("/en/dialog")).text
    assert (await web.get("/api/dialogue/v1/sessions")).json() == {"items": [], "next": None}


async def test_the_programme_shows_what_is_published_and_not_over_the_next_one_first(
    web: httpx.AsyncClient, parts: Parts
) -> None:
    await plan(parts.pool, "Om en uge", NOW + timedelta(days=7))
    await plan(parts.pool, "I aften", NOW + timedelta(hours=6))
    await plan(parts.pool, "I gang", NOW - timedelta(hours=1))
    await plan(parts.pool, "Slut netop nu", NOW - timedelta(hours=2))
    await plan(parts.pool, "Kun en kladde", NOW + timedelta(days=1), published=False)
    items = (await web.get("/api/dialogue/v1/sessions")).json()["items"]
    assert [item["title"] for item in items] == ["I gang", "I aften", "Om en uge"]
    page = (await web.get("/dialog")).text
    assert "tirsdag den 24. november 2026" in page
    assert "Kun en kladde" not in page


async def test_no_session_is_published_without_saying_what_is_settled(parts: Parts) -> None:
    await plan(parts.pool, "En kladde må mangle noget", NOW, published=False, settled="")
    with pytest.raises(asyncpg.CheckViolationError, match="session_is_real"):
        await plan(parts.pool, "Symbolsk", NOW, settled="")


async def test_dialogue_is_alive_ready_measured_and_described(web: httpx.AsyncClient) -> None:
    assert (await web.get("/api/dialogue/health/live")).json() == {"live": True}
    assert (await web.get("/api/dialogue/health/ready")).json()["ready"]
    assert 'outbox_waiting{service="dialogue"}' in (await web.get("/api/dialogue/metrics")).text
    described = (await web.get("/api/dialogue/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    assert list(described["paths"]) == ["/api/dialogue/v1/sessions"]
