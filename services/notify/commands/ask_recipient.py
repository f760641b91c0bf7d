# SPDX-License-Identifier: MPL-2.0
"""Ask who is to be told, and how they are reached right now."""

from services.notify.clients.contact import ask_contact, ask_links_mail, ask_sign_in_mail, ask_sign_up_mail
from services.notify.store.deliveries import Delivery
from services.shared.bus import Bus
from services.shared.contracts.dialogue import LinksMailReply, SignUpEvent, SignUpMailReply
from services.shared.contracts.portal import ContactReply, SignInMailReply

type Reply = ContactReply | SignInMailReply | SignUpMailReply | LinksMailReply
"""All of them: `email` is None when nobody is to be told."""


async def ask_recipient(bus: Bus, delivery: Delivery) -> Reply:
    """The portal knows people and who signs in, dialogue who signed up. Raises Unanswered."""
    match delivery.kind.split("."):
        case ["sign_in"]:
            return await ask_sign_in_mail(bus, delivery.about_id)
        case ["sign_up", kind]:
            return await ask_sign_up_mail(bus, SignUpEvent.model_validate(delivery.told), kind)
        case ["links", _]:
            return await ask_links_mail(bus, delivery.about_id)
        case _:
            return await ask_contact(bus, delivery.recipient_id)
