# SPDX-License-Identifier: MPL-2.0
"""What notify does when others speak."""

from services.notify.commands.plan_delivery import (
    plan_association_deliveries,
    plan_booking_deliveries,
    plan_links_delivery,
    plan_room_deliveries,
    plan_sign_in_delivery,
    plan_sign_up_delivery,
)
from services.notify.commands.rename_room import rename_room
from services.notify.commands.show_booking import show_booking
from services.notify.commands.show_session import show_session
from services.shared.contracts.booking import (
    AssociationDatesCancelled,
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
from services.shared.contracts.dialogue import (
    LinksRequested,
    NeedSettled,
    SessionCancelled,
    SessionChanged,
    SessionMoved,
    SessionPublished,
    SessionRoomAnswered,
    SessionWithdrawn,
    SignUpCalledOff,
    SignUpChanged,
    SignUpConfirmed,
    SignUpHeld,
    SignUpLapsed,
    SignUpMoved,
    SignUpOffered,
    SignUpQueued,
    SignUpReminded,
    SignUpRepeated,
    SignUpThanked,
    SignUpWithdrawn,
)
from services.shared.contracts.portal import SignInRequested
from services.shared.subscription import Subscription

CALENDAR = "notify-calendar"
DELIVERIES = "notify-deliveries"
SIGN_IN = "notify-sign-in"
SIGN_UPS = "notify-sign-ups"
PROGRAMME = "notify-programme"


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
            AssociationDatesCancelled: plan_association_deliveries,
        },
    ),
    Subscription(
        consumer=PROGRAMME,
        publisher="dialogue",
        events={
            SessionPublished: show_session,
            SessionChanged: show_session,
            SessionMoved: show_session,
            SessionCancelled: show_session,
            SessionWithdrawn: show_session,
        },
    ),
    Subscription(
        consumer=SIGN_UPS,
        publisher="dialogue",
        events={
            SignUpHeld: plan_sign_up_delivery,
            SignUpQueued: plan_sign_up_delivery,
            SignUpConfirmed: plan_sign_up_delivery,
            SignUpOffered: plan_sign_up_delivery,
            SignUpRepeated: plan_sign_up_delivery,
            SignUpChanged: plan_sign_up_delivery,
            SignUpWithdrawn: plan_sign_up_delivery,
            SignUpLapsed: plan_sign_up_delivery,
            SignUpMoved: plan_sign_up_delivery,
            SignUpCalledOff: plan_sign_up_delivery,
            SignUpReminded: plan_sign_up_delivery,
            SignUpThanked: plan_sign_up_delivery,
            NeedSettled: plan_sign_up_delivery,
            LinksRequested: plan_links_delivery,
            SessionRoomAnswered: plan_room_deliveries,
        },
    ),
    Subscription(consumer=SIGN_IN, publisher="portal", events={SignInRequested: plan_sign_in_delivery}),
)
"""One for each purpose, each with its own place in the stream."""
