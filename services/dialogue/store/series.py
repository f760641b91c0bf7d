# SPDX-License-Identifier: MPL-2.0
"""Dates that belong together, and the words sessions have in their addresses."""

from uuid import UUID

from services.shared.db import Tx


async def insert_series(tx: Tx, series_id: UUID, title: str) -> None:
    """A new one."""
    await tx.execute("INSERT INTO series (id, title) VALUES ($1, $2)", series_id, title)


async def lock_planning(tx: Tx) -> None:
    """Until the transaction ends nobody else plans a session or names one; after the session's own lock, where there is one."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('planning'))")


async def list_slugs(tx: Tx, beginning: str) -> frozenset[str]:
    """Those taken that begin so. What it is made of needs no escape: small letters, digits and hyphens."""
    rows = await tx.fetch("SELECT slug FROM sessions WHERE slug LIKE $1", f"{beginning}%")
    return frozenset(row["slug"] for row in rows)
