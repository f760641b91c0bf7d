# SPDX-License-Identifier: MPL-2.0
"""The locks every writer takes first, always in this order: the association, then cells by id.

Advisory and released at commit. They keep two writers of the same thing in line, so that what is read after them stays
true; the exclusion constraint would still stop a double booking without them, but two writers could meet in a deadlock.
"""

from collections.abc import Collection
from uuid import UUID

from services.shared.db import Tx


async def lock_association_and_rooms(tx: Tx, association_id: UUID, room_ids: Collection[UUID]) -> None:
    """Lock what a new or moved booking depends on: the association's limits and the rooms' cells.

    And the rooms' sites, last, where a policy counts what others book there.
    """
    await tx.execute(
        """
        SELECT pg_advisory_xact_lock(hashtextextended(kind || id::text, 0))
        FROM (
            SELECT 1 AS place, 'association' AS kind, $1::uuid AS id
            UNION ALL
            SELECT DISTINCT 2, 'cell', cell_id FROM room_cells WHERE room_id = ANY($2)
            UNION ALL
            SELECT DISTINCT 3, 'site', r.site_id FROM rooms r
            WHERE r.id = ANY($2) AND EXISTS (
                SELECT FROM policy_versions p
                WHERE p.policy_id = r.policy_id AND p.rules @> '[{"rule": "limit", "by": "site"}]')
            ORDER BY 1, 3 OFFSET 0
        ) AS keys
        """,
        association_id,
        list(room_ids),
    )


async def lock_association(tx: Tx, association_id: UUID) -> None:
    """Lock one association. The municipality's own lock also guards what sessions have asked for."""
    await tx.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('association' || $1::uuid::text, 0))", association_id
    )


async def lock_associations(tx: Tx, association_ids: Collection[UUID]) -> None:
    """Lock several by id: two that lock some of the same never wait for each other in a ring."""
    await tx.execute(
        """
        SELECT pg_advisory_xact_lock(hashtextextended('association' || id::text, 0))
        FROM (SELECT DISTINCT id FROM unnest($1::uuid[]) AS id ORDER BY id OFFSET 0) AS keys
        """,
        list(association_ids),
    )


async def lock_calendars_rooms(tx: Tx, calendar_ids: Collection[UUID]) -> None:
    """Lock the cells of every room that follows one of these opening calendars, after the associations."""
    await tx.execute(
        """
        SELECT pg_advisory_xact_lock(hashtextextended('cell' || cell_id::text, 0))
        FROM (
            SELECT DISTINCT rc.cell_id FROM rooms r JOIN room_cells rc ON rc.room_id = r.id
            WHERE r.calendar_id = ANY($1) ORDER BY rc.cell_id OFFSET 0
        ) AS keys
        """,
        list(calendar_ids),
    )


async def lock_rooms(tx: Tx, room_ids: Collection[UUID]) -> None:
    """Lock the cells of several rooms, after the association they are wanted for."""
    await tx.execute(
        """
        SELECT pg_advisory_xact_lock(hashtextextended('cell' || cell_id::text, 0))
        FROM (SELECT DISTINCT cell_id FROM room_cells WHERE room_id = ANY($1) ORDER BY cell_id OFFSET 0) AS keys
        """,
        list(room_ids),
    )


async def lock_room(tx: Tx, room_id: UUID) -> None:
    """Lock a room's cells, for a closure."""
    await tx.execute(
        """
        SELECT pg_advisory_xact_lock(hashtextextended('cell' || cell_id::text, 0))
        FROM (SELECT cell_id FROM room_cells WHERE room_id = $1 ORDER BY cell_id OFFSET 0) AS keys
        """,
        room_id,
    )


async def lock_association_of(tx: Tx, booking_id: UUID) -> None:
    """Lock the association a booking belongs to (it never changes). No booking: no lock, and reading finds none."""
    await tx.execute(
        """
        SELECT pg_advisory_xact_lock(hashtextextended('association' || association_id::text, 0))
        FROM bookings WHERE id = $1
        """,
        booking_id,
    )
