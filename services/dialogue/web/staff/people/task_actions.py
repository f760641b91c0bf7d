# SPDX-License-Identifier: MPL-2.0
"""What a facilitator says of access needs: one, or all of a kind in a session."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.dialogue.commands.settle_need import reopen_need, settle_kind, settle_need
from services.dialogue.errors import NoSuchNeed, ReasonMissing, WrongState
from services.dialogue.model import NeedKind
from services.dialogue.store.needs import Outcome
from services.dialogue.web.staff.people.tasks import WantedTasks, show_tasks
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import FieldError

LONGEST_NOTE = 1000
OUTCOMES: dict[str, Outcome] = {"arranged": "arranged", "impossible": "impossible"}
type Settle = Callable[[Outcome, str], Awaitable[object]]


@post(
    "/dialog/styring/opgaver/{need_id:uuid}/afgoerelse",
    opt=allow(*FACILITATES),
    include_in_schema=False,
    status_code=303,
)
async def settle_one(request: Request[Any, Any, Any], need_id: FromPath[UUID]) -> Response[Any]:
    """One of them; the person is told."""
    visit = Visit.of(request)
    return await _settle(
        visit,
        str(need_id),
        lambda outcome, note: settle_need(visit.pool, need_id, outcome, note, actor=visit.actor, now=visit.now),
    )


@post(
    "/dialog/styring/{session_id:uuid}/opgaver/{kind:str}/afgoerelse",
    opt=allow(*FACILITATES),
    include_in_schema=False,
    status_code=303,
)
async def settle_all(request: Request[Any, Any, Any], session_id: FromPath[UUID], kind: FromPath[str]) -> Response[Any]:
    """All that are open of a kind; each person is told once."""
    visit = Visit.of(request)
    if kind not in set(NeedKind):
        raise NoSuchNeed(kind)
    of_kind = NeedKind(kind)

    def settle(outcome: Outcome, note: str) -> Awaitable[object]:
        return settle_kind(visit.pool, session_id, of_kind, outcome, note, actor=visit.actor, now=visit.now)

    return await _settle(visit, f"{session_id}-{kind}", settle)


@post(
    "/dialog/styring/opgaver/{need_id:uuid}/genaabning",
    opt=allow(*FACILITATES),
    include_in_schema=False,
    status_code=303,
)
async def reopen(request: Request[Any, Any, Any], need_id: FromPath[UUID]) -> Response[Any]:
    """It was not so after all."""
    visit = Visit.of(request)
    wanted = WantedTasks.of_form(await visit.form())
    try:
        await reopen_need(visit.pool, need_id)
    except WrongState:
        return await _refused(visit, wanted, "moved_on", f"opgave-{need_id}")
    return visit.go(wanted.address(gjort="igen"))


async def _settle(visit: Visit, form: str, settle: Settle) -> Response[Any]:
    fields = await visit.form()
    wanted, note = WantedTasks.of_form(fields), fields.get("note", "")
    outcome = OUTCOMES.get(fields.get("outcome", ""))
    typed = {"form": form, "outcome": outcome or "", "note": note}
    if outcome is None:
        return await _refused(visit, wanted, "outcome", f"outcome-{form}", typed)
    if len(note) > LONGEST_NOTE:
        return await _refused(visit, wanted, "note_long", f"note-{form}", typed)
    try:
        await settle(outcome, note)
    except ReasonMissing:
        return await _refused(visit, wanted, "note", f"note-{form}", typed)
    except WrongState:
        return await _refused(visit, wanted, "moved_on", "opgaver", typed)
    return visit.go(wanted.address(gjort="afgjort"))


async def _refused(
    visit: Visit, wanted: WantedTasks, why: str, field: str, typed: dict[str, str] | None = None
) -> Response[Any]:
    errors = [FieldError(field, visit.say(f"tasks.error.{why}", most=LONGEST_NOTE))]
    return await show_tasks(visit, wanted, errors=errors, typed=typed, status=409 if why == "moved_on" else 422)
