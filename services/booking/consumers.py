# SPDX-License-Identifier: MPL-2.0
"""What booking answers when other services ask, and does when they tell."""

from services.booking.commands.propose_room import propose_room
from services.booking.commands.release_room import release_room
from services.booking.commands.take_proposed_room import take_proposed_room
from services.booking.queries.memberships import list_memberships
from services.booking.queries.places import find_place_name
from services.shared.consume import Subscription
from services.shared.contracts.booking import MembershipsReply, MembershipsRequest, PlaceReply, PlaceRequest
from services.shared.contracts.dialogue import RoomAccepted, RoomReleased, RoomRequested
from services.shared.service import Parts
from services.shared.wall_clock import local

SESSION_ROOMS = Subscription(
    consumer="booking-session-rooms",
    publisher="dialogue",
    events={RoomRequested: propose_room, RoomAccepted: take_proposed_room, RoomReleased: release_room},
)
SUBSCRIPTIONS = (SESSION_ROOMS,)


async def answer_requests(parts: Parts) -> None:
    """Answer the other services' questions from now on."""

    async def memberships(request: MembershipsRequest) -> MembershipsReply:
        today = local(parts.clock()).date()
        return MembershipsReply(memberships=await list_memberships(parts.pool, request.person_id, today))

    async def place(request: PlaceRequest) -> PlaceReply:
        return PlaceReply(name=await find_place_name(parts.pool, request.kind, request.id))

    await parts.bus.answer(MembershipsRequest, memberships)
    await parts.bus.answer(PlaceRequest, place)
