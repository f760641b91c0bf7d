# SPDX-License-Identifier: MPL-2.0
"""Which associations a person acts for."""

from datetime import date
from uuid import UUID

from services.shared.contracts.booking import AssociationMembership
from services.shared.db import Pool


async def list_memberships(pool: Pool, person_id: UUID, today: date) -> tuple[AssociationMembership, ...]:
    """Current roles, by association in Danish order; a role holds through its last day."""
    rows = await pool.fetch(
        """
        SELECT a.id, a.name, r.role FROM association_roles r JOIN associations a ON a.id = r.association_id
        WHERE r.person_id = $1 AND (r.valid_until IS NULL OR r.valid_until >= $2)
        ORDER BY a.sort_key COLLATE "C", a.id, r.role
        """,
        person_id,
        today,
    )
    return tuple(
        AssociationMembership(association_id=row["id"], association_name=row["name"], role=row["role"]) for row in rows
    )
