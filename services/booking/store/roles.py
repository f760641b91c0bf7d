# SPDX-License-Identifier: MPL-2.0
"""Who holds a role in an association today."""

from datetime import date
from uuid import UUID

from services.shared.db import Tx


async def holds_a_role(tx: Tx, association_id: UUID, person_id: UUID, today: date) -> bool:
    """True when the person has any role there that has not expired."""
    return bool(
        await tx.fetchval(
            """
            SELECT EXISTS (
                SELECT FROM association_roles
                WHERE association_id = $1 AND person_id = $2
                  AND (valid_until IS NULL OR valid_until >= $3))
            """,
            association_id,
            person_id,
            today,
        )
    )
