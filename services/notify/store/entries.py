# SPDX-License-Identifier: MPL-2.0
"""The rows of calendar_entries."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.notify.calendar.event import written
from services.notify.model import Detail, Entry
from services.shared.db import Tx


async def lock_entry(tx: Tx, occurrence_id: UUID) -> Entry | None:
    """The date as calendars show it now, held; None when they do not."""
    row = await tx.fetchrow(f"{_SELECT} WHERE e.occurrence_id = $1 FOR UPDATE OF e", occurrence_id)
    return None if row is None else _entry(row)


async def lock_entries_of_room(tx: Tx, room_id: UUID, *, after: datetime) -> list[Entry]:
    """The dates in a room that end later than this, held."""
    rows = await tx.fetch(f"{_SELECT} WHERE e.room_id = $1 AND e.ends_at > $2 FOR UPDATE OF e", room_id, after)
    return [_entry(row) for row in rows]


async def save_entry(tx: Tx, entry: Entry) -> None:
    """Store the entry and the bytes made from it."""
    octets = written(entry)
    await tx.execute(
        _SAVE,
        entry.occurrence_id,
        entry.booking_id,
        entry.number,
        entry.association_id,
        entry.association_name,
        entry.purpose,
        entry.room_id,
        entry.site_id,
        entry.starts_at,
        entry.ends_at,
        entry.status,
        entry.told_sequence,
        entry.described_sequence,
        entry.revised_at,
        octets[Detail.STAFF],
        octets[Detail.ASSOCIATION],
        octets[Detail.BUSY],
    )


_SELECT = """
    SELECT e.occurrence_id, e.booking_id, e.number, e.association_id, e.association_name, e.purpose, e.room_id,
           r.name AS room_name, r.site_id, r.site_name, r.address, e.starts_at, e.ends_at, e.status,
           e.booked_sequence AS told_sequence, e.revised_at, e.described_sequence
    FROM calendar_entries e JOIN rooms r ON r.id = e.room_id
"""

_SAVE = """
    INSERT INTO calendar_entries (occurrence_id, booking_id, number, association_id, association_name, purpose,
        room_id, site_id, starts_at, ends_at, status, booked_sequence, described_sequence, revised_at,
        staff, association, busy)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    ON CONFLICT (occurrence_id) DO UPDATE SET
        number = $3, association_id = $4, association_name = $5, purpose = $6, room_id = $7, site_id = $8,
        starts_at = $9, ends_at = $10, status = $11, booked_sequence = $12, described_sequence = $13,
        revised_at = $14, staff = $15, association = $16, busy = $17
"""


def _entry(row: Record) -> Entry:
    return Entry(**row)
