# SPDX-License-Identifier: MPL-2.0
"""What a consumer hears, and how one event is handled: once, and of nothing that it has heard newer things of."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from services.shared import inbox
from services.shared.contracts.envelope import Envelope, EventData
from services.shared.db import Tx

Handler = Callable[..., Awaitable[None]]
"""`async def handler(tx: Tx, event: ItsEvent, *, now: datetime) -> None`: changes rows in `tx`, waits for no network."""

Outcome = Literal["handled", "again", "stale"]


class Poison(Exception):
    """The message can never be handled as it is; trying again is of no use."""


@dataclass(frozen=True)
class Subscription:
    """One purpose for which a service hears another (or itself). Its name is its memory: never rename it."""

    consumer: str
    publisher: str
    events: Mapping[type[EventData], Handler]
    retry_after: tuple[float, ...] = (1, 5, 30, 120, 600)
    """Seconds before each new try; when they are used up the event is buried as a dead letter."""
    ack_wait: float = 30
    """Seconds after which the broker gives the events of a worker that went silent to another."""
    limit: float = 60
    """Seconds one handling may take."""

    @property
    def subjects(self) -> list[str]:
        """The types it hears."""
        return [event.TYPE for event in self.events]


@dataclass(frozen=True)
class Told:
    """One event as it came."""

    envelope: Envelope
    event: EventData


def decode(subscription: Subscription, subject: str, payload: bytes) -> Told:
    """Raises Poison when this consumer cannot read it. An unknown subject is one that a newer version of us heard."""
    event_type = next((event for event in subscription.events if subject == event.TYPE), None)
    if event_type is None:
        raise Poison(f"{subscription.consumer} does not know {subject}")
    try:
        envelope = Envelope.model_validate_json(payload)
        if envelope.type != event_type.TYPE:
            raise Poison(f"says it is {envelope.type} and came as {event_type.TYPE}")
        return Told(envelope, event_type.model_validate(envelope.data))
    except ValidationError as error:
        raise Poison(_without_values(error)) from error


def _without_values(error: ValidationError) -> str:
    """Which fields are wrong and how; what stood in them stays in the payload."""
    wrong: list[Any] = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in wrong[:5])


async def handle(tx: Tx, subscription: Subscription, told: Told, *, now: datetime) -> Outcome:
    """Handle one event in the transaction that also remembers it. What newer events have told of is left out of it.

    An event about one date of a series may come after a newer one about another: both are handled.
    """
    if not await inbox.first_time(tx, subscription.consumer, told.envelope.id):
        return "again"
    event = told.event
    newer = await inbox.newer_parts(tx, subscription.consumer, event.parts, event.version)
    if not newer:
        return "stale"
    await subscription.events[type(event)](tx, event.only(newer), now=now)
    return "handled"
