# SPDX-License-Identifier: MPL-2.0
"""One association with its people, as its own members see it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.booking.model import AssociationRole
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody with a role, and until when."""

    person_id: UUID
    name: str
    role: AssociationRole
    valid_until: date | None
    """Last day."""


@dataclass(frozen=True, slots=True)
class AssociationDetail:
    """What the association's page tells about it."""

    id: UUID
    name: str
    type: str
    cvr: str | None
    approved_on: date | None
    approved_until: date | None
    child_certificate_declared_on: date | None
    people: tuple[RoleHolder, ...]
    """Expired roles too: somebody has to hand them over."""


async def find_association(tx: Tx, association_id: UUID) -> AssociationDetail | None:
    """The association and everybody who has or had a role in it, by role and name."""
    row = await tx.fetchrow(
        """
        SELECT id, name, type, cvr, approved_on, approved_until, child_certificate_declared_on
        FROM associations WHERE id = $1
        """,
        association_id,
    )
    if row is None:
        return None
    people = await tx.fetch(
        """
        SELECT person_id, person_name AS name, role, valid_until FROM association_roles
        WHERE association_id = $1
        ORDER BY array_position(ARRAY['chair', 'treasurer', 'booking_officer', 'team_contact'], role), person_name
        """,
        association_id,
    )
    holders = tuple(
        RoleHolder(one["person_id"], one["name"], AssociationRole(one["role"]), one["valid_until"]) for one in people
    )
    return AssociationDetail(**dict(row), people=holders)
