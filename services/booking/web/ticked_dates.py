# SPDX-License-Identifier: MPL-2.0
"""Which dates of a booking somebody ticked."""

from collections.abc import Sequence
from uuid import UUID

from services.booking.queries.bookings import BookedDate, BookingDetail

DATES = ("date",)
"""The field of the boxes."""


def read_dates(one: BookingDetail, values: Sequence[str]) -> tuple[BookedDate, ...]:
    """Those of the booking's own dates that are named, earliest first; anything else is left aside."""
    named = {value.lower() for value in values}
    return tuple(date for date in one.dates if str(date.occurrence_id) in named)


def find_date(one: BookingDetail, value: str) -> BookedDate:
    """The date that is named, or the one that stands for the booking."""
    chosen: UUID | None = next((date.occurrence_id for date in read_dates(one, [value])), None)
    return next(date for date in one.dates if date.occurrence_id == (chosen or one.occurrence_id))


def read_uuid(text: str) -> UUID | None:
    """None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
