# SPDX-License-Identifier: MPL-2.0
"""`/api/booking/v1/requests` and the decisions: what staff do. Closures too."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from services.booking.commands.close_room import close_room, reopen_room
from services.booking.commands.decide_request import approve_request, decline_request
from services.booking.errors import NoSuchRoom, SlotTaken
from services.booking.queries.availability import list_taken
from services.booking.queries.requests import WaitingRequest, count_requests, list_requests
from services.booking.queries.rooms import find_room_slug
from services.booking.store.verdicts import read_verdicts
from services.booking.web.actor import actor_of
from services.booking.web.api import answers, telling
from services.booking.web.api.bodies import NewApproval, NewClosure, NewRejection
from services.booking.web.api.documented import documented
from services.booking.web.api.if_match import IfMatch, version_in
from services.booking.web.api.reading import PageCursor, PageSize, place_of, shared_fields
from services.booking.web.problems import Collision
from services.shared.identity import StaffRole
from services.shared.wall_clock import local
from services.shared.web.access import allow
from services.shared.web.paging import write_cursor
from services.shared.web.strict_body import StrictBody
from services.shared.web.visit import Visit

_STAFF: dict[str, Any] = {"opt": allow(StaffRole.CASEWORKER), "tags": ["staff"]}
_DECISION: dict[str, Any] = {
    **_STAFF,
    "return_dto": None,
    "status_code": 200,
    "responses": documented(401, 403, 404, 409, 412, 422),
}


@get("/api/booking/v1/requests", responses=documented(401, 403), operation_id="listRequests", **_STAFF)
async def requests(
    request: Request[Any, Any, Any],
    site: Annotated[
        str | None, QueryParameter(max_length=100, pattern="^[a-z0-9-]+$", description="A site's slug")
    ] = None,
    cursor: PageCursor = "",
    limit: PageSize = 50,
) -> answers.RequestPage:
    """What waits for a decision; those that begin first in front, for they lapse when they begin."""
    visit = Visit.of(request)
    place = place_of(cursor)
    async with visit.pool.acquire() as connection:
        found = await list_requests(connection, now=visit.now, site=site, after=place, limit=limit + 1)
        total = await count_requests(connection, now=visit.now, site=site)
    last = found[limit - 1] if len(found) > limit else None
    return answers.RequestPage(
        items=[_request(one, visit) for one in found[:limit]],
        total=total,
        next=write_cursor(telling.place_in_list(last.span, last.id)) if last else None,
    )


def _request(one: WaitingRequest, visit: Visit) -> answers.Request:
    return answers.Request(
        **shared_fields(one),
        capacity=one.capacity,
        placed_at=local(one.placed_at),
        placed_by_name=one.placed_by_name,
        verdicts=telling.verdicts(read_verdicts(one.verdicts), visit),
    )


@post(
    "/api/booking/v1/bookings/{booking_id:uuid}/approval",
    dto=StrictBody[NewApproval],
    operation_id="approveRequest",
    **_DECISION,
)
async def approve(
    request: Request[Any, Any, Any], booking_id: FromPath[UUID], data: JSONBody[NewApproval], if_match: IfMatch = None
) -> Response[answers.Booking]:
    """Say yes to a request; its room has been kept since it was asked for."""
    visit = Visit.of(request)
    actor = actor_of(visit.caller)
    return telling.changed(
        await approve_request(
            visit.pool,
            booking_id,
            actor,
            now=visit.now,
            note=data.note,
            version=version_in(if_match),
            dates=data.dates,
        )
    )


@post(
    "/api/booking/v1/bookings/{booking_id:uuid}/rejection",
    dto=StrictBody[NewRejection],
    operation_id="declineRequest",
    **_DECISION,
)
async def decline(
    request: Request[Any, Any, Any], booking_id: FromPath[UUID], data: JSONBody[NewRejection], if_match: IfMatch = None
) -> Response[answers.Booking]:
    """Say no to a request, with the reason the association will read; the room is free at once."""
    visit = Visit.of(request)
    actor = actor_of(visit.caller)
    return telling.changed(
        await decline_request(
            visit.pool,
            booking_id,
            actor,
            reason=data.reason,
            now=visit.now,
            version=version_in(if_match),
            dates=data.dates,
        )
    )


@post(
    "/api/booking/v1/closures",
    dto=StrictBody[NewClosure],
    return_dto=None,
    responses=documented(401, 403, 404, 409, 422),
    operation_id="closeRoom",
    **_STAFF,
)
async def close(request: Request[Any, Any, Any], data: JSONBody[NewClosure]) -> answers.Closure:
    """Close a room for a while. What is booked then must be moved or cancelled first: 409 tells when."""
    visit = Visit.of(request)
    span = data.span
    async with visit.pool.acquire() as connection:
        if await find_room_slug(connection, data.room_id) is None:
            raise NoSuchRoom(str(data.room_id))
    try:
        closure = await close_room(visit.pool, data.room_id, span, data.reason, actor_of(visit.caller), now=visit.now)
    except SlotTaken as error:
        async with visit.pool.acquire() as connection:
            raise Collision(data.room_id, await list_taken(connection, data.room_id, span), ()) from error
    return answers.Closure(
        id=closure,
        room_id=data.room_id,
        starts_at=local(span.start),
        ends_at=local(span.end),
        reason=data.reason.strip(),
    )


@delete(
    "/api/booking/v1/closures/{closure_id:uuid}",
    responses=documented(401, 403, 404),
    operation_id="reopenRoom",
    **_STAFF,
)
async def reopen(request: Request[Any, Any, Any], closure_id: FromPath[UUID]) -> None:
    """Lift a closure; the room can be booked again at once."""
    visit = Visit.of(request)
    await reopen_room(visit.pool, closure_id, actor_of(visit.caller), now=visit.now)
