# SPDX-License-Identifier: MPL-2.0
"""A booking as booking would tell of it, change by change."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.shared.contracts.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingEvent,
    BookingMoved,
    OccurrenceState,
    RoomDescribed,
)

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
SITE = UUID(int=0x50)
CLUB = UUID(int=0xC1)


def described(room: int = 1, name: str = "Hal A", version: int = 1, **changed: Any) -> RoomDescribed:
    """A room of the one site."""
    site = {"site_id": SITE, "site_name": "Fløjby Hallerne", "address": "Idrætsvej 1, 9999 Fløjby"} | changed
    return RoomDescribed(version=version, room_id=UUID(int=room), name=name, **site)


@dataclass
class Told:
    """One booking of one date; each call is the next change and answers its event."""

    room: RoomDescribed = field(default_factory=described)
    starts_at: datetime = datetime(2026, 11, 24, 17, tzinfo=UTC)
    length: timedelta = timedelta(minutes=90)
    purpose: str = "Træning"
    association_id: UUID = CLUB
    association_name: str = "Fløjby Håndboldklub"
    booking_id: UUID = field(default_factory=uuid4)
    occurrence_id: UUID = field(default_factory=uuid4)
    version: int = 0
    sequence: int = -1

    def event[E: BookingEvent](self, kind: type[E], status: str = "confirmed", at: datetime = NOW) -> E:
        """The booking as it stands now."""
        self.version += 1
        self.sequence += 1
        return kind(
            version=self.version,
            booking_id=self.booking_id,
            number="2026-000123",
            association_id=self.association_id,
            association_name=self.association_name,
            purpose=self.purpose,
            occurrences=(self._state(status),),
            occurred_at=at,
        )

    def confirmed(self, at: datetime = NOW) -> BookingConfirmed:
        return self.event(BookingConfirmed, at=at)

    def moved(self, at: datetime = NOW, **changed: Any) -> BookingMoved:
        for name, value in changed.items():
            setattr(self, name, value)
        return self.event(BookingMoved, at=at)

    def cancelled(self, at: datetime = NOW) -> BookingCancelled:
        return self.event(BookingCancelled, "cancelled", at=at)

    def _state(self, status: str) -> OccurrenceState:
        return OccurrenceState(
            occurrence_id=self.occurrence_id,
            room_id=self.room.room_id,
            room_name=self.room.name,
            site_id=self.room.site_id,
            site_name=self.room.site_name,
            address=self.room.address,
            starts_at=self.starts_at,
            ends_at=self.starts_at + self.length,
            status=status,  # pyright: ignore[reportArgumentType]
            sequence=self.sequence,
        )
