# SPDX-License-Identifier: MPL-2.0
"""The rows of session_entries."""

from dataclasses import replace
from uuid import UUID

from services.notify.calendar.session import session_vevent
from services.notify.model import SessionEntry
from services.shared.db import Tx


async def lock_session_entry(tx: Tx, session_id: UUID) -> SessionEntry | None:
    """The session as calendars show it now, held; None when they do not."""
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM session_entries WHERE session_id = $1 FOR UPDATE", session_id)
    if row is None:
        return None
    return replace(SessionEntry(**row), facilitator_ids=frozenset(row["facilitator_ids"]))


async def save_session_entry(tx: Tx, entry: SessionEntry) -> None:
    """Store the entry and the bytes made from it."""
    await tx.execute(
        _SAVE,
        entry.session_id,
        entry.slug,
        entry.title,
        entry.summary,
        entry.mode,
        entry.place,
        entry.address,
        entry.starts_at,
        entry.ends_at,
        entry.state,
        entry.reason,
        sorted(entry.facilitator_ids),
        entry.told_sequence,
        entry.described_sequence,
        entry.revised_at,
        session_vevent(entry),
    )


_COLUMNS = """session_id, slug, title, summary, mode, place, address, starts_at, ends_at, state, reason,
    facilitator_ids, told_sequence, described_sequence, revised_at"""

_SAVE = f"""
    INSERT INTO session_entries ({_COLUMNS}, event)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (session_id) DO UPDATE SET
        slug = $2, title = $3, summary = $4, mode = $5, place = $6, address = $7, starts_at = $8, ends_at = $9,
        state = $10, reason = $11, facilitator_ids = $12, told_sequence = $13, described_sequence = $14,
        revised_at = $15, event = $16
"""
