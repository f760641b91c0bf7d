# SPDX-License-Identifier: MPL-2.0
"""Close a room from its site's page, and open it again."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.booking.commands.close_room import close_room, reopen_room
from services.booking.errors import NoSuchClosure, SlotTaken
from services.booking.queries.holders import list_in_the_way
from services.booking.queries.sites import find_site
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.sites import show_site
from services.booking.web.wall_clock_form import TypedTime, read_time
from services.shared.web.access import allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit

LONGEST_REASON = 2000


@post("/steder/{slug:str}/lukninger", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def close(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Close a room for a while, with the reason people will read."""
    visit = Visit.of(request)
    form = await visit.form()
    async with visit.pool.acquire() as connection:
        site = await find_site(connection, slug)
    if site is None:
        raise NotFoundException
    room = next((one for one in site.rooms if one.slug == form.get("room")), None)
    time = read_time(form)
    reason = form.get("reason", "")[:LONGEST_REASON]
    errors = _errors(visit, time, room is not None, reason)
    if errors or room is None or time.span is None:
        return await show_site(visit, slug, status=400, errors=errors, typed=form, doubled=time.doubled)
    try:
        await close_room(visit.pool, room.id, time.span, reason, actor_of(visit.caller), now=visit.now)
    except SlotTaken:
        async with visit.pool.acquire() as connection:
            held = await list_in_the_way(connection, room.id, time.span)
        taken = (FieldError("room", visit.say("closure.error.taken")),)
        return await show_site(visit, slug, status=409, errors=taken, typed=form, in_the_way=held)
    return visit.go(f"/steder/{slug}?lukning=lukket#lukninger")


def _errors(visit: Visit, time: TypedTime, has_room: bool, reason: str) -> tuple[FieldError, ...]:
    errors = [] if has_room else [FieldError("room", visit.say("closure.error.room"))]
    errors += [FieldError(field, visit.say(key)) for field, key in time.errors.items()]
    if time.span and time.span.end <= visit.now:
        errors.append(FieldError("date", visit.say("closure.error.past")))
    if not reason:
        errors.append(FieldError("reason", visit.say("closure.error.reason")))
    return tuple(errors)


@post(
    "/steder/{slug:str}/lukninger/{closure_id:uuid}/ophaevelse",
    opt=allow(*DECIDES),
    include_in_schema=False,
    status_code=303,
)
async def lift(request: Request[Any, Any, Any], slug: FromPath[str], closure_id: FromPath[UUID]) -> Response[Any]:
    """Open the room again. Lifted twice is lifted."""
    visit = Visit.of(request)
    try:
        await reopen_room(visit.pool, closure_id, actor_of(visit.caller), now=visit.now)
    except NoSuchClosure:
        return visit.go(f"/steder/{slug}#lukninger")
    return visit.go(f"/steder/{slug}?lukning=ophaevet#lukninger")
