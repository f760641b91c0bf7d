# SPDX-License-Identifier: MPL-2.0
"""`/api/booking/v1/bookings/{id}/use`: what those who look after the rooms, or a sensor of theirs, have seen."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath, JSONBody

from services.booking.commands.note_use import note_use
from services.booking.web.actor import SEES, actor_of
from services.booking.web.api import answers, telling
from services.booking.web.api.bodies import NewUse
from services.booking.web.api.documented import documented
from services.shared.web.access import allow
from services.shared.web.strict_body import StrictBody
from services.shared.web.visit import Visit


@post(
    "/api/booking/v1/bookings/{booking_id:uuid}/use",
    dto=StrictBody[NewUse],
    return_dto=None,
    operation_id="noteUse",
    opt=allow(*SEES),
    status_code=200,
    responses=documented(401, 403, 404, 409),
    tags=["staff"],
)
async def note(
    request: Request[Any, Any, Any], booking_id: FromPath[UUID], data: JSONBody[NewUse]
) -> Response[answers.Booking]:
    """Note that nobody came on dates that have begun, or that somebody did after all. The rules count it."""
    visit = Visit.of(request)
    actor = replace(actor_of(visit.caller), is_staff=True)
    noted = await note_use(visit.pool, booking_id, data.dates, actor, unused=not data.used, now=visit.now)
    return telling.changed(noted)
