# SPDX-License-Identifier: MPL-2.0
"""Another time or another room of the site, judged while it is being filled in; and giving back a part of the time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.move_booking import move_booking
from services.booking.commands.shorten_booking import shorten_booking
from services.booking.commands.try_booking import Trial
from services.booking.errors import NotShorter, Refused, SlotTaken, StaleVersion, WrongState
from services.booking.model import Span, Wish
from services.booking.queries.alternatives import Alternative
from services.booking.queries.bookings import BookingDetail
from services.booking.queries.choices import list_site_rooms
from services.booking.queries.rooms import RoomLink, find_room
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.book_desk import try_wish
from services.booking.web.book_page import panel
from services.booking.web.booking import possible, seen_booking, show_booking
from services.booking.web.booking_decide import read_version
from services.booking.web.booking_fault import show_fault
from services.booking.web.wall_clock_form import TypedTime, read_time, write_time
from services.booking.web.week_words import dates_in
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Move:
    """A booking and where somebody wants it."""

    booking: BookingDetail
    rooms: tuple[RoomLink, ...]
    typed: Mapping[str, str]
    time: TypedTime

    @property
    def room(self) -> RoomLink | None:
        """The room chosen; None when it is none of the site's."""
        chosen = self.typed.get("room", self.booking.room_slug)
        return next((room for room in self.rooms if room.slug == chosen), None)

    @property
    def wish(self) -> Wish | None:
        """What the rules look at."""
        one = self.booking
        if self.time.span is None or self.room is None:
            return None
        return Wish(one.association_id, self.room.id, self.time.span, one.purpose, one.attendance)


@get("/bookinger/{booking_id:uuid}/flyt", opt=allow(SIGNED_IN), include_in_schema=False)
async def move_form(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """The form, with the time it has now or the one in the address bar."""
    visit = Visit.of(request)
    move = await _read(visit, booking_id, visit.query)
    can = possible(move.booking, visit)
    return await _show(visit, move) if can.move or can.shorten else show_booking(visit, move.booking)


@get("/bookinger/{booking_id:uuid}/flyt/svar", opt=allow(SIGNED_IN), include_in_schema=False)
async def move_answer(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Only the verdicts."""
    visit = Visit.of(request)
    move = await _read(visit, booking_id, visit.query)
    return visit.show(
        "book_answer.html", form=move.time, typed=move.typed, time_errors=move.time.errors, **await _panel(visit, move)
    )


@post("/bookinger/{booking_id:uuid}/flyt", opt=allow(SIGNED_IN), include_in_schema=False, status_code=303)
async def move(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Move it, or shorten it when the new time lies inside the old one in the same room: that needs no approval."""
    visit = Visit.of(request)
    typed = await visit.form()
    asked = await _read(visit, booking_id, typed)
    errors = [FieldError(name, visit.say(key)) for name, key in asked.time.errors.items()]
    if typed.get("check"):
        return await _show(visit, asked, errors=errors)
    if asked.time.span is None or asked.room is None:
        return await _show(visit, asked, status=400, errors=errors)
    try:
        await _carry_out(visit, asked.booking, asked.room, asked.time.span, typed)
    except (Refused, SlotTaken) as error:
        taken = isinstance(error, SlotTaken)
        errors = [FieldError("svar", visit.say("book.error.taken" if taken else "book.error.refused"))]
        return await _show(visit, asked, status=409 if taken else 422, errors=errors)
    except (WrongState, StaleVersion, NotShorter) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}")


async def _carry_out(visit: Visit, one: BookingDetail, room: RoomLink, span: Span, typed: dict[str, str]) -> None:
    actor, version = actor_of(visit.caller), read_version(typed)
    if room.id == one.room_id and one.span.contains(span):
        await shorten_booking(visit.pool, one.id, span, actor, now=visit.now, version=version)
        return
    reason = typed.get("override_reason") or None
    await move_booking(visit.pool, one.id, room.id, span, actor, now=visit.now, version=version, override_reason=reason)


async def _read(visit: Visit, booking_id: UUID, typed: Mapping[str, str]) -> Move:
    one = await seen_booking(visit, booking_id)
    async with visit.pool.acquire() as connection:
        rooms = await list_site_rooms(connection, one.site_id)
        elsewhere = typed.get("room", one.room_slug)
        if all(room.slug != elsewhere for room in rooms) and (other := await find_room(connection, elsewhere)):
            rooms = (*rooms, RoomLink(other.id, other.slug, f"{other.name}, {other.site_name}"))
    fields = typed if typed.get("date") else {**write_time(one.span), **typed}
    return Move(one, rooms, fields, read_time(fields))


async def _panel(visit: Visit, asked: Move) -> dict[str, Any]:
    trial = await try_wish(visit, asked.wish, apart_from=asked.booking.occurrence_id)
    drawn = panel(visit, _given_back(trial, asked), asked.typed, visit.caller.has_any(DECIDES))
    return drawn | {"alternative_link": partial(_link, asked)}


def _link(asked: Move, one: Alternative) -> str:
    fields = {"room": one.room_slug, **write_time(one.span)}
    return f"/bookinger/{asked.booking.id}/flyt?{urlencode(fields)}"


def _given_back(trial: Trial | None, asked: Move) -> Trial | None:
    """A part of the time one has already is never refused."""
    one, wish = asked.booking, asked.wish
    if trial is None or wish is None or wish.room_id != one.room_id or not one.span.contains(wish.span):
        return trial
    return replace(trial, judgement=replace(trial.judgement, verdicts=()), alternatives=())


async def _show(
    visit: Visit, asked: Move, *, status: int = 200, errors: list[FieldError] | None = None
) -> Response[Any]:
    one = asked.booking
    return visit.show(
        "booking_move.html",
        status=status,
        title=visit.say("booking.move.title"),
        crumbs=crumbs((one.number, f"/bookinger/{one.id}"), visit.say("booking.move.title")),
        errors=errors or [],
        booking=one,
        room_options=[(room.slug, room.name) for room in asked.rooms],
        typed=asked.typed,
        form=asked.time,
        time_errors={},
        **dates_in(visit.language),
        **await _panel(visit, asked),
    )
