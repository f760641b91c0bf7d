# SPDX-License-Identifier: MPL-2.0
"""GET /bookinger/{id}: the booking, what happens next, its history and what can be done with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.commands.restore_booking import REGRET
from services.booking.errors import NoSuchBooking
from services.booking.model import Effect, Status
from services.booking.queries.bookings import BookedDate, BookingDetail, find_booking_detail
from services.booking.store.verdicts import read_verdicts
from services.booking.web.actor import DECIDES, may_see
from services.booking.web.booking_dates import can_note, coming_dates, list_dates, waiting_dates
from services.booking.web.booking_history import tell_change
from services.booking.web.regained import find_regained
from services.booking.web.said import is_term, tell_all
from services.booking.web.week_words import dates_in
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit
from services.shared.written_dates import date_long


@dataclass(frozen=True, slots=True)
class Possible:
    """What the caller can do with the booking now."""

    move: bool
    shorten: bool
    cancel: bool
    restore: bool
    describe: bool
    decide: bool


@get("/bookinger/{booking_id:uuid}", opt=allow(SIGNED_IN), include_in_schema=False)
async def booking(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """The booking; with `new` as its receipt."""
    visit = Visit.of(request)
    return show_booking(visit, await seen_booking(visit, booking_id))


async def seen_booking(visit: Visit, booking_id: UUID) -> BookingDetail:
    """The booking when the caller may see it. Raises NoSuchBooking otherwise, so that nobody learns that it exists."""
    async with visit.pool.acquire() as connection:
        found = await find_booking_detail(connection, booking_id, now=visit.now)
    if found is None or not await may_see(visit.pool, visit.caller, found.association_id, now=visit.now):
        raise NoSuchBooking(str(booking_id))
    return found


def possible(one: BookingDetail, visit: Visit) -> Possible:
    """What the commands would let the caller do; of a series with at least one of its dates."""
    is_staff, acts, now = visit.caller.has_any(DECIDES), may_act(visit), visit.now
    held = [date for date in one.dates if date.status.holds_room]
    missing = [date for date in one.dates if date.status is Status.MISSING]
    return Possible(
        move=acts and any(date.span.start > now for date in held),
        shorten=acts and any(date.span.end > now for date in held),
        cancel=acts and any(date.span.end > now for date in [*held, *missing]),
        restore=acts and bool(undone_dates(one, now)) and (is_staff or not one.history[-1].by_staff),
        describe=acts and bool(held),
        decide=is_staff and bool(waiting_dates(one.dates, now)),
    )


def may_act(visit: Visit) -> bool:
    """True for members and caseworkers; other staff only look."""
    return visit.caller.has_any(DECIDES) or not visit.caller.staff_roles


def undone_dates(one: BookingDetail, now: datetime) -> tuple[BookedDate, ...]:
    """Dates that the last change cancelled, that can still come back; none when it was another change or long ago."""
    last = one.history[-1] if one.history else None
    if last is None or last.action != "cancelled" or now - last.at > REGRET:
        return ()
    named = {date["id"] for date in last.details.get("dates", ())}
    return tuple(
        date
        for date in one.dates
        if date.status is Status.CANCELLED
        and date.span.start > now
        and (not named or str(date.occurrence_id) in named)  # written before bookings had several dates
    )


def show_booking(
    visit: Visit,
    one: BookingDetail,
    *,
    status: int = 200,
    errors: Sequence[FieldError] = (),
    typed: Mapping[str, str] | None = None,
    ticked: Collection[str] = (),
) -> Response[Any]:
    """The page; `typed` is a decision that could not be stored, and `ticked` are the dates it was about."""
    can = possible(one, visit)
    said = read_verdicts(one.verdicts)
    sees_all = visit.caller.has_any(DECIDES)
    mattered = [
        verdict
        for verdict in said
        if not is_term(verdict) and (verdict.effect is not Effect.NOTE or one.by_staff or sees_all)
    ]
    return visit.show(
        "booking_series.html" if one.is_series else "booking.html",
        status=status,
        title=visit.say("booking.title", number=one.number),
        crumbs=crumbs((visit.say("find.title"), "/lokaler"), (one.room_name, f"/lokaler/{one.room_slug}"), one.number),
        errors=errors,
        booking=one,
        can=can,
        dates=list_dates(one, visit, acts=may_act(visit)) if one.is_series else None,
        end_options=[
            (str(date.occurrence_id), f"{date_long(date.span.start, visit.language)}, {date.room_name}")
            for date in coming_dates(one, visit.now)
        ],
        undone=undone_dates(one, visit.now) if can.restore else (),
        regained=find_regained(one, visit.now),
        is_new=visit.query.get("new") == "1",
        is_over=one.span.end <= visit.now,
        sees_all=sees_all,
        notes_use=not one.is_series and can_note(one.dates[0], visit),
        verdicts=tell_all(mattered, visit),
        terms=tell_all((verdict for verdict in said if is_term(verdict)), visit),
        typed=typed or {},
        ticked=ticked,
        history=[tell_change(change, visit) for change in reversed(one.history)],
        regret_until=one.history[-1].at + REGRET if one.history else None,
        **dates_in(visit.language),
    )
