# SPDX-License-Identifier: MPL-2.0
"""Keys of programs: only the SHA-256 of a key is ever here."""

from datetime import datetime
from uuid import UUID

from services.portal.model import ApiKey
from services.shared.db import Tx


async def insert_key(tx: Tx, key: ApiKey, key_sha256: bytes) -> None:
    """Store a new key."""
    await tx.execute(
        """
        INSERT INTO api_keys (id, key_sha256, name, staff_roles, association_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        key.id,
        key_sha256,
        key.name,
        sorted(role.value for role in key.staff_roles),
        key.association_id,
        key.created_at,
    )


async def mark_revoked(tx: Tx, key_id: UUID, *, now: datetime) -> bytes | None:
    """End a key and answer its SHA-256; None when there is none in force."""
    return await tx.fetchval(
        "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING key_sha256", key_id, now
    )
