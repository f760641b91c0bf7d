# SPDX-License-Identifier: MPL-2.0
"""`/api/booking/v1/bookings/{id}/...`: what can be done to a booking. Each change is a noun that is posted."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from services.booking.commands.booking_under_lock import may_act
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.describe_booking import Texts, describe_booking
from services.booking.commands.move_booking import move_booking
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.shorten_booking import shorten_booking
from services.booking.errors import NoSuchBooking, NotAllowed, SlotTaken
from services.booking.model import Booking
from services.booking.queries.availability import list_taken
from services.booking.store.read_bookings import find_booking
from services.booking.web.actor import actor_of
from services.booking.web.api import answers, telling
from services.booking.web.api.bodies import NewCancellation, NewMove, NewShortening, NewTexts
from services.booking.web.api.documented import documented
from services.booking.web.api.if_match import IfMatch, version_in
from services.booking.web.problems import Collision
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.strict_body import StrictBody
from services.shared.web.visit import Visit

ONE = "/api/booking/v1/bookings/{booking_id:uuid}"
_CHANGE: dict[str, Any] = {
    "opt": allow(ASSOCIATION),
    "return_dto": None,
    "status_code": 200,
    "responses": documented(401, 403, 404, 409, 412, 422),
    "tags": ["bookings"],
}


async def _read(visit: Visit, booking_id: UUID) -> Booking:
    """The booking, for those who may change it."""
    async with visit.pool.acquire() as connection:
        booking = await find_booking(connection, booking_id)
        if booking is None:
            raise NoSuchBooking(str(booking_id))
        if not await may_act(connection, actor_of(visit.caller), booking.association_id, visit.now):
            raise NotAllowed(str(booking.association_id))
    return booking


@post(f"{ONE}/move", dto=StrictBody[NewMove], operation_id="moveBooking", **_CHANGE)
async def move(
    request: Request[Any, Any, Any], booking_id: FromPath[UUID], data: JSONBody[NewMove], if_match: IfMatch = None
) -> Response[answers.Booking]:
    """Another time or room, judged like a new wish. The booking keeps its number and its place in calendars."""
    visit = Visit.of(request)
    span = data.span
    room_id = data.room_id or (await _read(visit, booking_id)).room.id
    try:
        moved = await move_booking(
            visit.pool,
            booking_id,
            room_id,
            span,
            actor_of(visit.caller),
            now=visit.now,
            version=version_in(if_match),
            override_reason=data.override_reason,
            date=data.date,
        )
    except SlotTaken as error:
        async with visit.pool.acquire() as connection:
            taken = await list_taken(connection, room_id, span)
        raise Collision(room_id, taken, ()) from error
    return telling.changed(moved)


@post(f"{ONE}/shortening", dto=StrictBody[NewShortening], operation_id="shortenBooking", **_CHANGE)
async def shorten(
    request: Request[Any, Any, Any], booking_id: FromPath[UUID], data: JSONBody[NewShortening], if_match: IfMatch = None
) -> Response[answers.Booking]:
    """Give back part of the time. Never needs a new approval."""
    visit = Visit.of(request)
    actor = actor_of(visit.caller)
    return telling.changed(
        await shorten_booking(
            visit.pool, booking_id, data.span, actor, now=visit.now, version=version_in(if_match), date=data.date
        )
    )


@post(f"{ONE}/cancellation", dto=StrictBody[NewCancellation], operation_id="cancelBooking", **_CHANGE)
async def cancel(
    request: Request[Any, Any, Any],
    booking_id: FromPath[UUID],
    data: JSONBody[NewCancellation],
    if_match: IfMatch = None,
) -> Response[answers.Booking]:
    """Give it back; others can have the time at once. Send {} when there is no reason to tell."""
    visit = Visit.of(request)
    actor = actor_of(visit.caller)
    return telling.changed(
        await cancel_booking(
            visit.pool,
            booking_id,
            actor,
            now=visit.now,
            reason=data.reason,
            version=version_in(if_match),
            dates=data.dates,
        )
    )


@post(f"{ONE}/restoration", operation_id="restoreBooking", **_CHANGE)
async def restore(
    request: Request[Any, Any, Any], booking_id: FromPath[UUID], if_match: IfMatch = None
) -> Response[answers.Booking]:
    """Take back a cancellation, half an hour at most after it and while the time is free."""
    visit = Visit.of(request)
    actor = actor_of(visit.caller)
    return telling.changed(
        await restore_booking(visit.pool, booking_id, actor, now=visit.now, version=version_in(if_match))
    )


@patch(ONE, dto=StrictBody[NewTexts], operation_id="describeBooking", **_CHANGE)
async def describe(
    request: Request[Any, Any, Any], booking_id: FromPath[UUID], data: JSONBody[NewTexts], if_match: IfMatch = None
) -> Response[answers.Booking]:
    """New words. Time and room are not looked at, and nobody is written to."""
    visit = Visit.of(request)
    now = await _read(visit, booking_id)
    asked = now.asked
    texts = Texts(
        purpose=asked.purpose if data.purpose is UNSET else data.purpose.strip(),
        activity=asked.activity if data.activity is UNSET else data.activity.strip(),
        team=asked.team if data.team is UNSET else data.team.strip(),
        age_group=asked.age_group if data.age_group is UNSET else data.age_group.strip(),
        note=asked.note if data.note is UNSET else data.note.strip(),
    )
    version = version_in(if_match)
    seen = now.version if version is None else version  # what is left out is kept as read: it must not have changed
    described = await describe_booking(
        visit.pool, booking_id, texts, actor_of(visit.caller), now=visit.now, version=seen
    )
    return telling.changed(described)
