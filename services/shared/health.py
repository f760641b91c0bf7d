# SPDX-License-Identifier: MPL-2.0
"""Whether a process is alive, whether it should be given work, and what it counts."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CONTENT_TYPE_LATEST

from services.shared import metrics
from services.shared.bus import Bus
from services.shared.clock import Clock, utc_now
from services.shared.db import Pool
from services.shared.lag import Lag
from services.shared.web.access import PUBLIC, allow

PATIENCE = 2.0
"""Seconds the database may take to answer; a probe must not pile up behind an outage."""


async def checks(pool: Pool, bus: Bus, lags: Sequence[Lag], clock: Clock = utc_now) -> dict[str, bool]:
    """What readiness rests on, each true or false."""
    now = clock()
    return {
        "database": await _answers(pool),
        "nats": bus.is_connected,
        **{lag.consumer: lag.is_current(now) for lag in lags},
    }


async def _answers(pool: Pool) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await pool.fetchval("SELECT true")
    except Exception:
        return False


def readiness(found: Mapping[str, bool]) -> Response[dict[str, Any]]:
    """200 when everything holds, else 503 and what does not."""
    ready = all(found.values())
    return Response({"ready": ready, "checks": dict(found)}, status_code=200 if ready else 503)


def health_routes(
    service: str, pool: Pool, bus: Bus, lags: Sequence[Lag], clock: Clock = utc_now
) -> list[HTTPRouteHandler]:
    """`/api/<service>/health/live`, `/health/ready` and `/metrics`; open to all, for they name nobody."""

    @get(f"/api/{service}/health/live", opt=allow(PUBLIC), include_in_schema=False)
    async def live() -> dict[str, bool]:
        return {"live": True}

    @get(f"/api/{service}/health/ready", opt=allow(PUBLIC), include_in_schema=False)
    async def ready() -> Response[dict[str, Any]]:
        return readiness(await checks(pool, bus, lags, clock))

    @get(f"/api/{service}/metrics", opt=allow(PUBLIC), include_in_schema=False, media_type=MediaType.TEXT)
    async def measured() -> Response[bytes]:
        await metrics.measure(pool, service)
        return Response(metrics.exposition(service), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [live, ready, measured]
