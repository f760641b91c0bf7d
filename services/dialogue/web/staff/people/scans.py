# SPDX-License-Identifier: MPL-2.0
"""POST /dialog/styring/{session_id}/indtjekning/scanninger: what a phone at the door has kept while it was offline."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from services.dialogue.commands.check_in import check_in
from services.dialogue.commands.scan import Scan
from services.dialogue.errors import AlreadyCheckedIn, DialogueError
from services.dialogue.queries.door import Expected, count
from services.dialogue.store.attendances import Attendance
from services.dialogue.web.staff.people.door import read
from services.dialogue.web.staff.people.door_words import REFUSALS, mark, name_of, why_not
from services.dialogue.web.staff.people.letting_in import DOOR, LONGEST
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.strict_body import StrictBody, malformed


class PhoneScan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One tap or ticket."""

    scan_id: UUID
    at: Annotated[datetime, Meta(tz=True)]
    device: Annotated[str, Meta(max_length=40, pattern="^[!-~]*$")]
    people: Annotated[int, Meta(ge=1, le=1000)] | None = None
    sign_up_id: UUID | None = None
    ticket: Annotated[str, Meta(max_length=LONGEST)] = ""


class PhoneScans(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has waited, oldest first. None: a phone that asks who has come meanwhile."""

    scans: Annotated[list[PhoneScan], Meta(max_length=50)]


class Answered(Struct, frozen=True, kw_only=True):
    """What became of one scan."""

    scan_id: UUID
    answer: Literal["ok", "used", "refused"]
    sentence: str


class Come(Struct, frozen=True, kw_only=True):
    """Somebody who has come, by whichever door."""

    sign_up_id: UUID
    mark: str


class DoorNow(Struct, frozen=True, kw_only=True):
    """How the door stands after it."""

    answers: list[Answered]
    come: list[Come]
    arrived: int
    expected: int


@post(
    f"{DOOR}/scanninger",
    opt=allow(*FACILITATES),
    dto=StrictBody[PhoneScans],
    return_dto=None,
    include_in_schema=False,
    status_code=200,
)
async def scans(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], data: JSONBody[PhoneScans]
) -> Response[DoorNow]:
    """Each scan in its own transaction: what one is answered changes nothing about the others."""
    visit = Visit.of(request)
    done = [(one, await _let_in(visit, session_id, one)) for one in data.scans]
    _, everybody = await read(visit, session_id)
    now = count(everybody)
    told = DoorNow(
        answers=[_answer(visit, one, result, everybody) for one, result in done],
        come=[Come(sign_up_id=one.id, mark=mark(visit, one)) for one in everybody if one.people is not None],
        arrived=now.arrived,
        expected=now.expected,
    )
    return Response(told, headers={"Cache-Control": "no-store"})


async def _let_in(visit: Visit, session_id: UUID, one: PhoneScan) -> Attendance | DialogueError:
    if (one.sign_up_id is None) == (not one.ticket):
        raise malformed("scans", "Expected either a ticket or a sign-up")
    told = Scan(one.scan_id, one.device, one.at, one.people)
    who = one.sign_up_id or one.ticket
    try:
        return await check_in(visit.pool, session_id, who, told, visit.actor, secret=visit.secret, now=visit.now)
    except REFUSALS as error:
        return error


def _answer(visit: Visit, one: PhoneScan, result: Attendance | DialogueError, everybody: list[Expected]) -> Answered:
    if isinstance(result, DialogueError):
        answer = "used" if isinstance(result, AlreadyCheckedIn) else "refused"
        return Answered(scan_id=one.scan_id, answer=answer, sentence=why_not(visit, result, everybody))
    person = next((there for there in everybody if there.id == result.sign_up_id), None)
    name = name_of(visit, person) if person else visit.say("door.no_name")
    return Answered(scan_id=one.scan_id, answer="ok", sentence=visit.say("door.ok", name=name))
