# SPDX-License-Identifier: MPL-2.0
"""Events that failed and will be tried again. Kept in the database, so that a restart neither forgets nor doubles."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.shared.db import Tx
from services.shared.subscription import Told

FORGOTTEN_AFTER = timedelta(days=1)
"""The stream may have lost the event meanwhile; its followers do not wait for ever."""


async def retry_at(tx: Tx, consumer: str, told: Told, *, now: datetime) -> datetime | None:
    """When an earlier event of the same aggregate is tried next; None when this one need not wait.

    Were a follower let past, the earlier one would be dropped as stale, and what only it tells would be lost.
    """
    return await tx.fetchval(
        "SELECT max(retry_at) FROM setbacks"
        " WHERE consumer = $1 AND aggregate_id = $2 AND version < $3 AND retry_at > $4",
        consumer,
        told.event.aggregate_id,
        told.event.version,
        now - FORGOTTEN_AFTER,
    )


async def record(
    tx: Tx, consumer: str, told: Told, reason: str, pauses: Sequence[float], *, now: datetime
) -> tuple[int, float | None]:
    """Count one more failure. Answers how many there are and the seconds to the next try, None after the last."""
    before: int | None = await tx.fetchval(
        "SELECT failures FROM setbacks WHERE consumer = $1 AND event_id = $2", consumer, told.envelope.id
    )
    failures = (before or 0) + 1
    if failures > len(pauses):
        return failures, None
    pause = pauses[failures - 1]
    await tx.execute(
        "INSERT INTO setbacks (consumer, event_id, aggregate_id, version, failures, retry_at, reason)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (consumer, event_id) DO UPDATE"
        " SET failures = excluded.failures, retry_at = excluded.retry_at, reason = excluded.reason",
        consumer,
        told.envelope.id,
        told.event.aggregate_id,
        told.event.version,
        failures,
        now + timedelta(seconds=pause),
        reason,
    )
    return failures, pause


async def clear(tx: Tx, consumer: str, told: Told) -> None:
    """It is over, well or badly."""
    await tx.execute("DELETE FROM setbacks WHERE consumer = $1 AND event_id = $2", consumer, told.envelope.id)
