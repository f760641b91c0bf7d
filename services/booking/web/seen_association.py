# SPDX-License-Identifier: MPL-2.0
"""The association a page is about, for who may see it."""

from uuid import UUID

from services.booking.errors import NoSuchAssociation, NotAllowed
from services.booking.queries.associations import AssociationDetail, find_association
from services.booking.web.actor import may_see
from services.shared.web.visit import Visit


async def seen_association(visit: Visit, association_id: UUID) -> AssociationDetail:
    """Raises NoSuchAssociation, NotAllowed."""
    async with visit.pool.acquire() as connection:
        association = await find_association(connection, association_id)
    if association is None:
        raise NoSuchAssociation(str(association_id))
    if not await may_see(visit.pool, visit.caller, association_id, now=visit.now):
        raise NotAllowed(str(association_id))
    return association
