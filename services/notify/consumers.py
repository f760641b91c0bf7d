# SPDX-License-Identifier: MPL-2.0
"""What notify does when others speak."""

from functools import partial

from services.notify.calendar.form import Form
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
from services.shared.settings import Settings
from services.shared.subscription import Subscription

CALENDAR = "notify-calendar"


def subscriptions(settings: Settings) -> tuple[Subscription, ...]:
    """One for each purpose, each with its own place in the stream."""
    form = Form(settings.public_url)
    show = partial(show_booking, form=form)
    return (
        Subscription(
            consumer=CALENDAR,
            publisher="booking",
            events={
                BookingRequested: show,
                BookingConfirmed: show,
                BookingDeclined: show,
                BookingMoved: show,
                BookingShortened: show,
                BookingCancelled: show,
                BookingRestored: show,
                BookingLapsed: show,
                BookingImported: show,
                RoomDescribed: partial(rename_room, form=form),
            },
        ),
    )
