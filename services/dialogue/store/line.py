# SPDX-License-Identifier: MPL-2.0
"""The order of a line. Whoever writes here holds the session's lock."""

from collections.abc import Sequence
from uuid import UUID

from services.shared.db import Tx


async def list_lots(tx: Tx, session_id: UUID) -> list[tuple[UUID, int]]:
    """Everybody in line who has proved their address, with their priority."""
    rows = await tx.fetch(
        "SELECT id, priority FROM sign_ups WHERE session_id = $1 AND state = 'waiting' AND proved_at IS NOT NULL",
        session_id,
    )
    return [(row["id"], row["priority"]) for row in rows]


async def put_in_line(tx: Tx, order: Sequence[UUID]) -> None:
    """These in this order, in front of everybody else: numbers from the sequence are positive, so these are not."""
    await tx.execute(
        """
        UPDATE sign_ups SET place_in_line = place - $2
        FROM unnest($1::uuid[]) WITH ORDINALITY AS drawn (id, place) WHERE sign_ups.id = drawn.id AND state = 'waiting'
        """,
        list(order),
        len(order),
    )


async def insert_lots(tx: Tx, session_id: UUID, lots: Sequence[tuple[str, int]]) -> None:
    """Keep what was drawn, number and priority in the order drawn, for everybody to check."""
    await tx.execute(
        """
        INSERT INTO lots (session_id, place, number, priority)
        SELECT $1, place, number, priority
        FROM unnest($2::text[], $3::integer[]) WITH ORDINALITY AS drawn (number, priority, place)
        """,
        session_id,
        [number for number, _ in lots],
        [priority for _, priority in lots],
    )
