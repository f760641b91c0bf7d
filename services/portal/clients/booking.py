# SPDX-License-Identifier: MPL-2.0
"""What only booking knows: associations, and who acts for them."""

from uuid import UUID

from services.shared.bus import Bus
from services.shared.contracts.booking import (
    AssociationMembership,
    MembershipsReply,
    MembershipsRequest,
    PlaceReply,
    PlaceRequest,
)


async def ask_memberships(bus: Bus, person_id: UUID) -> tuple[AssociationMembership, ...]:
    """The person's current roles. Raises Unanswered."""
    return (await bus.request(MembershipsRequest(person_id=person_id), MembershipsReply)).memberships


async def ask_association_name(bus: Bus, association_id: UUID) -> str | None:
    """None when there is no such association. Raises Unanswered."""
    return (await bus.request(PlaceRequest(kind="association", id=association_id), PlaceReply)).name
