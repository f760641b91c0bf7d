# SPDX-License-Identifier: MPL-2.0
"""Staff say yes or no to a request. A no carries its reason (forvaltningsloven §§ 22 and 24)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.booking.commands.decide_request import approve_request, decline_request
from services.booking.errors import ReasonMissing, StaleVersion, WrongState
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.booking import seen_booking, show_booking
from services.booking.web.booking_fault import show_fault
from services.shared.web.access import allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit


@post("/bookinger/{booking_id:uuid}/afgoerelse", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def decide(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """`decision` is `approve` or `decline`; `reason` goes to the association."""
    visit = Visit.of(request)
    typed = await visit.form()
    one = await seen_booking(visit, booking_id)
    actor, reason, version = actor_of(visit.caller), typed.get("reason", "")[:2000], read_version(typed)
    try:
        if typed.get("decision") == "approve":
            await approve_request(visit.pool, booking_id, actor, now=visit.now, note=reason, version=version)
        elif typed.get("decision") == "decline":
            await decline_request(visit.pool, booking_id, actor, reason=reason, now=visit.now, version=version)
        else:
            errors = [FieldError("decision", visit.say("booking.error.decision"))]
            return show_booking(visit, one, status=400, errors=errors, typed=typed)
    except ReasonMissing:
        errors = [FieldError("reason", visit.say("booking.error.reason"))]
        return show_booking(visit, one, status=400, errors=errors, typed=typed)
    except (WrongState, StaleVersion) as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}")


def read_version(typed: dict[str, str]) -> int | None:
    """What the page stood on when it was made."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
