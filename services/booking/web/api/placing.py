# SPDX-License-Identifier: MPL-2.0
"""`/api/booking/v1/bookings`: try a wish, and ask for it."""

from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.openapi.spec import Example
from litestar.params import Body, HeaderParameter

from services.booking.commands.find_alternatives import find_alternatives
from services.booking.commands.place_booking import place_booking
from services.booking.commands.try_booking import try_booking
from services.booking.errors import SlotTaken
from services.booking.model import Actor, Span, Wish
from services.booking.queries.availability import list_taken
from services.booking.store.idempotency import Key
from services.booking.web.actor import actor_of
from services.booking.web.api import answers, telling
from services.booking.web.api.bodies import NewBooking, NewWish
from services.booking.web.api.documented import documented
from services.booking.web.problems import Collision
from services.booking.web.wording import met_sentence
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.strict_body import StrictBody
from services.shared.web.visit import Visit

_WISH = {
    "association_id": "6d8b60b4-31a8-5a0e-8f0c-0f8f4bb7a3b5",
    "room_id": "0d5e61ac-6a53-5c3e-9c47-a6d1b1a0f5b1",
    "starts_at": "2026-12-01T18:00:00+01:00",
    "ends_at": "2026-12-01T20:00:00+01:00",
    "purpose": "Håndbold U13, træning",
    "attendance": 20,
}
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=200,
        pattern="^[!-~]+$",
        description="Your own name for this request; sent again within two days it makes no second booking",
    ),
]


@post(
    "/api/booking/v1/bookings/trial",
    opt=allow(ASSOCIATION),
    dto=StrictBody[NewWish],
    return_dto=None,
    status_code=200,
    responses=documented(401, 403, 404),
    tags=["bookings"],
    operation_id="tryBooking",
)
async def trial(
    request: Request[Any, Any, Any], data: Annotated[NewWish, Body(examples=[Example(value=_WISH)])]
) -> answers.Trial:
    """What asking for it now would lead to: every verdict, what is taken, and the nearest alternatives."""
    visit = Visit.of(request)
    tried = await try_booking(visit.pool, data.wish, actor_of(visit.caller), now=visit.now)
    return answers.Trial(
        outcome=tried.outcome,  # pyright: ignore[reportArgumentType], one of the four by construction
        verdicts=telling.verdicts(tried.judgement.verdicts, visit),
        passed=[answers.Passed(rule=rule, sentence=met_sentence(rule, visit.say)) for rule in tried.judgement.passed],
        taken=telling.times(tried.taken),
        alternatives=telling.alternatives(tried.alternatives),
    )


@post(
    "/api/booking/v1/bookings",
    opt=allow(ASSOCIATION),
    dto=StrictBody[NewBooking],
    return_dto=None,
    responses=documented(401, 403, 404, 409, 422),
    tags=["bookings"],
    operation_id="placeBooking",
)
async def place(
    request: Request[Any, Any, Any],
    data: Annotated[NewBooking, Body(examples=[Example(value=_WISH)])],
    idempotency_key: IdempotencyKey = None,
) -> Response[answers.Booking]:
    """Ask for a room. 201: confirmed, or requested and kept until staff have decided. A replay answers 200."""
    visit = Visit.of(request)
    actor, wish = actor_of(visit.caller), data.wish
    key = Key(actor.id, idempotency_key) if idempotency_key else None
    try:
        placed = await place_booking(
            visit.pool, wish, actor, now=visit.now, key=key, override_reason=data.override_reason
        )
    except SlotTaken as error:
        raise await collision(visit, wish, actor, error.span) from error
    if placed.is_replay:
        return telling.changed(placed.booking, headers={"Idempotency-Replayed": "true"})
    where = f"/api/booking/v1/bookings/{placed.booking.id}"
    return telling.changed(placed.booking, status_code=201, headers={"Location": where})


async def collision(visit: Visit, wish: Wish, actor: Actor, kept: Span) -> Collision:
    """What is in the way, and what could be had instead."""
    async with visit.pool.acquire() as connection:
        taken = await list_taken(connection, wish.room_id, kept)
        alternatives = await find_alternatives(connection, wish, actor, now=visit.now)
    return Collision(wish.room_id, taken, alternatives)
