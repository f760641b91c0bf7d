# SPDX-License-Identifier: MPL-2.0
"""`/api/booking/v1/series`: try a series as a whole, ask for it, and add what was missing."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, JSONBody

from services.booking.commands.add_missing_date import add_missing_date
from services.booking.commands.find_season_alternatives import find_season_alternatives
from services.booking.commands.move_booking import NewPlace
from services.booking.commands.place_series import place_series
from services.booking.commands.try_series import try_series
from services.booking.store.idempotency import Key
from services.booking.store.read_bookings import find_booking
from services.booking.web.actor import actor_of
from services.booking.web.api import answers, series_telling
from services.booking.web.api.documented import documented
from services.booking.web.api.if_match import IfMatch, version_in
from services.booking.web.api.placing import IdempotencyKey
from services.booking.web.api.series_bodies import NewPlaceOfDate, NewSeries, NewSeriesWish
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.strict_body import StrictBody
from services.shared.web.visit import Visit

_SERIES = {
    "association_id": "6d8b60b4-31a8-5a0e-8f0c-0f8f4bb7a3b5",
    "room_id": "0d5e61ac-6a53-5c3e-9c47-a6d1b1a0f5b1",
    "purpose": "Håndbold U13, træning",
    "attendance": 20,
    "recurrence": {
        "every": "week",
        "first": "2026-12-01",
        "until": "2027-01-26",
        "weekdays": [2],
        "starts": "18:00",
        "ends": "20:00",
    },
}


@post(
    "/api/booking/v1/series/trial",
    opt=allow(ASSOCIATION),
    dto=StrictBody[NewSeriesWish],
    return_dto=None,
    status_code=200,
    responses=documented(401, 403, 404, 422),
    tags=["series"],
    operation_id="trySeries",
)
async def trial(
    request: Request[Any, Any, Any], data: Annotated[NewSeriesWish, Body(examples=[Example(value=_SERIES)])]
) -> answers.SeriesTrial:
    """Every date of the series: free, taken, closed, refused by which rule, or for staff to decide; and what instead."""
    visit = Visit.of(request)
    asked, actor = data.asked, actor_of(visit.caller)
    tried = await try_series(visit.pool, asked, actor, now=visit.now)
    instead = await find_season_alternatives(visit.pool, tried, actor, now=visit.now)
    return series_telling.trial(tried, instead, asked.recurrence, visit)


@post(
    "/api/booking/v1/series",
    opt=allow(ASSOCIATION),
    dto=StrictBody[NewSeries],
    return_dto=None,
    responses=documented(401, 403, 404, 409, 422),
    tags=["series"],
    operation_id="placeSeries",
)
async def place(
    request: Request[Any, Any, Any],
    data: Annotated[NewSeries, Body(examples=[Example(value=_SERIES)])],
    idempotency_key: IdempotencyKey = None,
) -> Response[answers.Series]:
    """Ask for the series: one booking with one number. 409 tells how each date stands. A replay answers 200."""
    visit = Visit.of(request)
    actor = actor_of(visit.caller)
    placed = await place_series(
        visit.pool,
        data.asked,
        actor,
        now=visit.now,
        whole=data.take == "all",
        skip_closed=data.skip_closed,
        key=Key(actor.id, idempotency_key) if idempotency_key else None,
        override_reason=data.override_reason,
    )
    headers = {"ETag": f'"{placed.booking.version}"'}
    if placed.is_replay:
        return Response(
            series_telling.series(placed.booking, visit),
            status_code=200,
            headers=headers | {"Idempotency-Replayed": "true"},
        )
    where = f"/api/booking/v1/bookings/{placed.booking.id}"
    return Response(
        series_telling.series(placed.booking, visit), status_code=201, headers=headers | {"Location": where}
    )


@post(
    "/api/booking/v1/bookings/{booking_id:uuid}/dates/{date_id:uuid}/addition",
    opt=allow(ASSOCIATION),
    dto=StrictBody[NewPlaceOfDate],
    return_dto=None,
    status_code=200,
    responses=documented(401, 403, 404, 409, 412, 422),
    tags=["series"],
    operation_id="addMissingDate",
)
async def add(
    request: Request[Any, Any, Any],
    booking_id: FromPath[UUID],
    date_id: FromPath[UUID],
    data: JSONBody[NewPlaceOfDate],
    if_match: IfMatch = None,
) -> Response[answers.Series]:
    """Take a date that was missing, as it was wished or elsewhere. Send {} for as it was wished."""
    visit = Visit.of(request)
    added = await add_missing_date(
        visit.pool,
        booking_id,
        date_id,
        actor_of(visit.caller),
        now=visit.now,
        version=version_in(if_match),
        place=await _place(visit, booking_id, date_id, data),
    )
    return Response(series_telling.series(added, visit), headers={"ETag": f'"{added.version}"'})


async def _place(visit: Visit, booking_id: UUID, date_id: UUID, data: NewPlaceOfDate) -> NewPlace | None:
    """What is left out is as it was wished. Whether the caller may see the booking is asked by the command."""
    span = data.span
    if data.room_id is None and span is None:
        return None
    async with visit.pool.acquire() as connection:
        booking = await find_booking(connection, booking_id)
    missing = next((one for one in booking.occurrences if one.id == date_id), None) if booking else None
    if missing is None:
        return None
    return NewPlace(data.room_id or missing.room.id, span or missing.span)
