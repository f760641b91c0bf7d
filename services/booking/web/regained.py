# SPDX-License-Identifier: MPL-2.0
"""What became of dates whose cancellation was just taken back: a time that others took meanwhile stays theirs."""

from dataclasses import dataclass
from datetime import datetime

from services.booking.commands.restore_booking import REGRET
from services.booking.queries.bookings import BookedDate, BookingDetail


@dataclass(frozen=True, slots=True)
class Regained:
    """The dates of the last change, when it took a cancellation back."""

    back: int
    lost: tuple[BookedDate, ...]
    """Those that others have taken."""


def find_regained(one: BookingDetail, now: datetime) -> Regained | None:
    """None when something else was done since, or it is long ago."""
    if not one.is_series or len(one.history) < 2:
        return None
    cancelled, restored = one.history[-2:]
    if restored.action != "restored" or now - restored.at > REGRET:
        return None
    back = {date["id"] for date in restored.details.get("dates", ())}
    ended = {date["id"] for date in cancelled.details.get("dates", ())} - back
    lost = tuple(date for date in one.dates if str(date.occurrence_id) in ended and date.span.start > now)
    return Regained(len(back), lost) if back else None
