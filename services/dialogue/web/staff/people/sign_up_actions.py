# SPDX-License-Identifier: MPL-2.0
"""What a facilitator does with one sign-up. Refused, the list says why, as it now stands."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.dialogue.commands.accept_offer import accept_offer
from services.dialogue.commands.change_party import PartyChange, change_party
from services.dialogue.commands.offer_place import offer_place
from services.dialogue.commands.send_mail_again import send_mail_again
from services.dialogue.commands.set_priority import set_priority
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.errors import (
    DialogueError,
    Full,
    MailJustSent,
    NoRoomForMore,
    NotInLine,
    NotOffered,
    NotOpen,
    PartyRefused,
    ReasonMissing,
    SignUpOver,
    WrongState,
)
from services.dialogue.web.sign_up.sign_up_form import read_companions
from services.dialogue.web.staff.people.people_list import Wanted, require_of
from services.dialogue.web.staff.people.sign_ups import show_sign_ups
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import FieldError

ONE = "/dialog/styring/{session_id:uuid}/tilmeldinger/{sign_up_id:uuid}"
LONGEST_REASON = 1000
REFUSALS = (
    Full, MailJustSent, NoRoomForMore, NotInLine, NotOffered, NotOpen, PartyRefused, ReasonMissing, SignUpOver,
    WrongState,
)  # fmt: skip


@post(f"{ONE}/afmelding", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def withdraw(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], sign_up_id: FromPath[UUID]
) -> Response[Any]:
    """Take their place back, and tell them why."""
    visit = Visit.of(request)
    reason = (await visit.form()).get("reason", "")[:LONGEST_REASON]

    def work() -> Awaitable[object]:
        return withdraw_sign_up(visit.pool, sign_up_id, now=visit.now, by_staff=True, actor=visit.actor, reason=reason)

    return await _do(visit, session_id, sign_up_id, "afmelding", work, reason)


@post(f"{ONE}/tilbud", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def offer(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], sign_up_id: FromPath[UUID]
) -> Response[Any]:
    """Give them a free seat, whoever stands before them."""
    visit = Visit.of(request)
    return await _do(
        visit,
        session_id,
        sign_up_id,
        "tilbud",
        lambda: offer_place(visit.pool, sign_up_id, now=visit.now, actor=visit.actor),
    )


@post(f"{ONE}/ja", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def accept(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], sign_up_id: FromPath[UUID]
) -> Response[Any]:
    """They have said yes on the phone: not everybody can follow a link."""
    visit = Visit.of(request)
    return await _do(
        visit,
        session_id,
        sign_up_id,
        "ja",
        lambda: accept_offer(visit.pool, sign_up_id, now=visit.now, actor=visit.actor),
    )


@post(f"{ONE}/prioritet", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def prioritise(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], sign_up_id: FromPath[UUID]
) -> Response[Any]:
    """Let them be served before others."""
    visit = Visit.of(request)
    typed = (await visit.form()).get("priority", "")
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else -1

    def work() -> Awaitable[object]:
        return set_priority(visit.pool, sign_up_id, wanted, now=visit.now, actor=visit.actor)

    return await _do(visit, session_id, sign_up_id, "prioritet", work)


@post(f"{ONE}/foelge", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def companions(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], sign_up_id: FromPath[UUID]
) -> Response[Any]:
    """More or fewer who come along."""
    visit = Visit.of(request)
    number = read_companions((await visit.form()).get("companions", ""))
    change = PartyChange(companions=-1 if number is None else number)

    def work() -> Awaitable[object]:
        return change_party(visit.pool, sign_up_id, change, now=visit.now, by_staff=True, actor=visit.actor)

    return await _do(visit, session_id, sign_up_id, "foelge", work)


@post(f"{ONE}/mail", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def mail(
    request: Request[Any, Any, Any], session_id: FromPath[UUID], sign_up_id: FromPath[UUID]
) -> Response[Any]:
    """Send them once more where they stand."""
    visit = Visit.of(request)
    return await _do(
        visit,
        session_id,
        sign_up_id,
        "mail",
        lambda: send_mail_again(visit.pool, sign_up_id, now=visit.now, actor=visit.actor),
    )


async def _do(
    visit: Visit, session_id: UUID, sign_up_id: UUID, done: str, work: Callable[[], Awaitable[object]], reason: str = ""
) -> Response[Any]:
    await require_of(visit, session_id, sign_up_id)
    wanted = Wanted.of(await visit.form())
    try:
        await work()
    except REFUSALS as error:
        return await _refused(visit, session_id, sign_up_id, wanted, error, reason)
    return visit.go(wanted.address(session_id, gjort=done))


async def _refused(
    visit: Visit, session_id: UUID, sign_up_id: UUID, wanted: Wanted, error: DialogueError, reason: str
) -> Response[Any]:
    status = 422 if isinstance(error, ReasonMissing | PartyRefused) else 409
    field = f"reason-{sign_up_id}" if isinstance(error, ReasonMissing) else f"person-{sign_up_id}"
    errors = [FieldError(field, _why(visit, error))]
    return await show_sign_ups(visit, session_id, wanted, errors=errors, typed=(sign_up_id, reason), status=status)


def _why(visit: Visit, error: DialogueError) -> str:
    match error:
        case NotInLine():
            return visit.say("people.refused.not_in_line", state=visit.say(f"people.state.{error.state.value}").lower())
        case SignUpOver():
            return visit.say("people.refused.over", state=visit.say(f"people.state.{error.state.value}").lower())
        case NoRoomForMore():
            return visit.say("people.refused.no_room", free=error.free)
        case PartyRefused():
            return visit.say(f"people.refused.{error.why}", most=error.limit)
        case WrongState():
            return visit.say(f"people.refused.{error.state}")
        case _:
            return visit.say(f"people.refused.{_SENTENCES[type(error)]}")


_SENTENCES: dict[type[DialogueError], str] = {
    Full: "full",
    MailJustSent: "mail_just_sent",
    NotOffered: "not_offered",
    NotOpen: "begun",
    ReasonMissing: "reason",
}
