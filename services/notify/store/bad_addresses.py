# SPDX-License-Identifier: MPL-2.0
"""Addresses nobody was at, known by a keyed fingerprint only."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Pool, Tx


async def mark_bad_address(tx: Tx, recipient_id: UUID, channel: str, fingerprint: bytes, *, until: datetime) -> None:
    """Do not use this person's address until `until`."""
    await tx.execute(
        "INSERT INTO bad_addresses (recipient_id, channel, fingerprint, until) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (recipient_id, channel) DO UPDATE SET fingerprint = excluded.fingerprint, until = excluded.until",
        recipient_id,
        channel,
        fingerprint,
        until,
    )


async def is_bad_address(pool: Pool, recipient_id: UUID, channel: str, fingerprint: bytes, *, now: datetime) -> bool:
    """True when the last message to this very address found nobody, not long ago."""
    return bool(
        await pool.fetchval(
            "SELECT true FROM bad_addresses"
            " WHERE recipient_id = $1 AND channel = $2 AND fingerprint = $3 AND until > $4",
            recipient_id,
            channel,
            fingerprint,
            now,
        )
    )


async def purge_bad_addresses(pool: Pool, *, now: datetime) -> None:
    """Forget those that may be tried again."""
    await pool.execute("DELETE FROM bad_addresses WHERE until <= $1", now)
