# SPDX-License-Identifier: MPL-2.0
"""What has been handled, remembered in the transaction of its effect. This, not the stream, makes it happen once."""

from collections.abc import Collection
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


async def newer_parts(tx: Tx, consumer: str, parts: Collection[UUID], version: int) -> frozenset[UUID]:
    """Those parts of an aggregate of which the consumer has handled nothing of this version or a later one; remembered."""
    rows = await tx.fetch(
        "INSERT INTO handled_versions AS seen (consumer, aggregate_id, version) SELECT $1, part, $3 FROM unnest($2::uuid[]) part"
        " ON CONFLICT (consumer, aggregate_id) DO UPDATE SET version = excluded.version"
        " WHERE seen.version < excluded.version RETURNING aggregate_id",
        consumer,
        sorted(parts),  # one order, so that two workers never wait for each other
        version,
    )
    return frozenset(row["aggregate_id"] for row in rows)


async def purge(tx: Tx, *, now: datetime) -> None:
    """Forget events that no stream can bring any more."""
    await tx.execute("DELETE FROM inbox WHERE handled_at < $1", now - KEPT)
