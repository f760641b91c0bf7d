# SPDX-License-Identifier: MPL-2.0
"""Idempotency keys: the same request sent twice is one booking."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.booking.errors import KeyReused
from services.shared.db import Tx, constraint

KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Key:
    """The caller's own name for one request."""

    caller_id: UUID
    value: str


def fingerprint(wish: Any) -> bytes:
    """SHA-256 of what was asked for: a wish, or a series of them."""
    return hashlib.sha256(json.dumps(asdict(wish), default=str, sort_keys=True).encode()).digest()


async def find_earlier(tx: Tx, key: Key, wish: Any) -> UUID | None:
    """The booking this key already made. Raises KeyReused when it was for another wish."""
    row = await tx.fetchrow(
        "SELECT request_sha256, booking_id FROM idempotency_keys WHERE caller_id = $1 AND key = $2",
        key.caller_id,
        key.value,
    )
    if row is None:
        return None
    if row["request_sha256"] != fingerprint(wish):
        raise KeyReused(key.value)
    return row["booking_id"]


async def insert_key(tx: Tx, key: Key, wish: Any, booking_id: UUID, now: datetime) -> None:
    """Remember what the key made. Raises KeyReused when another association's wish took it meanwhile."""
    with constraint({"idempotency_keys_pkey": lambda: KeyReused(key.value)}):
        await tx.execute(
            """
            INSERT INTO idempotency_keys (caller_id, key, request_sha256, booking_id, at) VALUES ($1, $2, $3, $4, $5)
            """,
            key.caller_id,
            key.value,
            fingerprint(wish),
            booking_id,
            now,
        )


async def delete_old_keys(tx: Tx, now: datetime) -> None:
    """Forget keys older than two days."""
    await tx.execute("DELETE FROM idempotency_keys WHERE at < $1", now - KEPT)
