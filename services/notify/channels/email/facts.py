# SPDX-License-Identifier: MPL-2.0
"""What a letter says of a booking of one date, of closed days, and of a sign-in."""

from typing import Any

from services.notify.channels.contract import SignInCode
from services.notify.channels.email.date_lines import DateWriter
from services.notify.channels.email.places import places
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent
from services.shared.contracts.portal import Language
from services.shared.written_dates import clock_time, day_and_time

MOST_NUMBERS = 20
"""Bookings that are named by number; more are counted."""


def booking_facts(event: BookingEvent, write: DateWriter) -> dict[str, Any]:
    """Everything the templates of a booking of one date may name."""
    [only] = event.occurrences
    return {
        "booking": event,
        "now": places(event.occurrences, write).all,
        "before": places(event.previous, write).all,
        "awaits_decision": only.status == "requested",
        "what": f"{only.room_name}, {day_and_time(only.starts_at, only.ends_at, write.language)}",
        "why": ("mail.why", {"association": event.association_name}),
    }


def closing_facts(event: AssociationDatesCancelled, write: DateWriter) -> dict[str, Any]:
    """Everything the template of closed days and of other hours may name: each booking once, all the dates by room."""
    listed = places(event.dates, write, each=True)
    numbers = tuple(dict.fromkeys(f"{date.number}, {date.purpose}" for date in event.dates))
    key = "mail.association.dates_cancelled"
    why = key if event.days else f"{key}.hours"  # days that are closed, or other opening hours
    what = write.between(min(event.days), max(event.days)) if event.days else ""
    return {
        "subject": write.say(f"{why}.subject", n=event.count, what=what),
        "heading": write.say(f"{why}.heading", n=event.count),
        "lead": write.say(f"{why}.lead", n=event.count),
        "others_stand": write.say(f"{why}.others_stand"),
        "closing": event,
        "reason": event.reason_da if write.language == "da" else event.reason_en,
        "now": listed.all,
        "bookings": "\n".join(numbers[:MOST_NUMBERS]),
        "more_bookings": len(numbers[MOST_NUMBERS:]),
        "unlisted": listed.unlisted + event.count - len(event.dates),
        "why": ("mail.why", {"association": event.association_name}),
    }


def sign_in_facts(code: SignInCode) -> dict[str, Any]:
    """Everything the template of a sign-in may name."""
    languages: tuple[Language, ...] = ("da", "en")
    return {
        "code": code.code,
        "until": {language: clock_time(code.expires_at, language) for language in languages},
        "what": "",
    }
