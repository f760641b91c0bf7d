# SPDX-License-Identifier: MPL-2.0
"""Sessions for which time has brought something to do."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Pool


async def list_with_expired(pool: Pool, *, now: datetime) -> list[UUID]:
    """Some hold, offer or unproved place in line has run out."""
    rows = await pool.fetch("SELECT DISTINCT session_id FROM sign_ups WHERE expires_at <= $1", now)
    return [row["session_id"] for row in rows]


async def list_with_line(pool: Pool, *, now: datetime) -> list[UUID]:
    """Somebody waits, and places are still given."""
    rows = await pool.fetch(
        """
        SELECT id FROM sessions s
        WHERE status = 'published' AND starts_at > $1
          AND (closes_at IS NULL OR closes_at > $1 OR drawn_at IS NOT NULL)
          AND EXISTS (SELECT FROM sign_ups WHERE session_id = s.id AND state = 'waiting' AND proved_at IS NOT NULL)
        """,
        now,
    )
    return [row["id"] for row in rows]


async def list_to_draw(pool: Pool, *, now: datetime) -> list[UUID]:
    """The announced time of their draw has come."""
    rows = await pool.fetch(
        "SELECT id FROM sessions WHERE status = 'published' AND waiting_list = 'lottery' AND drawn_at IS NULL"
        " AND least(draw_at, starts_at - interval '1 day') <= $1",
        now,
    )
    return [row["id"] for row in rows]


async def list_to_remind(pool: Pool, *, now: datetime, until: datetime) -> list[UUID]:
    """They begin before `until`, and nobody has been reminded of them as they stand."""
    rows = await pool.fetch(
        """
        SELECT id FROM sessions s WHERE status = 'published' AND sign_up AND starts_at > $1 AND starts_at <= $2
          AND NOT EXISTS (SELECT FROM told_together t
                          WHERE t.session_id = s.id AND t.kind = 'reminded' AND t.sequence = s.sequence)
        """,
        now,
        until,
    )
    return [row["id"] for row in rows]


async def list_to_thank(pool: Pool, *, over_since: datetime, not_before: datetime) -> list[UUID]:
    """They ended between the two instants, and nobody has been asked how they were."""
    rows = await pool.fetch(
        """
        SELECT id FROM sessions s WHERE status = 'published' AND sign_up AND evaluate
          AND ends_at <= $1 AND ends_at > $2 AND forgotten_at IS NULL
          AND NOT EXISTS (SELECT FROM told_together t WHERE t.session_id = s.id AND t.kind = 'thanked')
        """,
        over_since,
        not_before,
    )
    return [row["id"] for row in rows]


async def list_to_forget(pool: Pool, *, now: datetime) -> list[UUID]:
    """Their time for keeping people's data is over."""
    rows = await pool.fetch(
        "SELECT id FROM sessions WHERE forgotten_at IS NULL AND ends_at + keep_days * interval '1 day' <= $1", now
    )
    return [row["id"] for row in rows]


async def list_with_fields_to_forget(pool: Pool, *, now: datetime, unproved_before: datetime) -> list[UUID]:
    """Some answer or need in them has had its time, or somebody who never proved their address is still known."""
    rows = await pool.fetch(
        """
        SELECT session_id FROM answers WHERE erased_at IS NULL AND erase_after <= $1
        UNION SELECT session_id FROM access_needs WHERE erase_after <= $1
        UNION SELECT session_id FROM sign_ups
        WHERE ended_at <= $2 AND proved_at IS NULL AND erased_at IS NULL
        """,
        now,
        unproved_before,
    )
    return [row["session_id"] for row in rows]
