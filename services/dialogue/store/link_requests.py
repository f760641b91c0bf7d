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


@dataclass(frozen=True, slots=True)
class AskedLately:
    """How often links were asked for since an instant."""

    of_email: int
    of_network: int


async def count_lately(tx: Tx, email_key: str, network: bytes, *, since: datetime) -> AskedLately:
    """With this address, and from this network."""
    row = await tx.fetchrow(
        "SELECT (SELECT count(*)::int FROM link_requests WHERE email_key = $1 AND requested_at > $3) AS of_email,"
        " (SELECT count(*)::int FROM link_requests WHERE network = $2 AND requested_at > $3) AS of_network",
        email_key,
        network,
        since,
    )
    assert row  # noqa: S101  a SELECT of expressions always has its row
    return AskedLately(**dict(row))


async def insert_link_request(
    tx: Tx, links_id: UUID, email_key: str, network: bytes, language: Language, *, now: datetime
) -> None:
    """Store that they asked."""
    await tx.execute(
        "INSERT INTO link_requests (id, email_key, network, language, requested_at) VALUES ($1, $2, $3, $4, $5)",
        links_id,
        email_key,
        network,
        language,
        now,
    )
