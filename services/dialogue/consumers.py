# SPDX-License-Identifier: MPL-2.0
"""What dialogue does when booking speaks, and answers when others ask."""

from services.dialogue.commands.hear_proposal import hear_proposal
from services.dialogue.replies import reply_links_mail, reply_sign_up_mail, reply_upcoming
from services.shared.contracts.booking import (
    ProposalConfirmed,
    ProposalFailed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.contracts.dialogue import (
    LinksMailReply,
    LinksMailRequest,
    SignUpMailReply,
    SignUpMailRequest,
    UpcomingReply,
    UpcomingRequest,
)
from services.shared.service import Parts
from services.shared.subscription import Subscription

ROOMS = Subscription(
    consumer="dialogue-rooms",
    publisher="booking",
    events=dict.fromkeys(
        (ProposalMade, ProposalFailed, ProposalConfirmed, ProposalMoved, ProposalWithdrawn), hear_proposal
    ),
)
SUBSCRIPTIONS: tuple[Subscription, ...] = (ROOMS,)


async def answer_requests(parts: Parts) -> None:
    """Answer the other services' questions from now on."""
    pool, clock, secret = parts.pool, parts.clock, parts.settings.secret

    async def sign_up_mail(request: SignUpMailRequest) -> SignUpMailReply:
        return await reply_sign_up_mail(pool, request, secret, now=clock())

    async def links_mail(request: LinksMailRequest) -> LinksMailReply:
        return await reply_links_mail(pool, request.links_id, secret, now=clock())

    async def upcoming(request: UpcomingRequest) -> UpcomingReply:
        return await reply_upcoming(pool, request.limit, now=clock())

    await parts.bus.answer(SignUpMailRequest, sign_up_mail)
    await parts.bus.answer(LinksMailRequest, links_mail)
    await parts.bus.answer(UpcomingRequest, upcoming)
