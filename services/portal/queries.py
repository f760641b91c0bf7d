# SPDX-License-Identifier: MPL-2.0
"""What the portal is asked: who holds a credential, where a person is reached, what they may do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.portal.model import SESSION_IDLE, TRIES, ApiKey
from services.portal.rules.code import code_of
from services.shared.contracts.portal import ContactReply, RightsReply, SignInMailReply
from services.shared.db import Pool
from services.shared.identity import Kind, Principal, StaffRole

_ROLES = "ARRAY(SELECT role FROM staff_roles WHERE person_id = p.id)"


async def find_session(pool: Pool, token_sha256: bytes, *, now: datetime) -> Principal | None:
    """Whose browser this is; None for a session that is unknown, ended, left for 8 hours or 24 hours old."""
    row = await pool.fetchrow(
        f"""
        SELECT p.id, p.name, {_ROLES} AS roles FROM sessions s JOIN persons p ON p.id = s.person_id
        WHERE s.token_sha256 = $1 AND s.ended_at IS NULL AND s.ends_at > $2 AND s.used_at > $3
        """,
        token_sha256,
        now,
        now - SESSION_IDLE,
    )
    if row is None:
        return None
    return Principal(kind=Kind.PERSON, person_id=row["id"], name=row["name"], staff_roles=_roles(row["roles"]))


async def find_key(pool: Pool, key_sha256: bytes) -> Principal | None:
    """Whose program this is; None for an unknown or revoked key."""
    row = await pool.fetchrow(
        "SELECT id, name, staff_roles, association_id FROM api_keys WHERE key_sha256 = $1 AND revoked_at IS NULL",
        key_sha256,
    )
    if row is None:
        return None
    return Principal(
        kind=Kind.ASSOCIATION_KEY if row["association_id"] else Kind.STAFF_KEY,
        person_id=row["id"],
        name=row["name"],
        staff_roles=_roles(row["staff_roles"]),
        association_id=row["association_id"],
    )


async def find_contact(pool: Pool, person_id: UUID) -> ContactReply:
    """Where somebody can be reached."""
    row = await pool.fetchrow("SELECT email, name, language FROM persons WHERE id = $1", person_id)
    return ContactReply(**dict(row)) if row else ContactReply(email=None)


async def find_rights(pool: Pool, holder_id: UUID) -> RightsReply:
    """What a person or a key may do now."""
    row = await pool.fetchrow(
        f"""
        SELECT {_ROLES} AS roles, NULL::uuid AS association_id FROM persons p WHERE p.id = $1
        UNION ALL
        SELECT staff_roles, association_id FROM api_keys WHERE id = $1 AND revoked_at IS NULL
        """,
        holder_id,
    )
    if row is None:
        return RightsReply(known=False)
    return RightsReply(known=True, staff_roles=_roles(row["roles"]), association_id=row["association_id"])


async def find_sign_in_mail(pool: Pool, sign_in_id: UUID, secret: str, *, now: datetime) -> SignInMailReply:
    """The code and where to send it, while it can still be used."""
    row = await pool.fetchrow(
        """
        SELECT p.email, p.name, s.expires_at, s.language FROM sign_ins s JOIN persons p ON p.id = s.person_id
        WHERE s.id = $1 AND s.used_at IS NULL AND s.expires_at > $2 AND s.tries < $3
        """,
        sign_in_id,
        now,
        TRIES,
    )
    if row is None:
        return SignInMailReply(email=None)
    return SignInMailReply(**dict(row), code=code_of(secret, sign_in_id))


async def find_open_email(pool: Pool, browser_sha256: bytes, *, now: datetime) -> str | None:
    """The address that this browser is to give the code for; None when it has asked for none lately."""
    row = await pool.fetchrow(
        """
        SELECT email, used_at, expires_at FROM sign_ins
        WHERE browser_sha256 = $1 ORDER BY requested_at DESC, id DESC LIMIT 1
        """,
        browser_sha256,
    )
    return row["email"] if row and row["used_at"] is None and row["expires_at"] > now else None


async def list_keys(pool: Pool) -> list[ApiKey]:
    """Keys in force, oldest first."""
    rows = await pool.fetch(
        """
        SELECT id, name, staff_roles, association_id, created_at FROM api_keys
        WHERE revoked_at IS NULL ORDER BY created_at, id
        """
    )
    return [
        ApiKey(row["id"], row["name"], _roles(row["staff_roles"]), row["association_id"], row["created_at"])
        for row in rows
    ]


def _roles(names: Any) -> frozenset[StaffRole]:
    return frozenset(StaffRole(name) for name in names)
