# SPDX-License-Identifier: MPL-2.0
"""What the portal answers when other services ask; it acts on nobody's events."""

from services.portal.queries import find_contact, find_key, find_rights, find_session, find_sign_in_mail
from services.portal.store.sessions import mark_session_used
from services.shared.contracts.portal import (
    ContactReply,
    ContactRequest,
    IdentityReply,
    IdentityRequest,
    RightsReply,
    RightsRequest,
    SignInMailReply,
    SignInMailRequest,
)
from services.shared.service import Parts


async def answer_requests(parts: Parts) -> None:
    """Answer the other services' questions from now on."""
    pool, clock = parts.pool, parts.clock

    async def identity(request: IdentityRequest) -> IdentityReply:
        digest, now = bytes.fromhex(request.credential_sha256), clock()
        if request.kind == "key":
            return IdentityReply(principal=await find_key(pool, digest))
        principal = await find_session(pool, digest, now=now)
        if principal:
            await mark_session_used(pool, digest, now=now)
        return IdentityReply(principal=principal)

    async def contact(request: ContactRequest) -> ContactReply:
        return await find_contact(pool, request.person_id)

    async def rights(request: RightsRequest) -> RightsReply:
        return await find_rights(pool, request.holder_id)

    async def sign_in_mail(request: SignInMailRequest) -> SignInMailReply:
        return await find_sign_in_mail(pool, request.sign_in_id, parts.settings.secret, now=clock())

    await parts.bus.answer(IdentityRequest, identity)
    await parts.bus.answer(ContactRequest, contact)
    await parts.bus.answer(RightsRequest, rights)
    await parts.bus.answer(SignInMailRequest, sign_in_mail)
