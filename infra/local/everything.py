# SPDX-License-Identifier: MPL-2.0
"""What only the one process has: health and metrics of all services together."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from litestar import Litestar, MediaType, Response, get
from prometheus_client import CONTENT_TYPE_LATEST

from services.shared import metrics
from services.shared.service import Parts

ADDRESSES = ("/health", "/metrics")


def create_app(apps: Mapping[str, Litestar], parts: Sequence[tuple[str, Parts]]) -> Litestar:
    """`/health/live`, `/health/ready` and `/metrics` over all services; open to all, for they name nobody."""

    @get("/health/live")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @get("/health/ready")
    async def ready() -> Response[dict[str, Any]]:
        found = {service: await _readiness(app, service) for service, app in apps.items()}
        holds = all(one["ready"] for one in found.values())
        return Response({"ready": holds, "services": found}, status_code=200 if holds else 503)

    @get("/metrics", media_type=MediaType.TEXT)
    async def measured() -> Response[bytes]:
        for service, part in parts:
            await metrics.measure(part.pool, service)
        return Response(metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return Litestar([live, ready, measured], openapi_config=None)


async def _readiness(app: Litestar, service: str) -> dict[str, Any]:
    """Asked the same way as from outside, so that there is one truth about it."""
    asgi: Any = app  # litestar's and httpx's types for the same protocol differ
    transport = httpx.ASGITransport(asgi, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get(f"/api/{service}/health/ready")
    return dict(answer.json())
