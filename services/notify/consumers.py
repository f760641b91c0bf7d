# SPDX-License-Identifier: MPL-2.0
"""What notify does when others speak."""

from services.notify.commands.rename_room import rename_room
from services.notify.commands.show_booking import show_booking
from services.shared.contracts.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingDeclined,
    BookingImported,
    BookingLapsed,
    BookingMoved,
    BookingRequested,
    BookingRestored,
    BookingShortened,
    RoomDescribed,
)
from services.shared.subscription import Subscription

CALENDAR = "notify-calendar"


SUBSCRIPTIONS = (
    Subscription(
        consumer=CALENDAR,
        publisher="booking",
        events={
            BookingRequested: show_booking,
            BookingConfirmed: show_booking,
            BookingDeclined: show_booking,
            BookingMoved: show_booking,
            BookingShortened: show_booking,
            BookingCancelled: show_booking,
            BookingRestored: show_booking,
            BookingLapsed: show_booking,
            BookingImported: show_booking,
            RoomDescribed: rename_room,
        },
    ),
)
"""One for each purpose, each with its own place in the stream."""
