# SPDX-License-Identifier: MPL-2.0
"""Deliveries: put in line, taken under a lease, ended by whoever holds it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from asyncpg import Record

from services.notify.model import Priority
from services.shared.db import Pool, Tx

_NAMESPACE = UUID("5f0d3a86-7f7c-4c0b-9d0e-2a8f4a6d1c55")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One person to be told of one event through one channel."""

    about_id: UUID
    version: int
    recipient_id: UUID
    channel: str
    kind: str
    told: dict[str, Any] | None
    """The data of the event, where the letter needs it, or under `gathered` those of several."""
    created_at: datetime
    valid_until: datetime
    priority: Priority = Priority.ORDINARY
    tries: int = 0
    not_before: datetime | None = None
    """When it is due; None: at once."""

    @property
    def id(self) -> UUID:
        """The same for the same event, person and channel, whatever happens to the database."""
        return uuid5(_NAMESPACE, f"{self.about_id}/{self.version}/{self.recipient_id}/{self.channel}")


async def insert_delivery(tx: Tx, delivery: Delivery) -> None:
    """Put it in line; one that is in line or over already is left alone."""
    await tx.execute(
        "INSERT INTO deliveries"
        " (id, about_id, version, recipient_id, channel, kind, told, priority, created_at, not_before, valid_until)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        delivery.id,
        delivery.about_id,
        delivery.version,
        delivery.recipient_id,
        delivery.channel,
        delivery.kind,
        delivery.told,
        delivery.priority,
        delivery.created_at,
        delivery.not_before or delivery.created_at,
        delivery.valid_until,
    )


_CLAIM = """
WITH chosen AS (
    SELECT d.id FROM deliveries d
    WHERE d.finished_at IS NULL AND d.not_before <= $1 AND d.valid_until > $1
        AND (d.leased_until IS NULL OR d.leased_until <= $1)
        AND NOT EXISTS (
            SELECT FROM deliveries earlier
            WHERE earlier.finished_at IS NULL AND earlier.about_id = d.about_id AND earlier.version < d.version
                AND earlier.recipient_id = d.recipient_id AND earlier.channel = d.channel)
    ORDER BY d.priority DESC, d.not_before LIMIT $2 FOR UPDATE SKIP LOCKED
), cut_off AS (
    UPDATE attempts SET outcome = 'uncertain', ended_at = $1, detail = 'the sender was cut off'
    FROM chosen WHERE delivery_id = chosen.id AND outcome IS NULL
)
UPDATE deliveries d SET lease_token = $3, leased_until = $4,
    state = CASE d.state WHEN 'sending' THEN 'uncertain' ELSE d.state END
FROM chosen WHERE d.id = chosen.id
RETURNING d.*, (SELECT jsonb_agg(g.told ORDER BY g.id) FROM gathered g WHERE g.delivery_id = d.id) AS gathered"""


async def claim_deliveries(tx: Tx, token: UUID, limit: int, *, until: datetime, now: datetime) -> list[Delivery]:
    """Take up to `limit` due deliveries, by priority and then by age; they are this token's until the lease ends at `until`.

    What one person is to be told about one thing is told in order: the next is not taken before the one before it is
    over. An earlier holder's attempt that has no outcome was cut off, and is put down as uncertain.
    """
    rows = await tx.fetch(_CLAIM, now, limit, token, until)
    return [_delivery(row) for row in sorted(rows, key=lambda row: (-row["priority"], row["not_before"]))]


async def release_deliveries(pool: Pool, token: UUID) -> None:
    """Give back what this token holds and has not begun."""
    await pool.execute(
        "UPDATE deliveries SET lease_token = NULL, leased_until = NULL"
        " WHERE lease_token = $1 AND finished_at IS NULL AND state <> 'sending'",
        token,
    )


async def hold_delivery(tx: Tx, delivery: Delivery, token: UUID, *, until: datetime) -> int | None:
    """Mark it as being sent and hold it until `until`; the number of this try, or None when the lease was lost."""
    return await tx.fetchval(
        "UPDATE deliveries SET state = 'sending', tries = tries + 1, leased_until = $3"
        " WHERE id = $1 AND lease_token = $2 RETURNING tries",
        delivery.id,
        token,
        until,
    )


async def finish_delivery(tx: Tx, delivery: Delivery, token: UUID, state: str, reason: str, *, now: datetime) -> bool:
    """It is over, and what was in it is forgotten; False when somebody else holds it by now."""
    return bool(
        await tx.fetchval(
            "WITH over AS (UPDATE deliveries SET state = $3, reason = $4, finished_at = $5, told = NULL,"
            " lease_token = NULL, leased_until = NULL WHERE id = $1 AND lease_token = $2 RETURNING id),"
            " forgotten AS (DELETE FROM gathered USING over WHERE delivery_id = over.id)"
            " SELECT true FROM over",
            delivery.id,
            token,
            state,
            reason,
            now,
        )
    )


async def postpone_delivery(
    tx: Tx, delivery: Delivery, token: UUID, state: str, reason: str, *, until: datetime
) -> bool:
    """Try again at `until`; False when somebody else holds it by now."""
    return bool(
        await tx.fetchval(
            "UPDATE deliveries SET state = $3, reason = $4, not_before = $5, tries = greatest(tries, $6),"
            " lease_token = NULL, leased_until = NULL WHERE id = $1 AND lease_token = $2 RETURNING true",
            delivery.id,
            token,
            state,
            reason,
            until,
            delivery.tries + 1,
        )
    )


async def expire_deliveries(pool: Pool, *, now: datetime) -> None:
    """End what nobody needs to hear any more, unless somebody is sending it right now."""
    await pool.execute(
        "WITH over AS (UPDATE deliveries SET state = 'expired', finished_at = $1, told = NULL, lease_token = NULL,"
        " leased_until = NULL WHERE finished_at IS NULL AND valid_until <= $1"
        " AND (leased_until IS NULL OR leased_until <= $1) RETURNING id)"
        " DELETE FROM gathered USING over WHERE delivery_id = over.id",
        now,
    )


async def purge_deliveries(pool: Pool, *, before: datetime) -> None:
    """Forget what was over before this instant, attempts and all."""
    await pool.execute("DELETE FROM deliveries WHERE finished_at < $1", before)


def _delivery(row: Record) -> Delivery:
    delivery = Delivery(**{field.name: row[field.name] for field in fields(Delivery)})
    return replace(delivery, told={"gathered": row["gathered"]}) if row["gathered"] else delivery
