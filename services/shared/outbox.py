# SPDX-License-Identifier: MPL-2.0
"""Saying that something happened, in the transaction in which it happened."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.shared.contracts.envelope import Envelope, EventData
from services.shared.db import Tx
from services.shared.ids import new_id

KEPT = timedelta(days=7)
"""How long published events can still be published again."""

LARGEST = 1_000_000
"""Octets of an event. A broker takes a megabyte and a little more (NATS: max_payload), its headers included."""


class EventTooLarge(ValueError):
    """More than a broker takes: a defect of whoever tells it. Stored, it would stop the relay and all that is behind it."""

    def __init__(self, event: EventData, octets: int) -> None:
        super().__init__(f"{event.TYPE} has {octets} octets")


def envelope(event: EventData, event_id: UUID, now: datetime) -> Envelope:
    """The event as it goes out."""
    return Envelope(
        id=event_id,
        source=f"/{event.publisher()}",
        type=event.TYPE,
        subject=event.aggregate_id,
        time=now,
        data=event.model_dump(mode="json"),
    )


async def put(tx: Tx, event: EventData, *, now: datetime) -> UUID:
    """Store the event beside the change it tells of; the relay publishes it after the commit.

    Answers the event's id. Raises EventTooLarge. A second event with the same aggregate and version violates `outbox_version_rises`.
    """
    event_id = new_id()
    await tx.execute(
        "INSERT INTO outbox (event_id, type, aggregate_id, version, payload, stored_at)"
        " VALUES ($1, $2, $3, $4, $5::text::json, $6)",
        event_id,
        event.TYPE,
        event.aggregate_id,
        event.version,
        _written(event, event_id, now),
        now,
    )
    return event_id


async def put_all(tx: Tx, events: Sequence[EventData], *, now: datetime) -> None:
    """As `put`, for many at once and in this order: everybody who takes part in something is told."""
    ids = [new_id() for _ in events]
    await tx.execute(
        "INSERT INTO outbox (event_id, type, aggregate_id, version, payload, stored_at)"
        " SELECT event_id, type, aggregate_id, version, payload::json, $6"
        " FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[])"
        " WITH ORDINALITY AS told (event_id, type, aggregate_id, version, payload, place) ORDER BY place",
        ids,
        [event.TYPE for event in events],
        [event.aggregate_id for event in events],
        [event.version for event in events],
        [_written(event, one, now) for event, one in zip(events, ids, strict=True)],
        now,
    )


async def publish_again(tx: Tx, *, since: datetime, until: datetime) -> int:
    """Let the relay publish once more what was stored in [since, until), and answer how many events that is.

    For a broker that lost its store. Consumers that have handled an event know it by its id and do nothing.
    """
    count = await tx.fetchval(
        "WITH again AS (UPDATE outbox SET published_at = NULL"
        " WHERE published_at IS NOT NULL AND stored_at >= $1 AND stored_at < $2 RETURNING 1)"
        " SELECT count(*) FROM again",
        since,
        until,
    )
    return int(count)


async def purge(tx: Tx, *, now: datetime) -> None:
    """Forget what was published long ago."""
    await tx.execute("DELETE FROM outbox WHERE published_at < $1", now - KEPT)


def _written(event: EventData, event_id: UUID, now: datetime) -> str:
    text = envelope(event, event_id, now).model_dump_json()
    if (octets := len(text.encode())) > LARGEST:
        raise EventTooLarge(event, octets)
    return text
