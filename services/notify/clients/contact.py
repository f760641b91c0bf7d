# SPDX-License-Identifier: MPL-2.0
"""Where somebody can be reached, asked of who knows it in the moment of sending and kept no longer than that."""

from uuid import UUID

from services.shared.bus import Bus
from services.shared.contracts.dialogue import (
    LinksMailReply,
    LinksMailRequest,
    SignUpEvent,
    SignUpMailReply,
    SignUpMailRequest,
)
from services.shared.contracts.portal import ContactReply, ContactRequest, SignInMailReply, SignInMailRequest


async def ask_contact(bus: Bus, person_id: UUID) -> ContactReply:
    """The person's address, name and language right now. Raises Unanswered."""
    return await bus.request(ContactRequest(person_id=person_id), ContactReply)


async def ask_sign_in_mail(bus: Bus, sign_in_id: UUID) -> SignInMailReply:
    """The code and where to send it, if it can still be used. Raises Unanswered."""
    return await bus.request(SignInMailRequest(sign_in_id=sign_in_id), SignInMailReply)


async def ask_sign_up_mail(bus: Bus, event: SignUpEvent, kind: str) -> SignUpMailReply:
    """The person behind a sign-up and their links, if they are still to be told of this event. Raises Unanswered."""
    question = SignUpMailRequest(
        sign_up_id=event.sign_up_id,
        kind=kind,
        version=event.version,
        sequence=event.session.sequence,
        need_id=event.need_id,
    )
    return await bus.request(question, SignUpMailReply)


async def ask_links_mail(bus: Bus, links_id: UUID) -> LinksMailReply:
    """The links that were asked for. Raises Unanswered."""
    return await bus.request(LinksMailRequest(links_id=links_id), LinksMailReply)
