# SPDX-License-Identifier: MPL-2.0
"""Attempts: put down before the message goes out, completed after. SMTP cannot be part of a transaction."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Tx


async def insert_attempt(tx: Tx, delivery_id: UUID, number: int, *, now: datetime) -> None:
    """It is about to be handed over."""
    await tx.execute(
        "INSERT INTO attempts (delivery_id, number, started_at) VALUES ($1, $2, $3)", delivery_id, number, now
    )


async def complete_attempt(tx: Tx, delivery_id: UUID, number: int, outcome: str, detail: str, *, now: datetime) -> None:
    """How it ended. Said also by a holder whose lease ran out meanwhile: better late than uncertain."""
    await tx.execute(
        "UPDATE attempts SET outcome = $3, detail = $4, ended_at = $5 WHERE delivery_id = $1 AND number = $2",
        delivery_id,
        number,
        outcome,
        detail,
        now,
    )
