# SPDX-License-Identifier: MPL-2.0
"""Dialogue's side of a room for a session: events as they come over the broker, and the answers that wait to go out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.booking.consumers import SESSION_ROOMS
from services.booking.model import Span
from services.shared.contracts.booking import (
    ProposalConfirmed,
    ProposalEvent,
    ProposalFailed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.contracts.dialogue import RoomAccepted, RoomReleased, RoomRequested, RoomRequestEvent
from services.shared.contracts.rooms import ProposedRoom, RoomNeed
from services.shared.db import Pool, in_transaction
from services.shared.outbox import envelope
from services.shared.subscription import Outcome, Told, handle
from tests.integration.booking.municipality import NOW, TUESDAY

PROPOSALS = {
    event.TYPE: event for event in (ProposalConfirmed, ProposalFailed, ProposalMade, ProposalMoved, ProposalWithdrawn)
}


def need(**changes: Any) -> RoomNeed:
    """Ten people on Tuesday evening."""
    return RoomNeed(**{"starts_at": TUESDAY.start, "ends_at": TUESDAY.end, "people": 10} | changes)


@dataclass
class Session:
    """A session that asks for a room."""

    request_id: UUID = field(default_factory=uuid4)
    session_id: UUID = field(default_factory=uuid4)
    version: int = 0

    def requested(self, *, version: int | None = None, **changes: Any) -> RoomRequested:
        """It needs a room, or the need has changed."""
        return RoomRequested(**self._state(version), need=need(**changes))

    def accepted(self, room: ProposedRoom, *, version: int | None = None, **changes: Any) -> RoomAccepted:
        """Its facilitator has chosen."""
        return RoomAccepted(
            **self._state(version),
            need=need(**changes),
            room_id=room.room_id,
            starts_at=room.starts_at,
            ends_at=room.ends_at,
        )

    def released(self, *, version: int | None = None, reason: str | None = None) -> RoomReleased:
        """It needs none any more."""
        return RoomReleased(**self._state(version), need=need(), reason=reason)

    def _state(self, version: int | None) -> dict[str, Any]:
        self.version = version or self.version + 1
        return {
            "version": self.version,
            "request_id": self.request_id,
            "session_id": self.session_id,
            "title": "Hvad skal der ske med havnen?",
            "occurred_at": NOW,
        }


async def hear(pool: Pool, *events: RoomRequestEvent, now: datetime = NOW) -> list[Outcome]:
    """Handle these as the consumer does, one transaction each."""
    outcomes: list[Outcome] = []
    for event in events:
        told = Told(envelope(event, uuid4(), now), event)
        outcomes.append(await in_transaction(pool, lambda tx, told=told: handle(tx, SESSION_ROOMS, told, now=now)))
    return outcomes


async def answers(pool: Pool, session: Session) -> list[ProposalEvent]:
    """All that dialogue was told, in order."""
    rows = await pool.fetch(
        "SELECT type, payload FROM outbox WHERE aggregate_id = $1 ORDER BY version", session.request_id
    )
    return [PROPOSALS[row["type"]].model_validate(row["payload"]["data"]) for row in rows]


async def last[E: ProposalEvent](pool: Pool, session: Session, kind: type[E]) -> E:
    """The newest answer, which must be of that kind and answer the newest question."""
    newest = (await answers(pool, session))[-1]
    assert isinstance(newest, kind), newest
    assert newest.answers == session.version
    return newest


async def hear_and_read[E: ProposalEvent](
    pool: Pool, session: Session, event: RoomRequestEvent, kind: type[E], *, now: datetime = NOW
) -> E:
    """Handle it, and read the answer."""
    await hear(pool, event, now=now)
    return await last(pool, session, kind)


async def booked(pool: Pool, session: Session) -> ProposalConfirmed:
    """A session that has its room."""
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    return await hear_and_read(pool, session, session.accepted(made.room), ProposalConfirmed)


async def standing(pool: Pool) -> list[tuple[str, str, datetime]]:
    """What holds a room: status, room and beginning."""
    rows = await pool.fetch(
        "SELECT o.status, r.name, lower(o.during) AS start FROM occurrences o JOIN rooms r ON r.id = o.room_id"
        " WHERE o.status IN ('requested', 'confirmed') ORDER BY lower(o.during), r.name"
    )
    return [tuple(row) for row in rows]


async def kept_of(pool: Pool, booking_id: UUID) -> Span:
    """The time a booking keeps cells, people see it or not."""
    kept = await pool.fetchval(
        "SELECT held.during FROM occupancies held JOIN occurrences o ON o.id = held.occurrence_id"
        " WHERE o.booking_id = $1 LIMIT 1",
        booking_id,
    )
    return Span(kept.lower, kept.upper)


def later(hours: float) -> dict[str, Any]:
    """The same need, moved."""
    shift = timedelta(hours=hours)
    return {"starts_at": TUESDAY.start + shift, "ends_at": TUESDAY.end + shift}
