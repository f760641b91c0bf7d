# SPDX-License-Identifier: MPL-2.0
"""People and what they may do as staff."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from services.shared.contracts.portal import Language
from services.shared.db import Tx
from services.shared.identity import StaffRole


async def find_person_id(tx: Tx, email: str) -> UUID | None:
    """Who is known by this address, in normal form."""
    return await tx.fetchval("SELECT id FROM persons WHERE email = $1", email)


async def lock_persons(tx: Tx) -> bool:
    """Keep others from adding people meanwhile; True when there are none yet."""
    await tx.execute("LOCK TABLE persons IN SHARE ROW EXCLUSIVE MODE")
    return not await tx.fetchval("SELECT EXISTS (SELECT FROM persons)")


async def insert_person(
    tx: Tx, person_id: UUID, email: str, name: str, *, now: datetime, language: Language = "da"
) -> None:
    """Let somebody be known. `email` is in normal form."""
    await tx.execute(
        "INSERT INTO persons (id, email, name, language, created_at) VALUES ($1, $2, $3, $4, $5)",
        person_id,
        email,
        name,
        language,
        now,
    )


async def insert_staff_roles(tx: Tx, person_id: UUID, roles: Iterable[StaffRole], *, now: datetime) -> None:
    """Grant roles."""
    await tx.executemany(
        "INSERT INTO staff_roles (person_id, role, granted_at) VALUES ($1, $2, $3)",
        [(person_id, role.value, now) for role in sorted(roles)],
    )
