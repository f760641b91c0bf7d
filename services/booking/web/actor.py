# SPDX-License-Identifier: MPL-2.0
"""Who acts, as booking sees the caller of a request."""

from datetime import datetime
from uuid import UUID

from services.booking.errors import NotAllowed
from services.booking.model import Actor
from services.booking.store.roles import holds_a_role
from services.shared.db import Pool
from services.shared.identity import Principal, StaffRole
from services.shared.wall_clock import local

DECIDES = frozenset({StaffRole.CASEWORKER})
"""Who acts for the municipality in bookings."""
SEES = frozenset({StaffRole.CASEWORKER, StaffRole.CARETAKER})
"""Who sees every booking, with names."""


def actor_of(principal: Principal) -> Actor:
    """The signed-in caller. Raises NotAllowed for anybody else."""
    if principal.person_id is None:
        raise NotAllowed("nobody is signed in")
    return Actor(principal.person_id, principal.name, principal.has_any(DECIDES), principal.association_id)


async def may_see(pool: Pool, principal: Principal, association_id: UUID, *, now: datetime) -> bool:
    """True for staff, for the association's own key, and for people with a current role in it."""
    if principal.has_any(SEES) or principal.association_id == association_id:
        return True
    if principal.person_id is None:
        return False
    async with pool.acquire() as connection:
        return await holds_a_role(connection, association_id, principal.person_id, local(now).date())
