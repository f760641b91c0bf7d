# SPDX-License-Identifier: MPL-2.0
"""What a party told beside who they are: access needs and answers, each with the time it is forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from services.dialogue.model import NewNeed, Session
from services.shared.db import Tx
from services.shared.ids import new_id


async def insert_needs(
    tx: Tx, session: Session, sign_up_id: UUID, needs: Sequence[NewNeed], *, now: datetime
) -> list[UUID]:
    """Store access needs, each a task for staff; due some days before the session, and never in the past."""
    made = [(new_id(), need) for need in needs]
    if made:
        due = max(session.starts_at - session.terms.needs_due, now)
        await tx.executemany(
            "INSERT INTO access_needs (id, sign_up_id, session_id, kind, note, state, due_at, created_at, erase_after)"
            " VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8)",
            [
                (one, sign_up_id, session.id, need.kind.value, need.note or None, due, now, needs_kept_until(session))
                for one, need in made
            ],
        )
    return [one for one, _ in made]


def needs_kept_until(session: Session) -> datetime:
    """Health data is kept no longer than it is of use: until a week after the session, or as long as the rest."""
    return session.ends_at + min(session.terms.keep, timedelta(days=7))


async def insert_answers(tx: Tx, session: Session, sign_up_id: UUID, answers: Mapping[str, str]) -> None:
    """Store answers to the organiser's questions, in place of earlier ones."""
    if answers:
        kept = {question.key: question.keep_days for question in session.terms.questions}
        await tx.executemany(
            "INSERT INTO answers (sign_up_id, session_id, question, value, erase_after) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT ON CONSTRAINT answers_pkey DO UPDATE SET value = excluded.value, erased_at = NULL",
            [
                (sign_up_id, session.id, key, value, session.ends_at + timedelta(days=kept[key]))
                for key, value in answers.items()
            ],
        )


async def replace_answers(tx: Tx, session: Session, sign_up_id: UUID, answers: Mapping[str, str]) -> None:
    """These and no others: what is taken back is gone, and what depended on it."""
    await tx.execute(
        "DELETE FROM answers WHERE sign_up_id = $1 AND question <> ALL($2) AND erased_at IS NULL",
        sign_up_id,
        list(answers),
    )
    await insert_answers(tx, session, sign_up_id, answers)


async def list_need_kinds(tx: Tx, sign_up_id: UUID) -> frozenset[str]:
    """What they have told that they need."""
    rows = await tx.fetch("SELECT kind FROM access_needs WHERE sign_up_id = $1 AND state <> 'dropped'", sign_up_id)
    return frozenset(row["kind"] for row in rows)


async def drop_open_needs(tx: Tx, sign_up_id: UUID, *, now: datetime) -> None:
    """Nobody comes who needs it."""
    await tx.execute(
        "UPDATE access_needs SET state = 'dropped', settled_at = $2 WHERE sign_up_id = $1 AND state = 'open'",
        sign_up_id,
        now,
    )


async def replace_needs(tx: Tx, session: Session, sign_up_id: UUID, needs: Sequence[NewNeed], *, now: datetime) -> None:
    """What is still needed stays as it is, arranged or not; what is new is a new task; the rest is dropped."""
    wanted = {need.kind.value: need for need in needs}
    rows = await tx.fetch(
        """
        UPDATE access_needs SET
            state = CASE WHEN kind = ANY($2) THEN state ELSE 'dropped' END,
            note = CASE WHEN kind = ANY($2) THEN ($4::text[])[array_position($2, kind)] END,
            settled_at = CASE WHEN kind = ANY($2) THEN settled_at ELSE $3 END
        WHERE sign_up_id = $1 AND state <> 'dropped'
        RETURNING kind
        """,
        sign_up_id,
        list(wanted),
        now,
        [need.note or None for need in wanted.values()],
    )
    known = {row["kind"] for row in rows}
    await insert_needs(tx, session, sign_up_id, [need for kind, need in wanted.items() if kind not in known], now=now)


@dataclass(frozen=True, slots=True)
class SettledNeed:
    """An access need as its person is told of it."""

    kind: str
    outcome: Literal["arranged", "impossible"] | None
    note: str | None


async def find_settled_need(tx: Tx, need_id: UUID) -> SettledNeed | None:
    """None once it is erased."""
    row = await tx.fetchrow("SELECT kind, state, outcome_note FROM access_needs WHERE id = $1", need_id)
    if row is None:
        return None
    return SettledNeed(
        row["kind"], row["state"] if row["state"] in ("arranged", "impossible") else None, row["outcome_note"]
    )
