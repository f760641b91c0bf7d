# SPDX-License-Identifier: MPL-2.0
"""Cancel a booking: asked once, with what it means; undone within half an hour."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.restore_booking import restore_booking
from services.booking.errors import DayClosed, ReasonMissing, SlotTaken, StaleVersion, WrongState
from services.booking.queries.bookings import BookingDetail
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.booking import possible, seen_booking, show_booking
from services.booking.web.booking_fault import show_fault
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit


@get("/bookinger/{booking_id:uuid}/aflys", opt=allow(SIGNED_IN), include_in_schema=False)
async def cancel_question(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """What cancelling means, and the button."""
    visit = Visit.of(request)
    one = await seen_booking(visit, booking_id)
    return _show(visit, one) if possible(one, visit).cancel else show_booking(visit, one)


@post("/bookinger/{booking_id:uuid}/aflys", opt=allow(SIGNED_IN), include_in_schema=False, status_code=303)
async def cancel(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Cancel. The municipality must say why."""
    visit = Visit.of(request)
    typed = await visit.form()
    one = await seen_booking(visit, booking_id)
    reason = typed.get("reason", "")[:1000]
    try:
        await cancel_booking(visit.pool, booking_id, actor_of(visit.caller), now=visit.now, reason=reason)
    except ReasonMissing:
        return _show(visit, one, [FieldError("reason", visit.say("booking.error.reason"))], reason)
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
    except (WrongState, DayClosed, SlotTaken) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}")


def _show(visit: Visit, one: BookingDetail, errors: list[FieldError] | None = None, reason: str = "") -> Response[Any]:
    return visit.show(
        "booking_cancel.html",
        status=400 if errors else 200,
        title=visit.say("booking.cancel.title"),
        crumbs=crumbs((one.number, f"/bookinger/{one.id}"), visit.say("booking.cancel.title")),
        errors=errors or [],
        booking=one,
        reason=reason,
        is_staff=visit.caller.has_any(DECIDES),
    )
