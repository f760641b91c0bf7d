# SPDX-License-Identifier: MPL-2.0
"""Events that wait for each other, to be told in one letter."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.notify.store.deliveries import Delivery
from services.shared.db import Tx


async def find_newest_version(tx: Tx, about_id: UUID, recipient_id: UUID, channel: str) -> int:
    """Of what this person was, or will be, told about the action; 1 when there is nothing yet."""
    version = await tx.fetchval(
        "SELECT max(version) FROM deliveries WHERE about_id = $1 AND recipient_id = $2 AND channel = $3",
        about_id,
        recipient_id,
        channel,
    )
    return version or 1


async def hold_open(tx: Tx, delivery: Delivery, *, until: datetime) -> bool:
    """Let it wait until then for more; False when it has been begun, or somebody is about to send it."""
    return bool(
        await tx.fetchval(
            "UPDATE deliveries SET not_before = greatest(not_before, $2)"
            " WHERE id = $1 AND state = 'created' AND lease_token IS NULL RETURNING true",
            delivery.id,
            until,
        )
    )


async def insert_gathered(tx: Tx, delivery: Delivery, told: dict[str, Any]) -> None:
    """One more event for this letter."""
    await tx.execute("INSERT INTO gathered (delivery_id, told) VALUES ($1, $2)", delivery.id, told)


async def find_gathering_end(tx: Tx, booking_id: UUID, recipient_id: UUID, channel: str) -> datetime | None:
    """Until when the letter gathers in which this person will be told of the booking; None when there is none."""
    return await tx.fetchval(
        "SELECT max(d.not_before) FROM deliveries d JOIN gathered g ON g.delivery_id = d.id"
        " WHERE d.recipient_id = $2 AND d.channel = $3 AND d.finished_at IS NULL AND g.told ->> 'booking_id' = $1",
        str(booking_id),
        recipient_id,
        channel,
    )
