# SPDX-License-Identifier: MPL-2.0
"""What booking answers when other services ask, and (nothing yet) does when they tell."""

from services.booking.queries.memberships import list_memberships
from services.booking.queries.places import find_place_name
from services.shared.consume import Subscription
from services.shared.contracts.booking import MembershipsReply, MembershipsRequest, PlaceReply, PlaceRequest
from services.shared.service import Parts
from services.shared.wall_clock import local

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
"""Booking acts on nobody's events yet; dialogue's requests for rooms will come here."""


async def answer_requests(parts: Parts) -> None:
    """Answer the other services' questions from now on."""

    async def memberships(request: MembershipsRequest) -> MembershipsReply:
        today = local(parts.clock()).date()
        return MembershipsReply(memberships=await list_memberships(parts.pool, request.person_id, today))

    async def place(request: PlaceRequest) -> PlaceReply:
        return PlaceReply(name=await find_place_name(parts.pool, request.kind, request.id))

    await parts.bus.answer(MembershipsRequest, memberships)
    await parts.bus.answer(PlaceRequest, place)
