# SPDX-License-Identifier: MPL-2.0
"""Alive, ready, measured, as a probe asks."""

from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from services.shared.bus import Bus
from services.shared.db import Pool, create_pool
from services.shared.health import health_routes
from services.shared.lag import Lag
from services.shared.web.access import refuse_undeclared
from tests.faults.village import LISTENER, NOW, TOWER, Village


def browser(pool: Pool, bus: Bus, lags: Sequence[Lag]) -> httpx.AsyncClient:
    app = Litestar(health_routes(LISTENER, pool, bus, lags, lambda: NOW), openapi_config=None)
    refuse_undeclared(app)
    asgi: Any = app  # litestar's and httpx's types for the same protocol differ
    return httpx.AsyncClient(transport=httpx.ASGITransport(asgi), base_url="http://listener")


@pytest.fixture
def lag() -> Lag:
    return Lag(LISTENER, TOWER, "listener-bells", pending=0, caught_up_at=NOW - timedelta(seconds=5))


@pytest.fixture
async def client(place: Village, lag: Lag) -> AsyncGenerator[httpx.AsyncClient]:
    async with browser(place.listener, place.bus, [lag]) as opened:
        yield opened


async def test_a_service_with_everything_in_place_is_ready(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/listener/health/ready")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "checks": {"database": True, "nats": True, "listener-bells": True}},
    )


async def test_a_consumer_that_lags_makes_it_not_ready(client: httpx.AsyncClient, lag: Lag) -> None:
    lag.caught_up_at = NOW - timedelta(minutes=5)
    answer = await client.get("/api/listener/health/ready")
    assert (answer.status_code, answer.json()["checks"]["listener-bells"]) == (503, False)


async def test_a_lost_broker_makes_it_not_ready_and_still_alive(place: Village, client: httpx.AsyncClient) -> None:
    await place.bus.close()
    answer = await client.get("/api/listener/health/ready")
    assert (answer.status_code, answer.json()["checks"]["nats"]) == (503, False)
    assert (await client.get("/api/listener/health/live")).json() == {"live": True}


async def test_a_lost_database_makes_it_not_ready_and_still_alive(place: Village, village_dsn: str) -> None:
    pool = await create_pool(village_dsn, application="lost")
    pool.terminate()
    async with browser(pool, place.bus, []) as client:
        answer = await client.get("/api/listener/health/ready")
        assert (answer.status_code, answer.json()["checks"]["database"]) == (503, False)
        assert (await client.get("/api/listener/health/live")).status_code == 200


async def test_prometheus_reads_the_service_s_own_numbers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/listener/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert 'outbox_waiting{service="listener"} 0.0' in answer.text
    assert 'dead_letters_open{service="listener"} 0.0' in answer.text
