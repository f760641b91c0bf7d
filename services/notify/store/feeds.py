# SPDX-License-Identifier: MPL-2.0
"""The secret addresses: only their SHA-256 is ever here."""

from datetime import datetime
from uuid import UUID

from services.notify.model import Detail, Feed
from services.shared.db import Pool, Tx


async def lock_owner(tx: Tx, owner_id: UUID) -> int:
    """Hold the owner's feeds against others being made meanwhile, and answer how many there are."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('feeds'), hashtext($1))", str(owner_id))
    count = await tx.fetchval("SELECT count(*) FROM feeds WHERE owner_id = $1 AND revoked_at IS NULL", owner_id)
    return int(count)


async def insert_feed(tx: Tx, feed: Feed, token_sha256: bytes) -> None:
    """Store a new feed."""
    await tx.execute(
        "INSERT INTO feeds (id, owner_id, kind, calendar_id, token_sha256, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        feed.id,
        feed.owner_id,
        feed.place.kind.value,
        feed.place.id,
        token_sha256,
        feed.created_at,
    )


async def replace_token(tx: Tx, feed_id: UUID, owner_id: UUID, token_sha256: bytes) -> bool:
    """Give the owner's feed another address; False when there is no such feed."""
    return (
        await tx.fetchval(
            "UPDATE feeds SET token_sha256 = $3, last_used_at = NULL"
            " WHERE id = $1 AND owner_id = $2 AND revoked_at IS NULL RETURNING true",
            feed_id,
            owner_id,
            token_sha256,
        )
        or False
    )


async def mark_revoked(tx: Tx, feed_id: UUID, owner_id: UUID, *, now: datetime) -> bool:
    """End the owner's feed; False when there is no such feed."""
    return (
        await tx.fetchval(
            "UPDATE feeds SET revoked_at = $3 WHERE id = $1 AND owner_id = $2 AND revoked_at IS NULL RETURNING true",
            feed_id,
            owner_id,
            now,
        )
        or False
    )


async def mark_used(pool: Pool, feed_id: UUID, *, now: datetime) -> None:
    """Note that a client has fetched it."""
    await pool.execute("UPDATE feeds SET last_used_at = $2 WHERE id = $1", feed_id, now)


async def mark_detail(pool: Pool, feed_id: UUID, detail: Detail, *, since: datetime | None) -> None:
    """Note that it now shows this much, and since when, for what a client has from before is out of date."""
    await pool.execute("UPDATE feeds SET detail = $2, detail_since = $3 WHERE id = $1", feed_id, detail.value, since)
