# SPDX-License-Identifier: MPL-2.0
"""Booking, as far as one session's room goes: what it keeps, and how it answers when people and dialogue act."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.shared.contracts.booking import (
    ProposalConfirmed,
    ProposalEvent,
    ProposalFailed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.contracts.rooms import ProposedRoom, SessionRooms

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
EVENING = datetime(2026, 12, 8, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def room(name: str, starts_at: datetime = EVENING) -> ProposedRoom:
    """A room in the house of culture, for two hours."""
    return ProposedRoom(
        room_id=UUID(bytes=name.encode().ljust(16, b"-")[:16]),
        room_name=name,
        site_id=UUID(int=1),
        site_name="Kulturhuset",
        address="Torvet 1, 9999 Fløjby",
        city="Fløjby",
        step_free=True,
        starts_at=starts_at,
        ends_at=starts_at + 2 * HOUR,
    )


@dataclass
class House:
    """Each of its methods does one thing and answers; what makes no sense as things stand does nothing."""

    request_id: UUID
    asked: int
    """The version acted on."""
    rooms: SessionRooms = field(default_factory=SessionRooms)
    told: list[ProposalEvent] = field(default_factory=list[ProposalEvent])
    days: int = 0

    def hold(self) -> None:
        """A room is proposed; what is booked is kept beside it."""
        held = {"hold_id": uuid4(), "held": room(f"hold {len(self.told)}"), "held_until": NOW + 5 * DAY}
        self._made(self.rooms.model_copy(update=held))

    def fail(self, *, keeps_hold: bool = False) -> None:
        """Nothing is to be had; a hold falls away, unless another room had been chosen in its place."""
        kept = self.rooms if keeps_hold else self._only_booked()
        others = (kept.held,) if kept.held else (room("another", EVENING + DAY),)
        self._say(ProposalFailed, kept, why="nothing_free", alternatives=others)

    def confirm(self, one: ProposedRoom) -> None:
        """The room is booked, by the booking there is."""
        booking_id = self.rooms.booked_id or self.rooms.hold_id or uuid4()
        rooms = SessionRooms(booked_id=booking_id, booked=one, booked_answers=self.asked)
        self._say(ProposalConfirmed, rooms, booking_id=booking_id, room=one)

    def change_rooms(self) -> None:
        """Staff give the session another room at the time it is booked for."""
        if self.rooms.booked:
            self._move(room(f"other {len(self.told)}", self.rooms.booked.starts_at))

    def change_times(self) -> None:
        """Staff give the session another day."""
        if booked := self.rooms.booked:
            self.days += 1
            self.rooms = self.rooms.model_copy(update={"booked_answers": self.asked})
            self._move(room(booked.room_name, EVENING + 30 * DAY + self.days * DAY))

    def change_hold(self) -> None:
        """Staff keep another room for the session than was proposed."""
        if self.rooms.held:
            self._made(self.rooms.model_copy(update={"held": room(f"hold {len(self.told)}")}))

    def take_hold(self) -> None:
        """Staff decide that the proposed room is theirs, and move it at that."""
        if self.rooms.held:
            one = room(f"taken {len(self.told)}")
            taken = SessionRooms(booked_id=self.rooms.hold_id, booked=one, booked_answers=self.asked)
            self._say(ProposalMoved, taken, booking_id=taken.booked_id, room=taken.booked, reason="Plads")

    def lapse(self) -> None:
        """The hold runs out."""
        if self.rooms.held:
            self._say(ProposalWithdrawn, self._only_booked(), booking_id=self.rooms.hold_id)

    def cancel(self) -> None:
        """Staff take the booked room back."""
        if self.rooms.booked:
            left = self.rooms.model_copy(update={"booked_id": None, "booked": None, "booked_answers": 0})
            gone = self.rooms.booked_id
            self._say(ProposalWithdrawn, left, booking_id=gone, by_staff=True, reason="Vandskade")

    def _only_booked(self) -> SessionRooms:
        return self.rooms.model_copy(update={"hold_id": None, "held": None, "held_until": None})

    def _made(self, rooms: SessionRooms) -> None:
        told = {"booking_id": rooms.hold_id, "room": rooms.held, "held_until": rooms.held_until}
        self._say(ProposalMade, rooms, **told, alternatives=(room("another"),))

    def _move(self, one: ProposedRoom) -> None:
        rooms = self.rooms.model_copy(update={"booked": one})
        self._say(ProposalMoved, rooms, booking_id=rooms.booked_id, room=one, reason="Hallen lukker")

    def _say(self, event: type[ProposalEvent], rooms: SessionRooms, **told: Any) -> None:
        self.rooms = rooms
        version = len(self.told) + 1
        said = event(
            version=version,
            request_id=self.request_id,
            answers=self.asked,
            rooms=rooms,
            occurred_at=NOW,
            **told,
        )
        self.told.append(said)
