# SPDX-License-Identifier: MPL-2.0
"""`/api/dialogue/v1/sessions/{id}/sign-ups`: sign somebody up who has asked for it, e.g. from an association's site."""

from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, HeaderParameter
from msgspec import json

from services.dialogue.commands.sign_up import sign_up
from services.dialogue.model import State
from services.dialogue.store.sign_ups import Request as Asked
from services.dialogue.web.api import answers
from services.dialogue.web.api.bodies import NewSignUp
from services.dialogue.web.api.documented import documented
from services.dialogue.web.visit import Visit
from services.shared.wall_clock import local
from services.shared.web.access import PUBLIC, allow
from services.shared.web.strict_body import StrictBody

_IDA = {
    "name": "Ida Holm",
    "email": "ida@example.dk",
    "companions": 1,
    "needs": [{"kind": "hearing_loop"}],
    "answers": {"emne": "Cykelstier"},
    "language": "da",
}
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=200,
        pattern="^[!-~]+$",
        description="Your own name for this request; sent again it makes no second sign-up",
    ),
]


@post(
    "/api/dialogue/v1/sessions/{session_id:uuid}/sign-ups",
    opt=allow(PUBLIC),
    dto=StrictBody[NewSignUp],
    return_dto=None,
    status_code=202,
    responses=documented(404, 409, 422, 429),
    tags=["sign-ups"],
    operation_id="signUp",
)
async def sign_up_by_program(
    request: Request[Any, Any, Any],
    session_id: FromPath[UUID],
    data: Annotated[NewSignUp, Body(examples=[Example(value=_IDA)])],
    idempotency_key: IdempotencyKey = None,
) -> Response[answers.CheckMail]:
    """202: a mail is on its way, and its link must be used. Who has signed up before is answered as everybody else."""
    visit = Visit.of(request)
    party = data.party
    digest = sha256(json.encode(data)).digest() if idempotency_key else None
    asked = Asked(visit.network, f"api {idempotency_key}" if idempotency_key else None, digest)
    made = await sign_up(visit.pool, session_id, party, now=visit.now, request=asked)
    state = "waiting" if made.told_state is State.WAITING else "held"
    told = answers.CheckMail(state=state, held_until=local(made.told_until))
    return Response(told, status_code=202, headers={"Cache-Control": "no-store"})
