# SPDX-License-Identifier: MPL-2.0
"""When what was asked no longer fits the booking: the booking as it now stands, with a sentence on top."""

from typing import Any
from uuid import UUID

from litestar import Response

from services.booking.errors import (
    BookingError,
    DayClosed,
    NotShorter,
    OutsideHours,
    Refused,
    SlotTaken,
    StaleVersion,
    WrongState,
)
from services.booking.web.booking import seen_booking, show_booking
from services.booking.web.said import say_verdict
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit

_SENTENCES: dict[type[BookingError], str] = {
    SlotTaken: "booking.error.taken",
    StaleVersion: "booking.error.changed",
    DayClosed: "booking.error.day_closed",
    OutsideHours: "booking.error.outside_hours",
    NotShorter: "booking.error.not_shorter",
}


async def show_fault(visit: Visit, booking_id: UUID, error: BookingError) -> Response[Any]:
    """409 with the fresh page."""
    sentence = limit_sentence(error, visit) if isinstance(error, Refused) else visit.say(_key(error))
    fresh = await seen_booking(visit, booking_id)
    return show_booking(visit, fresh, status=409, errors=[FieldError("status", sentence)])


def _key(error: BookingError) -> str:
    return f"booking.error.state.{error.status}" if isinstance(error, WrongState) else _SENTENCES[type(error)]


def limit_sentence(refused: Refused, visit: Visit) -> str:
    """Why a cancellation cannot be taken back: the limit that was used up meanwhile, and where it stands."""
    told = say_verdict(refused.verdicts[0], visit)
    where = f" ({told.source})" if told.source else ""
    return visit.say("booking.error.limit", rule=f"{told.sentence}{where}")
