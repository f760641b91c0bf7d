# SPDX-License-Identifier: MPL-2.0
"""Give a program a key of its own."""

from datetime import datetime
from uuid import UUID

from services.portal.clients.booking import ask_association_name
from services.portal.errors import NoSuchAssociation
from services.portal.model import KEY_PREFIX, ApiKey, new_token, sha256
from services.portal.store.api_keys import insert_key
from services.shared.bus import Bus
from services.shared.db import Pool, in_transaction
from services.shared.identity import StaffRole
from services.shared.ids import new_id


async def create_staff_key(pool: Pool, name: str, roles: frozenset[StaffRole], *, now: datetime) -> tuple[ApiKey, str]:
    """The key, and the text that opens, which is told here and never again."""
    return await _create(pool, ApiKey(new_id(), name, roles, None, now))


async def create_association_key(
    pool: Pool, bus: Bus, name: str, association_id: UUID, *, now: datetime
) -> tuple[ApiKey, str]:
    """As create_staff_key, for one association, which it is called after when `name` is empty.

    Raises NoSuchAssociation, and Unanswered when booking is away.
    """
    association = await ask_association_name(bus, association_id)
    if association is None:
        raise NoSuchAssociation
    return await _create(pool, ApiKey(new_id(), name or f"API: {association}", frozenset(), association_id, now))


async def _create(pool: Pool, key: ApiKey) -> tuple[ApiKey, str]:
    secret = KEY_PREFIX + new_token()
    await in_transaction(pool, lambda tx: insert_key(tx, key, sha256(secret)))
    return key, secret
