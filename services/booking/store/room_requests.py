# SPDX-License-Identifier: MPL-2.0
"""What sessions have asked for. Guarded by the municipality's lock: take it before reading one that will change."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.shared.contracts.rooms import RoomNeed
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class RoomRequest:
    """A session's request as dialogue told it last, and what we have answered."""

    id: UUID
    session_id: UUID
    title: str
    need: RoomNeed
    asked: int
    """The version of the newest event acted on."""
    version: int = 0
    """How often we have answered."""
    booking_id: UUID | None = None
    """The room it has, or had last."""
    booked_asked: int = 0
    """What was asked last when that room was given its time."""
    booked_need: RoomNeed | None = None
    """What that room was accepted for; what is asked later may be more than it has."""
    hold_id: UUID | None = None
    """The room proposed last."""
    held_until: datetime | None = None
    """Of the room proposed last."""
    released: bool = False
    """No room is needed any more."""

    def with_room(self, booking_id: UUID) -> "RoomRequest":
        """A room is theirs for what is needed now, and nothing is proposed beside it."""
        return replace(
            self,
            booking_id=booking_id,
            booked_asked=self.asked,
            booked_need=self.need,
            hold_id=None,
            held_until=None,
        )


async def find_request(tx: Tx, request_id: UUID) -> RoomRequest | None:
    """The request as it stands."""
    row = await tx.fetchrow(
        """
        SELECT id, session_id, title, need, asked_version AS asked, version, booking_id, booked_asked, booked_need,
               hold_id, held_until, released
        FROM room_requests WHERE id = $1
        """,
        request_id,
    )
    if row is None:
        return None
    booked_need = RoomNeed.model_validate(row["booked_need"]) if row["booked_need"] else None
    needs = {"need": RoomNeed.model_validate(row["need"]), "booked_need": booked_need}
    values: dict[str, Any] = dict(row) | needs
    return RoomRequest(**values)


async def save_request(tx: Tx, request: RoomRequest, now: datetime) -> None:
    """Store it as it stands, new or not."""
    await tx.execute(
        """
        INSERT INTO room_requests (id, session_id, title, need, asked_version, version, booking_id, hold_id,
                                   held_until, released, changed_at, booked_asked, booked_need)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (id) DO UPDATE
        SET session_id = $2, title = $3, need = $4, asked_version = $5, version = $6, booking_id = $7, hold_id = $8,
            held_until = $9, released = $10, changed_at = $11, booked_asked = $12, booked_need = $13
        """,
        request.id,
        request.session_id,
        request.title,
        request.need.model_dump(mode="json"),
        request.asked,
        request.version,
        request.booking_id,
        request.hold_id,
        request.held_until,
        request.released,
        now,
        request.booked_asked,
        request.booked_need.model_dump(mode="json") if request.booked_need else None,
    )


async def update_session_booking(
    tx: Tx, booking_id: UUID, request: RoomRequest, attendance: int, held_until: datetime | None
) -> None:
    """Store whom a booking is for, the session's title and people, and until when it is only held."""
    await tx.execute(
        "UPDATE bookings SET room_request_id = $2, purpose = $3, attendance = $4, held_until = $5 WHERE id = $1",
        booking_id,
        request.id,
        request.title,
        attendance,
        held_until,
    )
