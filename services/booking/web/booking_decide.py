# SPDX-License-Identifier: MPL-2.0
"""Staff say yes or no to a request. A no carries its reason (forvaltningsloven §§ 22 and 24)."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.booking.commands.decide_request import approve_request, decline_request
from services.booking.errors import ReasonMissing, StaleVersion, WrongState
from services.booking.queries.bookings import BookingDetail
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.booking import seen_booking, show_booking
from services.booking.web.booking_fault import show_fault
from services.booking.web.boxes import form_boxes
from services.booking.web.ticked_dates import DATES, read_dates
from services.shared.web.access import allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit


@post("/bookinger/{booking_id:uuid}/afgoerelse", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def decide(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """`decision` is `approve` or `decline`; `reason` goes to the association. Of a series: for the dates ticked."""
    visit = Visit.of(request)
    typed, boxes = await visit.form(), await form_boxes(visit, DATES)
    one = await seen_booking(visit, booking_id)
    actor, reason, version = actor_of(visit.caller), typed.get("reason", "")[:2000], read_version(typed)
    dates = [date.occurrence_id for date in read_dates(one, boxes["date"])] if typed.get("chosen") else None
    fault = partial(_fault, visit, one, typed, boxes["date"])
    if dates == []:
        return fault("afgoer-datoer", "series.error.no_dates_chosen")
    try:
        if typed.get("decision") == "approve":
            await approve_request(
                visit.pool, booking_id, actor, now=visit.now, note=reason, version=version, dates=dates
            )
        elif typed.get("decision") == "decline":
            await decline_request(
                visit.pool, booking_id, actor, reason=reason, now=visit.now, version=version, dates=dates
            )
        else:
            return fault("decision", "booking.error.decision")
    except ReasonMissing:
        return fault("reason", "booking.error.reason")
    except (WrongState, StaleVersion) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}")


def _fault(
    visit: Visit, one: BookingDetail, typed: dict[str, str], ticked: Sequence[str], field: str, key: str
) -> Response[Any]:
    errors = [FieldError(field, visit.say(key))]
    return show_booking(visit, one, status=400, errors=errors, typed=typed, ticked=ticked)


def read_version(typed: dict[str, str]) -> int | None:
    """What the page stood on when it was made."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
