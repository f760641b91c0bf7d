# SPDX-License-Identifier: MPL-2.0
"""What people thought of a session, as numbers and words that lead back to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.shared.db import Tx

SCALES = ("mattered", "heard", "access")
FEWEST = 5
"""With fewer answers, somebody could tell who said what."""


@dataclass(frozen=True, slots=True)
class Results:
    """All that is shown. With too few answers there is nothing but how many."""

    asked: int
    answered: int
    scales: Mapping[str, Mapping[int, int]]
    """For each scale that enough people answered, or nobody, how many gave each figure."""
    comments: tuple[str, ...]
    """In an order that tells nothing, and is the same every time."""

    @property
    def are_shown(self) -> bool:
        """True once there are enough of them."""
        return self.answered >= FEWEST

    def is_thin(self, scale: str) -> bool:
        """True where a few answered, and not enough of them to be shown."""
        return scale not in self.scales

    def said(self, scale: str) -> int:
        """How many said anything on this scale."""
        return sum(self.scales.get(scale, {}).values())

    def average(self, scale: str) -> float | None:
        """None where nobody said anything, or too few."""
        said = self.said(scale)
        return sum(figure * n for figure, n in self.scales[scale].items()) / said if said else None


async def read_results(tx: Tx, session_id: UUID) -> Results:
    """As they stand."""
    rows = await tx.fetch(
        "SELECT mattered, heard, access, comment FROM evaluations WHERE session_id = $1 ORDER BY md5(id::text)",
        session_id,
    )
    shown = rows if len(rows) >= FEWEST else []
    scales = {
        scale: {figure: sum(row[scale] == figure for row in shown) for figure in range(5, 0, -1)}
        for scale in SCALES
        if not 0 < sum(row[scale] is not None for row in shown) < FEWEST
    }
    comments = tuple(row["comment"] for row in shown if row["comment"])
    return Results(await _asked(tx, session_id), len(rows), scales, comments)


async def _asked(tx: Tx, session_id: UUID) -> int:
    """How many were asked: of those with a place who can be written to, whoever came (all, where nobody was counted)."""
    return await tx.fetchval(
        """
        SELECT count(*)::int FROM sign_ups u
        WHERE session_id = $1 AND state = 'confirmed' AND source <> 'walk_in'
          AND (email IS NOT NULL OR erased_at IS NOT NULL)
          AND EXISTS (SELECT FROM told_together WHERE session_id = $1 AND kind = 'thanked')
          AND (EXISTS (SELECT FROM attendances WHERE sign_up_id = u.id)
               OR NOT EXISTS (SELECT FROM attendances WHERE session_id = $1))
        """,
        session_id,
    )
