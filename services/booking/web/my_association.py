# SPDX-License-Identifier: MPL-2.0
"""GET /foreninger/{id}/bookinger: what an association has, what waits, and its people. Hand back in two taps."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.missed_notices import find_missed_notices
from services.booking.commands.restore_booking import restore_booking
from services.booking.errors import (
    BookingError,
    DayClosed,
    OutsideHours,
    Refused,
    SlotTaken,
    WrongState,
)
from services.booking.model import Status
from services.booking.queries.associations import AssociationDetail
from services.booking.queries.bookings import BookedDate, find_booking_detail
from services.booking.queries.listed_bookings import ListedBooking, Wanted, count_bookings, list_bookings
from services.booking.queries.regular_times import list_regular_times
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.api.reading import next_place, place_of
from services.booking.web.booking_fault import limit_sentence
from services.booking.web.bookings_csv import bookings_csv
from services.booking.web.regular_times import regular_lines
from services.booking.web.seen_association import seen_association
from services.booking.web.ticked_dates import find_date, read_uuid
from services.shared.db import Tx
from services.shared.wall_clock import monday_of, start_of_day
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

PAGE = 20
WHEN = {"kommende": "upcoming", "tidligere": "past", "alle": "all"}
HOLDING = (Status.CONFIRMED, Status.REQUESTED)


@get("/foreninger/{association_id:uuid}/bookinger", opt=allow(ASSOCIATION), include_in_schema=False)
async def association_page(request: Request[Any, Any, Any], association_id: FromPath[UUID]) -> Response[Any]:
    """`vis` is kommende, tidligere or alle, `status` one status, `fra` where the list goes on."""
    visit = Visit.of(request)
    return await _show(visit, await seen_association(visit, association_id))


@get("/foreninger/{association_id:uuid}/bookinger.csv", opt=allow(ASSOCIATION), include_in_schema=False)
async def association_csv(request: Request[Any, Any, Any], association_id: FromPath[UUID]) -> Response[bytes]:
    """The same list, whole, for a spreadsheet."""
    visit = Visit.of(request)
    association = await seen_association(visit, association_id)
    wanted = _wanted(visit, association.id)
    rows: list[ListedBooking] = []
    async with visit.pool.acquire() as connection:
        after = None
        while page := await list_bookings(connection, wanted, now=visit.now, after=after, limit=1000):
            rows += page
            after = (page[-1].span.start, page[-1].occurrence_id)
    return Response(
        bookings_csv(rows, visit.say),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="bookinger.csv"', "Cache-Control": "private, no-store"},
    )


@post(
    "/foreninger/{association_id:uuid}/bookinger/{booking_id:uuid}/afmelding",
    opt=allow(ASSOCIATION),
    include_in_schema=False,
    status_code=303,
)
async def hand_back(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], booking_id: FromPath[UUID]
) -> Response[Any]:
    """Give a time back; the page then offers to undo it. `dato`: which of a series.

    Where it is so late that something follows from it, the booking's own page asks first and says what.
    """
    visit = Visit.of(request)
    association = await seen_association(visit, association_id)
    date = read_uuid((await visit.form()).get("dato", ""))
    missed = await find_missed_notices(visit.pool, booking_id, [date] if date else None, now=visit.now)
    if any(rule.consequence != "none" for rule in missed.values()) and not visit.caller.has_any(DECIDES):
        return visit.go(f"/bookinger/{booking_id}/aflys" + (f"?dato={date}" if date else ""))
    try:
        await cancel_booking(
            visit.pool, booking_id, actor_of(visit.caller), now=visit.now, dates=[date] if date else None
        )
    except WrongState:
        return await _show(visit, association, visit.say("association.error.too_late"))
    return visit.go(f"/foreninger/{association_id}/bookinger?afmeldt={booking_id}{_named(date)}")


@post(
    "/foreninger/{association_id:uuid}/bookinger/{booking_id:uuid}/fortrydelse",
    opt=allow(ASSOCIATION),
    include_in_schema=False,
    status_code=303,
)
async def undo(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], booking_id: FromPath[UUID]
) -> Response[Any]:
    """Take the time again, while nobody else has."""
    visit = Visit.of(request)
    association = await seen_association(visit, association_id)
    date = read_uuid((await visit.form()).get("dato", ""))
    try:
        await restore_booking(visit.pool, booking_id, actor_of(visit.caller), now=visit.now)
    except Refused as refused:
        return await _show(visit, association, limit_sentence(refused, visit))
    except (WrongState, DayClosed, OutsideHours, SlotTaken) as error:
        return await _show(visit, association, visit.say(_undo_key(error)))
    return visit.go(f"/foreninger/{association_id}/bookinger?tilbage={booking_id}{_named(date)}")


def _named(date: UUID | None) -> str:
    return f"&dato={date}" if date else ""


def _undo_key(error: BookingError) -> str:
    if isinstance(error, DayClosed | OutsideHours):
        return "booking.error.day_closed" if isinstance(error, DayClosed) else "booking.error.outside_hours"
    return "association.error.taken" if isinstance(error, SlotTaken) else "association.error.no_undo"


def _wanted(visit: Visit, association_id: UUID) -> Wanted:
    status = visit.query.get("status", "")
    when = WHEN.get(visit.query.get("vis", ""), "upcoming")
    statuses = (Status(status),) if status in set(Status) else ()
    return Wanted(association_id, when, statuses)  # pyright: ignore[reportArgumentType], one of the three


async def _show(visit: Visit, association: AssociationDetail, error: str = "") -> Response[Any]:
    wanted = _wanted(visit, association.id)
    next_monday = start_of_day(monday_of(visit.now) + timedelta(days=7))
    place = place_of(visit.query.get("fra", ""))
    async with visit.pool.acquire() as connection:
        found = await list_bookings(connection, wanted, now=visit.now, after=place, limit=PAGE + 1)
        total = await count_bookings(connection, wanted, now=visit.now)
        week = Wanted(association.id, "upcoming", HOLDING, until=next_monday)
        this_week = await list_bookings(connection, week, now=visit.now, after=None, limit=50)
        asked = Wanted(association.id, "upcoming", (Status.REQUESTED,), once=True)
        waiting = await list_bookings(connection, asked, now=visit.now, after=None, limit=50)
        touched = await _touched(connection, visit, association.id)
        regular, more_regular = regular_lines(
            await list_regular_times(connection, association.id, now=visit.now), visit
        )
    path = f"/foreninger/{association.id}/bookinger"
    chosen = {"vis": visit.query.get("vis", "kommende"), "status": visit.query.get("status", "")}
    more = next_place(found, PAGE)
    return visit.show(
        "my_association.html",
        status=409 if error else 200,
        title=visit.say("association.title", name=association.name),
        crumbs=crumbs(association.name),
        errors=[FieldError("bookinger", error)] if error else [],
        association=association,
        path=path,
        chosen=chosen,
        views=tuple(WHEN),
        statuses=tuple(Status),
        bookings=found[:PAGE],
        total=total,
        more=f"{path}?{urlencode(chosen | {'fra': more})}" if more else None,
        csv=f"{path}.csv?{urlencode(chosen)}",
        this_week=this_week,
        waiting=waiting,
        regular=regular,
        more_regular=more_regular,
        touched=touched,
        touched_id=visit.query.get("afmeldt", ""),
        was_handed_back="afmeldt" in visit.query,
        now=visit.now,
        today=visit.today,
        as_staff=visit.caller.has_any(DECIDES),
    )


async def _touched(tx: Tx, visit: Visit, association_id: UUID) -> BookedDate | None:
    """The date just handed back or taken again, as the address bar names it."""
    booking_id = read_uuid(visit.query.get("afmeldt") or visit.query.get("tilbage") or "")
    one = await find_booking_detail(tx, booking_id, now=visit.now) if booking_id else None
    return find_date(one, visit.query.get("dato", "")) if one and one.association_id == association_id else None
