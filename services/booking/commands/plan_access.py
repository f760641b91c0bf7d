# SPDX-License-Identifier: MPL-2.0
"""Who may work on an association's season plans: people with a role in it, its own key, and the municipality."""

from datetime import datetime
from uuid import UUID

from services.booking.errors import NotAllowed
from services.booking.model import Actor
from services.booking.store.roles import holds_a_role
from services.shared.db import Tx
from services.shared.wall_clock import local


async def refuse_others(tx: Tx, association_id: UUID, actor: Actor, now: datetime) -> None:
    """Raises NotAllowed. Whether a line may be booked is for the policy of its room to say."""
    if actor.is_staff or actor.association_id == association_id:
        return
    if not await holds_a_role(tx, association_id, actor.id, local(now).date()):
        raise NotAllowed(str(association_id))
