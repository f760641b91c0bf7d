# SPDX-License-Identifier: MPL-2.0
"""From a delivery to what the person is told, calendar file and all."""

from typing import cast

from services.notify.channels.contract import About, BookingsPlaced, Kind, Notice, SignInCode, SignUpNews
from services.notify.commands.ask_recipient import Reply
from services.notify.commands.gather_bookings import KINDS as GATHERED
from services.notify.commands.gather_bookings import RESTORED
from services.notify.commands.write_calendar_file import Writer, write_calendar_file
from services.notify.store.deliveries import Delivery
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent
from services.shared.contracts.dialogue import LinksMailReply, SessionRoomAnswered, SignUpEvent, SignUpMailReply
from services.shared.contracts.portal import ContactReply, SignInMailReply


def write_notice(delivery: Delivery, reply: Reply, writer: Writer) -> Notice:
    """What to tell. The reply is from just now and lives no longer than the notice."""
    about = _about(delivery, reply)
    kind = cast("Kind", delivery.kind)
    if delivery.kind == RESTORED and isinstance(about, BookingEvent):
        kind = "restored"
    elif delivery.kind in GATHERED and isinstance(about, BookingEvent):
        kind = "requested" if any(one.status == "requested" for one in about.occurrences) else "confirmed"
    return Notice(
        id=delivery.id,
        thread_id=delivery.about_id,
        kind=kind,
        made_at=delivery.created_at,
        name=_name(reply),
        language=reply.language,
        about=about,
        calendar=write_calendar_file(kind, about, writer),
    )


def _about(delivery: Delivery, reply: Reply) -> About:
    match reply:
        case SignInMailReply():
            return SignInCode(reply.code, reply.expires_at or delivery.valid_until)
        case SignUpMailReply():
            return SignUpNews(SignUpEvent.model_validate(delivery.told), reply)
        case LinksMailReply():
            return reply
        case ContactReply() if delivery.kind in GATHERED:
            return _gathered(delivery)
        case ContactReply() if delivery.kind.startswith("room."):
            return SessionRoomAnswered.model_validate(delivery.told)
        case ContactReply() if delivery.kind.startswith("association."):
            return AssociationDatesCancelled.model_validate(delivery.told)
        case ContactReply():
            return BookingEvent.model_validate(delivery.told)


def _gathered(delivery: Delivery) -> BookingEvent | BookingsPlaced:
    """A booking that was alone is told as any other."""
    told = delivery.told or {}
    events = tuple(BookingEvent.model_validate(one) for one in told["gathered"])
    return events[0] if len(events) == 1 else BookingsPlaced(events)


def _name(reply: Reply) -> str:
    """Until an address is proved, anybody may have typed it and the name with it: no stranger's words in a greeting."""
    match reply:
        case SignUpMailReply(confirm_path=str()) | LinksMailReply():
            return ""
        case _:
            return reply.name
