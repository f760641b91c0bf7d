# SPDX-License-Identifier: MPL-2.0
"""One stream per publisher, one durable pull consumer per purpose. Made where missing, by whoever needs them."""

from collections.abc import Sequence
from datetime import timedelta

from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    ConsumerInfo,
    DeliverPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import BadRequestError, NotFoundError

from services.shared.bus import Bus

MAX_AGE = timedelta(days=30)
"""How long a stream keeps an event; shorter than the inbox remembers having handled it."""
DUPLICATE_WINDOW = timedelta(minutes=2)
MAX_ACK_PENDING = 10_000
"""Counts the events that wait for their next try too."""


def stream(publisher: str) -> StreamConfig:
    """Subjects have four tokens, so that questions and announcements ("booking.place") stay out of the stream."""
    return StreamConfig(
        name=publisher,
        description=f"What {publisher} tells",
        subjects=[f"{publisher}.*.*.*"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        max_age=MAX_AGE.total_seconds(),
        duplicate_window=DUPLICATE_WINDOW.total_seconds(),
    )


async def ensure_stream(bus: Bus, config: StreamConfig) -> None:
    """Make the stream, or bring it to this configuration; what it holds stays."""
    try:
        await bus.jetstream.add_stream(config)  # pyright: ignore[reportUnknownMemberType]
    except BadRequestError:  # there already, configured otherwise
        await bus.jetstream.update_stream(config)  # pyright: ignore[reportUnknownMemberType]


async def ensure_streams(bus: Bus, publishers: Sequence[str]) -> None:
    """Make the streams of these services."""
    for publisher in publishers:
        await ensure_stream(bus, stream(publisher))


async def ensure_consumer(bus: Bus, publisher: str, consumer: str, subjects: Sequence[str], ack_wait: float) -> None:
    """Make the consumer, or bring it to these subjects. `ack_wait` in seconds.

    A new one starts with the oldest event kept. The server never gives up on an event: we bury it ourselves.
    """
    await ensure_streams(bus, [publisher])
    await bus.jetstream.add_consumer(  # pyright: ignore[reportUnknownMemberType]
        publisher,
        ConsumerConfig(
            durable_name=consumer,
            filter_subjects=list(subjects),
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=ack_wait,
            max_deliver=-1,
            max_ack_pending=MAX_ACK_PENDING,
        ),
    )


async def consumer_info(bus: Bus, publisher: str, consumer: str) -> ConsumerInfo | None:
    """How far it has come; None when the server knows no such consumer."""
    try:
        return await bus.jetstream.consumer_info(publisher, consumer)
    except NotFoundError:
        return None
