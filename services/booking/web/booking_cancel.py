# SPDX-License-Identifier: MPL-2.0
"""Cancel a booking, or dates of it: asked once, with what it means; undone within half an hour."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.missed_notices import find_missed_notices
from services.booking.commands.restore_booking import restore_booking
from services.booking.errors import DayClosed, OutsideHours, ReasonMissing, Refused, SlotTaken, StaleVersion, WrongState
from services.booking.model import Span
from services.booking.queries.bookings import BookedDate, BookingDetail
from services.booking.rules.cancellation_notice import CancellationNotice
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.booking import possible, seen_booking, show_booking
from services.booking.web.booking_dates import coming_dates
from services.booking.web.booking_fault import show_fault
from services.booking.web.boxes import form_boxes
from services.booking.web.said import Said
from services.booking.web.ticked_dates import DATES, read_dates, read_uuid
from services.booking.web.wording import rule_sentence
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit


@get("/bookinger/{booking_id:uuid}/aflys", opt=allow(SIGNED_IN), include_in_schema=False)
async def cancel_question(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """What cancelling means, and the button. Of a series: all that is still to come, or the date that `dato` names."""
    visit = Visit.of(request)
    one = await seen_booking(visit, booking_id)
    if not possible(one, visit).cancel:
        return show_booking(visit, one)
    named = read_uuid(visit.query.get("dato", ""))
    coming = coming_dates(one, visit.now)
    return await _show(visit, one, [date for date in coming if date.occurrence_id == named] or coming)


@post("/bookinger/{booking_id:uuid}/aflys", opt=allow(SIGNED_IN), include_in_schema=False, status_code=303)
async def cancel(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Cancel the dates that are ticked, or the only one; with `ask` only the question. The municipality must say why."""
    visit = Visit.of(request)
    typed, boxes = await visit.form(), await form_boxes(visit, DATES)
    one = await seen_booking(visit, booking_id)
    dates = _chosen(one, typed, boxes["date"], visit.now)
    if not dates:
        errors = [FieldError("datoer", visit.say("series.error.no_dates_chosen"))]
        return show_booking(visit, one, status=400, errors=errors)
    if typed.get("ask"):
        return await _show(visit, one, dates)
    reason = typed.get("reason", "")[:1000]
    chosen = [date.occurrence_id for date in dates]
    try:
        await cancel_booking(visit.pool, booking_id, actor_of(visit.caller), now=visit.now, reason=reason, dates=chosen)
    except ReasonMissing:
        return await _show(visit, one, dates, [FieldError("reason", visit.say("booking.error.reason"))], reason)
    except (WrongState, StaleVersion) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}")


@post("/bookinger/{booking_id:uuid}/genopret", opt=allow(SIGNED_IN), include_in_schema=False, status_code=303)
async def restore(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Take a cancellation back, while the time is still free."""
    visit = Visit.of(request)
    await seen_booking(visit, booking_id)
    try:
        await restore_booking(visit.pool, booking_id, actor_of(visit.caller), now=visit.now)
    except (WrongState, SlotTaken, DayClosed, OutsideHours, Refused) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}")


def _chosen(one: BookingDetail, typed: Mapping[str, str], ticked: Sequence[str], now: datetime) -> Sequence[BookedDate]:
    """The dates that are ticked; or, to end the series early, the date in `fra` and all after it."""
    if not one.is_series:
        return one.dates
    if typed.get("ask") != "following":
        return read_dates(one, ticked)
    first = read_dates(one, [typed.get("fra", "")])
    return [date for date in coming_dates(one, now) if first and date.span.start >= first[0].span.start]


async def _show(
    visit: Visit,
    one: BookingDetail,
    dates: Sequence[BookedDate],
    errors: list[FieldError] | None = None,
    reason: str = "",
) -> Response[Any]:
    title = visit.say("series.cancel.title", n=len(dates)) if one.is_series else visit.say("booking.cancel.title")
    return visit.show(
        "booking_cancel.html",
        status=400 if errors else 200,
        title=title,
        crumbs=crumbs((one.number, f"/bookinger/{one.id}"), title),
        errors=errors or [],
        booking=one,
        dates=dates,
        reason=reason,
        missed=await _missed(visit, one, dates),
        is_staff=visit.caller.has_any(DECIDES),
    )


async def _missed(visit: Visit, one: BookingDetail, dates: Sequence[BookedDate]) -> list[tuple[Said, int]]:
    """What the rules say of an association that calls off too late, and of how many dates."""
    if visit.caller.has_any(DECIDES):
        return []
    ids = [date.occurrence_id for date in dates]
    missed = await find_missed_notices(visit.pool, one.id, ids, now=visit.now)
    times = {date.occurrence_id: date.span for date in dates}
    spans: dict[CancellationNotice, set[Span]] = {}
    for date, rule in missed.items():
        spans.setdefault(rule, set()).add(times[date])
    return [
        (Said(rule_sentence(rule, visit.say, visit.language), rule.source or ""), len(late))
        for rule, late in spans.items()
    ]
