# SPDX-License-Identifier: MPL-2.0
"""What notify does when others speak."""

from services.notify.commands.plan_delivery import plan_booking_deliveries, plan_sign_in_delivery
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
from services.shared.contracts.portal import SignInRequested
from services.shared.subscription import Subscription

CALENDAR = "notify-calendar"
DELIVERIES = "notify-deliveries"
SIGN_IN = "notify-sign-in"


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
    Subscription(
        consumer=DELIVERIES,
        publisher="booking",
        events={
            BookingRequested: plan_booking_deliveries,
            BookingConfirmed: plan_booking_deliveries,
            BookingDeclined: plan_booking_deliveries,
            BookingMoved: plan_booking_deliveries,
            BookingShortened: plan_booking_deliveries,
            BookingCancelled: plan_booking_deliveries,
            BookingRestored: plan_booking_deliveries,
            BookingLapsed: plan_booking_deliveries,
        },
    ),
    Subscription(consumer=SIGN_IN, publisher="portal", events={SignInRequested: plan_sign_in_delivery}),
)
"""One for each purpose, each with its own place in the stream."""
