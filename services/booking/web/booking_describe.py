# SPDX-License-Identifier: MPL-2.0
"""Change the words of a booking: its time stays, and nobody is written to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.describe_booking import Texts, describe_booking
from services.booking.errors import StaleVersion
from services.booking.queries.bookings import BookingDetail
from services.booking.web.actor import actor_of
from services.booking.web.book_form import too_long
from services.booking.web.booking import seen_booking
from services.booking.web.booking_decide import read_version
from services.booking.web.booking_fault import show_fault
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

FIELDS = ("purpose", "activity", "team", "age_group", "note")


@get("/bookinger/{booking_id:uuid}/ret", opt=allow(SIGNED_IN), include_in_schema=False)
async def describe_form(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """The words as they are."""
    visit = Visit.of(request)
    one = await seen_booking(visit, booking_id)
    return _show(visit, one, {name: getattr(one, name) for name in FIELDS}, {})


@post("/bookinger/{booking_id:uuid}/ret", opt=allow(SIGNED_IN), include_in_schema=False, status_code=303)
async def describe(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """Store the new words."""
    visit = Visit.of(request)
    typed = await visit.form()
    one = await seen_booking(visit, booking_id)
    errors = too_long(typed) | ({} if typed.get("purpose") else {"purpose": "book.error.purpose"})
    if errors:
        return _show(visit, one, typed, errors)
    texts = Texts(**{name: typed.get(name, "") for name in FIELDS})
    try:
        await describe_booking(
            visit.pool, booking_id, texts, actor_of(visit.caller), now=visit.now, version=read_version(typed)
        )
    except StaleVersion as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}")


def _show(visit: Visit, one: BookingDetail, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response[Any]:
    return visit.show(
        "booking_describe.html",
        status=400 if errors else 200,
        title=visit.say("booking.describe.title"),
        crumbs=crumbs((one.number, f"/bookinger/{one.id}"), visit.say("booking.describe.title")),
        errors=[FieldError(name, visit.say(key)) for name, key in errors.items()],
        booking=one,
        typed={name: typed.get(name, "") for name in FIELDS},
    )
