# SPDX-License-Identifier: MPL-2.0
"""What has been handled, remembered in the transaction of its effect. This, not the stream, makes it happen once."""

from datetime import datetime, timedelta
from uuid import UUID

from services.shared.db import Tx

KEPT = timedelta(days=45)
"""Longer than a stream keeps an event, so that no event outlives the memory of having been handled."""


async def first_time(tx: Tx, consumer: str, event_id: UUID) -> bool:
    """True when this consumer has not handled the event; a second worker waits here until the first one is done."""
    return (
        await tx.fetchval(
            "INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true",
            consumer,
            event_id,
        )
        is not None
    )


async def is_newer(tx: Tx, consumer: str, aggregate_id: UUID, version: int) -> bool:
    """True, and remembered, when the consumer has handled no event of the aggregate with this version or a later one."""
    return (
        await tx.fetchval(
            "INSERT INTO handled_versions AS seen (consumer, aggregate_id, version) VALUES ($1, $2, $3)"
            " ON CONFLICT (consumer, aggregate_id) DO UPDATE SET version = excluded.version"
            " WHERE seen.version < excluded.version RETURNING true",
            consumer,
            aggregate_id,
            version,
        )
        is not None
    )


async def purge(tx: Tx, *, now: datetime) -> None:
    """Forget events that no stream can bring any more."""
    await tx.execute("DELETE FROM inbox WHERE handled_at < $1", now - KEPT)
