# SPDX-License-Identifier: MPL-2.0
"""Those who look after the rooms note on a booking that nobody came."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.booking.commands.note_use import note_use
from services.booking.errors import WrongState
from services.booking.web.actor import SEES, actor_of
from services.booking.web.booking import seen_booking
from services.booking.web.booking_fault import show_fault
from services.booking.web.ticked_dates import find_date
from services.shared.web.access import allow
from services.shared.web.visit import Visit


@post("/bookinger/{booking_id:uuid}/brug", opt=allow(*SEES), include_in_schema=False, status_code=303)
async def note(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """`unused` or `used` names the date."""
    visit = Visit.of(request)
    typed = await visit.form()
    one = await seen_booking(visit, booking_id)
    unused = "unused" in typed
    date = find_date(one, typed.get("unused" if unused else "used", ""))
    actor = replace(actor_of(visit.caller), is_staff=True)  # a caretaker stands in the hall and sees it
    try:
        await note_use(visit.pool, booking_id, [date.occurrence_id], actor, unused=unused, now=visit.now)
    except WrongState as error:
        return await show_fault(visit, booking_id, error)
    return visit.go(f"/bookinger/{booking_id}" + (f"#dato-{date.occurrence_id}" if one.is_series else ""))
