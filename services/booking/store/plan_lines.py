# SPDX-License-Identifier: MPL-2.0
"""The lines of a season plan, changed under its lock."""

import json
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from services.booking.model import NewLine, TeamSeries
from services.booking.store.team_series import write_held, write_team_series
from services.shared.db import Tx
from services.shared.ids import new_id


async def insert_lines(tx: Tx, plan_id: UUID, lines: Sequence[NewLine]) -> None:
    """Store lines after those there are, numbered on."""
    await tx.execute(
        """
        INSERT INTO season_plan_lines (id, plan_id, number, series, copied_from, differed)
        SELECT l.id, $1, (SELECT coalesce(max(number), 0) FROM season_plan_lines WHERE plan_id = $1) + l.place,
               l.series::jsonb, l.copied_from, l.differed::jsonb
        FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[]) WITH ORDINALITY
            AS l (id, series, copied_from, differed, place)
        """,
        plan_id,
        [new_id() for _ in lines],
        [json.dumps(write_team_series(one.series)) for one in lines],
        [one.copied_from for one in lines],
        [json.dumps(write_held(one.differed)) for one in lines],
    )


async def update_lines(tx: Tx, plan_id: UUID, lines: Mapping[UUID, TeamSeries]) -> None:
    """Store what the lines now ask for; what is booked stays as it was booked."""
    await tx.execute(
        """
        UPDATE season_plan_lines line SET series = l.series::jsonb
        FROM unnest($2::uuid[], $3::text[]) AS l (id, series)
        WHERE line.id = l.id AND line.plan_id = $1 AND line.booking_id IS NULL
        """,
        plan_id,
        list(lines),
        [json.dumps(write_team_series(one)) for one in lines.values()],
    )


async def remove_lines(tx: Tx, plan_id: UUID, line_ids: Collection[UUID], version: int) -> None:
    """Take lines away that are not booked, so that they can come back together."""
    await tx.execute(
        """
        UPDATE season_plan_lines SET removed_in = $3
        WHERE plan_id = $1 AND id = ANY ($2) AND removed_in IS NULL AND booking_id IS NULL
        """,
        plan_id,
        list(line_ids),
        version,
    )


async def restore_lines(tx: Tx, plan_id: UUID) -> None:
    """Give back what the last removal took."""
    await tx.execute(
        """
        UPDATE season_plan_lines SET removed_in = NULL
        WHERE plan_id = $1
          AND removed_in = (SELECT max(removed_in) FROM season_plan_lines WHERE plan_id = $1)
        """,
        plan_id,
    )


async def is_booked(tx: Tx, line_id: UUID) -> bool:
    """True when the line has become a booking."""
    return bool(await tx.fetchval("SELECT booking_id IS NOT NULL FROM season_plan_lines WHERE id = $1", line_id))


async def mark_booked(tx: Tx, line_id: UUID, booking_id: UUID) -> None:
    """Remember what became of a line, in the transaction that books it."""
    await tx.execute("UPDATE season_plan_lines SET booking_id = $2 WHERE id = $1", line_id, booking_id)
