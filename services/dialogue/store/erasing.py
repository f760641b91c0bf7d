# SPDX-License-Identifier: MPL-2.0
"""Erasure. What is deleted here is deleted; only counts stay."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Tx


async def erase_answers(tx: Tx, *, now: datetime, session_id: UUID | None = None) -> None:
    """Answers whose time is over, or all of a session. Choices stay as counts; of free text, how many answered."""
    await tx.execute(
        """
        WITH due AS MATERIALIZED (
            SELECT a.sign_up_id, a.session_id, a.question, a.value, q.kind
            FROM answers a JOIN sessions s ON s.id = a.session_id
            LEFT JOIN LATERAL (SELECT one->>'kind' AS kind FROM jsonb_array_elements(s.questions) one
                               WHERE one->>'key' = a.question) q ON true
            WHERE a.erased_at IS NULL AND ((a.erase_after <= $1 AND $2::uuid IS NULL) OR a.session_id = $2)
            FOR UPDATE OF a
        ), counted AS (
            INSERT INTO answer_counts AS kept (session_id, question, value, n)
            SELECT session_id, question, CASE WHEN kind IN ('choice', 'yes_no') THEN value ELSE '' END, count(*)
            FROM due WHERE value IS NOT NULL GROUP BY 1, 2, 3
            ON CONFLICT ON CONSTRAINT answer_counts_pkey DO UPDATE SET n = kept.n + excluded.n
        )
        UPDATE answers a SET value = NULL, erased_at = $1 FROM due
        WHERE a.sign_up_id = due.sign_up_id AND a.question = due.question
        """,
        now,
        session_id,
    )


async def erase_needs(tx: Tx, *, now: datetime, session_id: UUID | None = None) -> None:
    """Access needs whose time is over, or all of a session: the kind stays, whose it was and the words do not."""
    await tx.execute(
        """
        UPDATE access_needs SET sign_up_id = NULL, note = NULL, outcome_note = NULL, erased_at = $1
        WHERE erased_at IS NULL AND ((erase_after <= $1 AND $2::uuid IS NULL) OR session_id = $2)
        """,
        now,
        session_id,
    )


async def erase_people(tx: Tx, session_id: UUID, *, now: datetime) -> None:
    """Names, addresses and numbers of everybody in a session; that somebody came stays."""
    await tx.execute(
        """
        UPDATE sign_ups SET name = NULL, email = NULL, email_key = NULL, phone = NULL, network = NULL, reason = NULL,
            idempotency_key = NULL, request_sha256 = NULL, erased_at = $2
        WHERE session_id = $1 AND erased_at IS NULL
        """,
        session_id,
        now,
    )
    await tx.execute(
        "UPDATE attendances SET device = '' WHERE session_id = $1",
        session_id,
    )


async def mark_forgotten(tx: Tx, session_id: UUID, *, now: datetime) -> None:
    """Put down that it is done."""
    await tx.execute("UPDATE sessions SET forgotten_at = $2 WHERE id = $1", session_id, now)


async def delete_old_link_requests(tx: Tx, *, before: datetime) -> None:
    """They are only counted for a while."""
    await tx.execute("DELETE FROM link_requests WHERE requested_at < $1", before)
