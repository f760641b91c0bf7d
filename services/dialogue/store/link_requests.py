# SPDX-License-Identifier: MPL-2.0
"""That somebody asked for the links to their sign-ups."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.shared.contracts.portal import Language
from services.shared.db import Tx

VALID = timedelta(hours=1)
"""How late the mail may still go out."""


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """Whose links, in which language."""

    email_key: str
    language: Language


async def find_link_request(tx: Tx, links_id: UUID, *, now: datetime) -> LinkRequest | None:
    """None when there is none, or it is too old to be answered."""
    row = await tx.fetchrow(
        "SELECT email_key, language FROM link_requests WHERE id = $1 AND requested_at > $2", links_id, now - VALID
    )
    return LinkRequest(**dict(row)) if row else None
