# SPDX-License-Identifier: MPL-2.0
"""From a delivery to what the person is told, calendar file and all."""

from dataclasses import dataclass
from typing import Literal, cast

from services.notify.calendar.entries import entries
from services.notify.calendar.invitation import Method, Organizer, invitation
from services.notify.channels.contract import CalendarFile, Kind, Notice, SignInCode
from services.notify.store.deliveries import Delivery
from services.shared.contracts.booking import BookingEvent
from services.shared.contracts.portal import ContactReply, SignInMailReply

_METHODS: dict[Kind, Literal["PUBLISH", "CANCEL"]] = {
    "confirmed": "PUBLISH",
    "moved": "PUBLISH",
    "shortened": "PUBLISH",
    "restored": "PUBLISH",
    "cancelled": "CANCEL",
    "declined": "CANCEL",
    "lapsed": "CANCEL",
}
"""A mere request goes into no calendar."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: what every calendar file names as organizer, and where its links lead."""

    organizer: Organizer
    public_url: str


def write_notice(delivery: Delivery, reply: ContactReply | SignInMailReply, writer: Writer) -> Notice:
    """What to tell. The reply is from just now and lives no longer than the notice."""
    kind = cast("Kind", delivery.kind)
    if isinstance(reply, SignInMailReply):
        about, calendar = SignInCode(reply.code, reply.expires_at or delivery.valid_until), None
    else:
        about = BookingEvent.model_validate(delivery.booking)
        calendar = _calendar(kind, about, writer)
    return Notice(
        id=delivery.id,
        thread_id=delivery.about_id,
        kind=kind,
        made_at=delivery.created_at,
        name=reply.name,
        language=reply.language,
        about=about,
        calendar=calendar,
    )


def _calendar(kind: Kind, event: BookingEvent, writer: Writer) -> CalendarFile | None:
    method: Method | None = _METHODS.get(kind)
    if kind in {"declined", "lapsed"} and event.version <= 2:
        method = None  # requested and no more: it never was in a calendar; after a move it may have been
    if method is None:
        return None
    content = invitation(
        entries(event), method, writer.organizer, public_url=writer.public_url, stamp=event.occurred_at
    )
    return CalendarFile(method, content)
