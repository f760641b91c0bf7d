# SPDX-License-Identifier: MPL-2.0
"""What people thought of a session, kept apart from who they are."""

from datetime import datetime
from uuid import UUID, uuid4

from services.dialogue.model import Evaluation
from services.shared.db import Tx


async def insert_evaluated(tx: Tx, sign_up_id: UUID) -> bool:
    """Put down that this person has answered; False when they had already."""
    return bool(
        await tx.fetchval(
            "INSERT INTO evaluated (sign_up_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING true", sign_up_id
        )
    )


async def insert_evaluation(tx: Tx, session_id: UUID, evaluation: Evaluation, *, at: datetime) -> None:
    """Store what was said. The id is random, and `at` no more than the day, so that no order leads back to anybody."""
    await tx.execute(
        "INSERT INTO evaluations (id, session_id, mattered, heard, access, comment, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        uuid4(),
        session_id,
        evaluation.mattered,
        evaluation.heard,
        evaluation.access,
        evaluation.comment,
        at,
    )
