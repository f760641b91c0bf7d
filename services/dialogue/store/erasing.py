# SPDX-License-Identifier: MPL-2.0
"""Erasure. What is deleted here is deleted; only counts stay."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Tx


async def erase_answers(tx: Tx, session_id: UUID, *, due: datetime | None, now: datetime) -> None:
    """Answers of a session whose time is over at `due`, or all of them.

    What was chosen stays as counts, as long as it is among the choices; of anything else, how many answered.
    """
    await tx.execute(
        """
        WITH due AS MATERIALIZED (
            SELECT a.sign_up_id, a.session_id, a.question, a.value,
                   q.kind = 'yes_no' AND a.value IN ('yes', 'no') OR q.kind = 'choice' AND q.options ? a.value AS counts
            FROM answers a JOIN sessions s ON s.id = a.session_id
            LEFT JOIN LATERAL (SELECT one->>'kind' AS kind, one->'options' AS options
                               FROM jsonb_array_elements(s.questions) one WHERE one->>'key' = a.question) q ON true
            WHERE a.session_id = $2 AND a.erased_at IS NULL AND ($3::timestamptz IS NULL OR a.erase_after <= $3)
        ), counted AS (
            INSERT INTO answer_counts AS kept (session_id, question, value, n)
            SELECT session_id, question, CASE WHEN counts THEN value ELSE '' END, count(*)
            FROM due WHERE value IS NOT NULL GROUP BY 1, 2, 3
            ON CONFLICT ON CONSTRAINT answer_counts_pkey DO UPDATE SET n = kept.n + excluded.n
        )
        UPDATE answers a SET value = NULL, erased_at = $1 FROM due
        WHERE a.sign_up_id = due.sign_up_id AND a.question = due.question
        """,
        now,
        session_id,
        due,
    )


async def erase_needs(tx: Tx, session_id: UUID, *, due: datetime | None) -> None:
    """Access needs of a session whose time is over at `due`, or all of them: gone but for how many there were."""
    await tx.execute(
        """
        WITH gone AS (
            DELETE FROM access_needs WHERE session_id = $1 AND ($2::timestamptz IS NULL OR erase_after <= $2)
            RETURNING kind, state
        )
        INSERT INTO answer_counts AS kept (session_id, question, value, n)
        SELECT $1, 'need:' || kind, state, count(*) FROM gone GROUP BY 2, 3
        ON CONFLICT ON CONSTRAINT answer_counts_pkey DO UPDATE SET n = kept.n + excluded.n
        """,
        session_id,
        due,
    )


async def erase_unproved(tx: Tx, session_id: UUID, *, before: datetime, now: datetime) -> None:
    """Names and addresses of sign-ups that were over before this instant and that nobody had proved were theirs."""
    await tx.execute(
        """
        UPDATE sign_ups SET name = NULL, email = NULL, email_key = NULL, phone = NULL, network = NULL, reason = NULL,
            erased_at = $3
        WHERE session_id = $1 AND ended_at <= $2 AND proved_at IS NULL AND erased_at IS NULL
        """,
        session_id,
        before,
        now,
    )


async def erase_comments(tx: Tx, *, before: datetime) -> None:
    """Words in evaluations; the figures stay."""
    await tx.execute("UPDATE evaluations SET comment = '' WHERE at < $1 AND comment <> ''", before)


async def erase_people(tx: Tx, session_id: UUID, *, now: datetime) -> None:
    """Names, addresses and numbers of everybody in a session; that somebody came stays."""
    await tx.execute(
        """
        UPDATE sign_ups SET name = NULL, email = NULL, email_key = NULL, phone = NULL, network = NULL, reason = NULL,
            erased_at = $2
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
