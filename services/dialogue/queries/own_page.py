# SPDX-License-Identifier: MPL-2.0
"""What a person's own page shows beside the sign-up itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """An access need as its person sees it."""

    kind: str
    note: str
    state: str
    """`open`, `arranged` or `impossible`."""
    outcome_note: str


async def list_own_needs(tx: Tx, sign_up_id: UUID) -> list[OwnNeed]:
    """Those that are still wanted, in the order they were told."""
    rows = await tx.fetch(
        "SELECT kind, coalesce(note, '') AS note, state, coalesce(outcome_note, '') AS outcome_note FROM access_needs"
        " WHERE sign_up_id = $1 AND state <> 'dropped' ORDER BY created_at, id",
        sign_up_id,
    )
    return [OwnNeed(**row) for row in rows]


async def find_own_answers(tx: Tx, sign_up_id: UUID) -> Mapping[str, str]:
    """Answers to the organiser's questions, as far as they are kept."""
    rows = await tx.fetch("SELECT question, value FROM answers WHERE sign_up_id = $1 AND value IS NOT NULL", sign_up_id)
    return {row["question"]: row["value"] for row in rows}


async def has_evaluated(tx: Tx, sign_up_id: UUID) -> bool:
    """That they have, apart from what they said."""
    return await tx.fetchval("SELECT EXISTS (SELECT FROM evaluated WHERE sign_up_id = $1)", sign_up_id)
