# SPDX-License-Identifier: MPL-2.0
"""Where somebody can be reached, asked of the portal in the moment of sending and kept no longer than that."""

from uuid import UUID

from services.shared.bus import Bus
from services.shared.contracts.portal import ContactReply, ContactRequest, SignInMailReply, SignInMailRequest


async def ask_contact(bus: Bus, person_id: UUID) -> ContactReply:
    """The person's address, name and language right now. Raises Unanswered."""
    return await bus.request(ContactRequest(person_id=person_id), ContactReply)


async def ask_sign_in_mail(bus: Bus, sign_in_id: UUID) -> SignInMailReply:
    """The code and where to send it, if it can still be used. Raises Unanswered."""
    return await bus.request(SignInMailRequest(sign_in_id=sign_in_id), SignInMailReply)
