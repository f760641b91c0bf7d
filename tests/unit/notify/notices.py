# SPDX-License-Identifier: MPL-2.0
"""Notices to write letters from."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

from services.notify.calendar.invitation import Organizer
from services.notify.channels.contract import Kind, Notice
from services.notify.channels.email import sentences
from services.notify.channels.email.letter import Letter, write
from services.notify.channels.email.message import build, mailbox
from services.notify.commands.write_calendar_file import Writer
from services.notify.commands.write_notice import write_notice
from services.notify.store.deliveries import Delivery
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent, CancelledDate, OccurrenceState
from services.shared.contracts.portal import ContactReply, Language, SignInMailReply

MADE = datetime(2026, 11, 20, 9, 30, 15, 250000, tzinfo=UTC)
BOOKING = UUID("01930000-0000-7000-8000-000000000001")
OCCURRENCE = UUID("01930000-0000-7000-8000-000000000002")
PERSON = UUID("01930000-0000-7000-8000-000000000003")
PUBLIC_URL = "https://booking.kommune.example"
SENDER = "Åben Kommune <svar-ikke@kommune.example>"
KINDS: tuple[Kind, ...] = get_args(Kind.__value__)
ABOUT_BOOKINGS: tuple[Kind, ...] = tuple(kind for kind in KINDS if "." not in kind and kind != "sign_in")
ABOUT_ASSOCIATIONS: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.startswith("association."))
ABOUT_SESSIONS: tuple[Kind, ...] = tuple(kind for kind in KINDS if "." in kind and kind not in ABOUT_ASSOCIATIONS)
WRITER = Writer(Organizer(mailbox(SENDER).display_name, mailbox(SENDER).addr_spec), PUBLIC_URL)


def state(**changed: Any) -> OccurrenceState:
    """Tuesday 24 November 2026, 18.00-19.30."""
    return OccurrenceState(
        **{
            "occurrence_id": OCCURRENCE,
            "room_id": UUID(int=7),
            "room_name": "Hal A, bane 2",
            "site_id": UUID(int=8),
            "site_name": "Fløjby Idrætscenter",
            "address": "Ærøvej 12, 2750 Fløjby",
            "starts_at": datetime(2026, 11, 24, 17, tzinfo=UTC),
            "ends_at": datetime(2026, 11, 24, 18, 30, tzinfo=UTC),
            "status": "confirmed",
            "sequence": 0,
            **changed,
        }
    )


def booking(**changed: Any) -> BookingEvent:
    """One date of a handball club."""
    return BookingEvent(
        **{
            "version": 1,
            "booking_id": BOOKING,
            "number": "2026-000123",
            "association_id": UUID(int=9),
            "association_name": "Fløjby Håndboldklub",
            "purpose": "Træning for U13 piger",
            "occurrences": (state(),),
            "tell": (PERSON,),
            "occurred_at": MADE,
            **changed,
        }
    )


def cancelled_date(**changed: Any) -> CancelledDate:
    """The club's training, taken away."""
    own = state(status="cancelled", sequence=1).model_dump()
    about = {"booking_id": BOOKING, "number": "2026-000123", "purpose": "Træning for U13 piger"}
    return CancelledDate(**{**own, **about, **changed})


def dates_cancelled(**changed: Any) -> AssociationDatesCancelled:
    """A closing day that takes two dates from the club."""
    second = cancelled_date(
        occurrence_id=UUID(int=21), room_name="Hal B", number="2026-000200", purpose="Old boys", booking_id=UUID(int=20)
    )
    return AssociationDatesCancelled(
        **{
            "version": 1,
            "cancellation_id": UUID(int=19),
            "association_id": UUID(int=9),
            "association_name": "Fløjby Håndboldklub",
            "days": (date(2026, 11, 24),),
            "reason_da": "Strømmen er væk i hele hallen.",
            "reason_en": "There is no power in the hall.",
            "dates": (cancelled_date(), second),
            "count": 2,
            "tell": (PERSON,),
            "occurred_at": MADE,
            **changed,
        }
    )


def delivery(kind: Kind, event: BookingEvent | AssociationDatesCancelled | None = None) -> Delivery:
    """As the sender has it in hand."""
    told = None if kind == "sign_in" else event or booking()
    return Delivery(
        about_id=told.aggregate_id if told else BOOKING,
        version=told.version if told else 1,
        recipient_id=PERSON,
        channel="email",
        kind=kind,
        told=told and told.model_dump(mode="json", exclude={"tell"}),
        created_at=MADE,
        valid_until=MADE + timedelta(minutes=10),
    )


def notice(
    kind: Kind,
    event: BookingEvent | AssociationDatesCancelled | None = None,
    *,
    name: str = "Kirsten Holm",
    language: Language = "da",
) -> Notice:
    """What the sender makes of it."""
    reply = (
        SignInMailReply(email="k@forening.example", name=name, code="482913", language=language)
        if kind == "sign_in"
        else ContactReply(email="k@forening.example", name=name, language=language)
    )
    return write_notice(delivery(kind, event), reply, WRITER)


def letter(told: Notice) -> Letter:
    """In words."""
    return write(told, sentences(None).say(told.language), public_url=PUBLIC_URL, signed="Åben Kommune")


def mail(told: Notice, to: str = "k@forening.example") -> bytes:
    """As it goes out."""
    return build(told, letter(told), mailbox(SENDER), mailbox(to))
