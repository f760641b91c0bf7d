# SPDX-License-Identifier: MPL-2.0
"""Sign-ins under way, and what the limits count."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.portal.model import TRIES, SignIn
from services.shared.db import Tx

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many codes have been asked for."""

    email_lately: int
    email_today: int
    network_lately: int


async def lock_email(tx: Tx, email: str) -> None:
    """Let those who ask for the same address wait for each other."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('sign-in'), hashtext($1))", email)


async def count_asked(tx: Tx, email: str, network: bytes, *, since: datetime, day: datetime) -> Asked:
    """Codes asked for by this address and from this network since an instant, and by the address since `day`."""
    row = await tx.fetchrow(
        """
        SELECT (SELECT count(*) FROM sign_ins WHERE email = $1 AND requested_at > $3) AS email_lately,
               (SELECT count(*) FROM sign_ins WHERE email = $1 AND requested_at > $4) AS email_today,
               (SELECT count(*) FROM sign_ins WHERE network = $2 AND requested_at > $3) AS network_lately
        """,
        email,
        network,
        since,
        day,
    )
    return Asked(**dict(row or {}))


async def insert_sign_in(tx: Tx, sign_in: SignIn) -> None:
    """Store that somebody asked."""
    await tx.execute(
        """
        INSERT INTO sign_ins (id, browser_sha256, email, person_id, network, language, requested_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        sign_in.id,
        sign_in.browser_sha256,
        sign_in.email,
        sign_in.person_id,
        sign_in.network,
        sign_in.language,
        sign_in.requested_at,
        sign_in.expires_at,
    )


async def lock_open_sign_in(tx: Tx, browser_sha256: bytes, *, now: datetime) -> SignIn | None:
    """The newest this browser asked for, held until the end of the transaction; older codes no longer count."""
    row = await tx.fetchrow(
        """
        SELECT id, browser_sha256, email, person_id, network, language, requested_at, tries FROM sign_ins
        WHERE id = (SELECT id FROM sign_ins WHERE browser_sha256 = $1 ORDER BY requested_at DESC, id DESC LIMIT 1)
          AND used_at IS NULL AND expires_at > $2
        FOR UPDATE
        """,
        browser_sha256,
        now,
    )
    return SignIn(**dict(row)) if row else None


async def mark_tried(tx: Tx, sign_in_id: UUID) -> int:
    """Count a wrong code and answer how many tries are left."""
    tries = await tx.fetchval("UPDATE sign_ins SET tries = tries + 1 WHERE id = $1 RETURNING tries", sign_in_id)
    return TRIES - int(tries)


async def mark_used(tx: Tx, sign_in_id: UUID, *, now: datetime) -> None:
    """The code has opened the door and never will again."""
    await tx.execute("UPDATE sign_ins SET used_at = $2 WHERE id = $1", sign_in_id, now)


async def delete_old_sign_ins(tx: Tx, *, now: datetime) -> None:
    """Forget who asked more than a day ago."""
    await tx.execute("DELETE FROM sign_ins WHERE requested_at <= $1", now - KEPT)
