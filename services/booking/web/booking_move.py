# SPDX-License-Identifier: MPL-2.0
"""Another time or another room of the site, judged while it is being filled in; and giving back a part of the time.

Of a series one date is moved, it and those after it, or all that are to come. A missing date is added here, elsewhere.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.add_missing_date import add_freed_dates, add_missing_date
from services.booking.commands.move_booking import NewPlace, move_booking, move_dates
from services.booking.commands.shorten_booking import shorten_booking, shorten_dates
from services.booking.errors import NotShorter, Refused, SlotTaken, StaleVersion, WrongState
from services.booking.queries.bookings import BookedDate
from services.booking.web.actor import actor_of
from services.booking.web.booking import seen_booking, show_booking
from services.booking.web.booking_decide import read_version
from services.booking.web.booking_fault import show_fault
from services.booking.web.booking_move_page import Move, read_move, show_move, show_move_answer
from services.booking.web.move_scope import SkippedHour
from services.booking.web.ticked_dates import find_date
from services.booking.web.wall_clock_form import write_time
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit
from services.shared.written_dates import date_long


@get("/bookinger/{booking_id:uuid}/flyt", opt=allow(SIGNED_IN), include_in_schema=False)
async def move_form(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """The form, with the time it has now or the one in the address bar. `dato`: which date of a series."""
    visit = Visit.of(request)
    move = await read_move(visit, booking_id, visit.query)
    return await show_move(visit, move) if move.is_possible(visit) else show_booking(visit, move.booking)


@get("/bookinger/{booking_id:uuid}/flyt/svar", opt=allow(SIGNED_IN), include_in_schema=False)
async def move_answer(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Only the verdicts."""
    visit = Visit.of(request)
    return await show_move_answer(visit, await read_move(visit, booking_id, visit.query))


@post("/bookinger/{booking_id:uuid}/flyt", opt=allow(SIGNED_IN), include_in_schema=False, status_code=303)
async def move(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Move it, or shorten it when the new time lies inside the old one in the same room: that needs no approval."""
    visit = Visit.of(request)
    typed = await visit.form()
    asked = await read_move(visit, booking_id, typed)
    errors = [FieldError(name, visit.say(key)) for name, key in asked.time.errors.items()]
    if typed.get("check"):
        return await show_move(visit, asked, errors=errors)
    if asked.place is None:
        return await show_move(visit, asked, status=400, errors=errors)
    try:
        await _carry_out(visit, asked, asked.place)
    except (Refused, SlotTaken) as error:
        return await _refused(visit, asked, taken=isinstance(error, SlotTaken))
    except SkippedHour as error:
        day = date_long(error.day, visit.language)
        errors = [FieldError("from", visit.say("series.error.skipped_hour", day=day))]
        return await show_move(visit, asked, status=400, errors=errors)
    except (WrongState, StaleVersion, NotShorter) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(_after(asked.booking.id, asked.date, is_series=asked.booking.is_series))


@post("/bookinger/{booking_id:uuid}/manglende", opt=allow(SIGNED_IN), include_in_schema=False, status_code=303)
async def add(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Try a missing date again, at the time that was wished; when it still cannot be had, what could be instead."""
    visit = Visit.of(request)
    one = await seen_booking(visit, booking_id)
    named = (await visit.form()).get("add", "")
    if named == "freed":
        return await _add_freed(visit, booking_id)
    date = find_date(one, named)
    try:
        await add_missing_date(visit.pool, booking_id, date.occurrence_id, actor_of(visit.caller), now=visit.now)
    except (Refused, SlotTaken) as error:
        typed = {"dato": str(date.occurrence_id), **write_time(date.span)}
        asked = await read_move(visit, booking_id, typed)
        return await _refused(visit, asked, taken=isinstance(error, SlotTaken))
    except (WrongState, StaleVersion) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(_after(booking_id, date, is_series=True))


async def _add_freed(visit: Visit, booking_id: UUID) -> Response[Any]:
    """All that can be had of what is missing."""
    try:
        await add_freed_dates(visit.pool, booking_id, actor_of(visit.caller), now=visit.now)
    except (WrongState, SlotTaken):
        fresh = await seen_booking(visit, booking_id)
        return show_booking(visit, fresh, status=409, errors=[FieldError("datoer", visit.say("series.freed.none"))])
    return visit.go(f"/bookinger/{booking_id}#datoer")


def _after(booking_id: UUID, date: BookedDate, *, is_series: bool) -> str:
    return f"/bookinger/{booking_id}" + (f"#dato-{date.occurrence_id}" if is_series else "")


async def _refused(visit: Visit, asked: Move, *, taken: bool) -> Response[Any]:
    errors = [FieldError("svar", visit.say("book.error.taken" if taken else "book.error.refused"))]
    return await show_move(visit, asked, status=409 if taken else 422, errors=errors)


async def _carry_out(visit: Visit, asked: Move, place: NewPlace) -> None:
    """Nothing is done, and nobody is written to, when no date would change."""
    actor, version, one = actor_of(visit.caller), read_version(dict(asked.typed)), asked.date
    reason = asked.typed.get("override_reason") or None
    if asked.is_missing:
        await add_missing_date(
            visit.pool, asked.booking.id, one.occurrence_id, actor, now=visit.now, version=version, place=place
        )
    elif asked.scope != "this":
        places = asked.places(visit.now)
        if asked.only_shortens(visit.now):
            spans = {date: there.span for date, there in places.items()}
            await shorten_dates(visit.pool, asked.booking.id, spans, actor, now=visit.now, version=version)
        elif places:
            await move_dates(
                visit.pool, asked.booking.id, places, actor, now=visit.now, version=version, override_reason=reason
            )
    elif place.room_id == one.room_id and one.span.contains(place.span):
        await shorten_booking(
            visit.pool, asked.booking.id, place.span, actor, now=visit.now, version=version, date=one.occurrence_id
        )
    else:
        await move_booking(
            visit.pool,
            asked.booking.id,
            place.room_id,
            place.span,
            actor,
            now=visit.now,
            version=version,
            override_reason=reason,
            date=one.occurrence_id,
        )
