# SPDX-License-Identifier: MPL-2.0
"""A spreadsheet that somebody sends for a plan: every line answered first, and taken, all that are ticked or none, at a yes."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from services.booking.commands.change_plan import PlanChange, change_plan
from services.booking.errors import NoSuchLine, StaleVersion, TooManyLines
from services.booking.spreadsheets.answered import Line
from services.booking.spreadsheets.open_file import MOST_BYTES
from services.booking.spreadsheets.read_lines import Reading, read_lines
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.web.actor import actor_of
from services.booking.web.boxes import form_boxes
from services.booking.web.plan_file_carried import arrived, carry
from services.booking.web.plan_file_view import can_be_taken, view_file
from services.booking.web.plan_file_wording import unreadable_sentence
from services.booking.web.plan_files import PLAN, Desk, changing_desk, plan_crumbs, plan_path, read_version, show_upload
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit

MOST_SENT = MOST_BYTES + 1_000_000
"""Bytes of a form, so that a file that is a little too large is still told so in words of its own."""
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A file made to take long keeps other files waiting, not other pages."""


@post(f"{PLAN}/fil", opt=allow(ASSOCIATION), include_in_schema=False, status_code=200, request_max_body_size=MOST_SENT)
async def look_at_file(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """Changes nothing. Field: the `file`."""
    visit = Visit.of(request)
    desk = await changing_desk(visit, association_id, plan_id)
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return show_upload(visit, desk, visit.say("plan_files.error.no_file"))
    content = await sent.read(MOST_BYTES + 1)
    try:
        async with _ONE_AT_A_TIME:
            reading = await asyncio.to_thread(read_lines, content, desk.setting)
    except Unreadable as error:
        return show_upload(visit, desk, unreadable_sentence(error, visit.say))
    return _show(visit, desk, reading, name=sent.filename[:100])


@post(
    f"{PLAN}/fil/linjer",
    opt=allow(ASSOCIATION),
    include_in_schema=False,
    status_code=303,
    request_max_body_size=MOST_SENT,
)
async def take_lines(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """Fields: those of `Carried`, `version` of the plan, `name` of the file, and `take` for each row that is ticked."""
    visit = Visit.of(request)
    desk = await changing_desk(visit, association_id, plan_id)
    form = await visit.form()
    ticked = set((await form_boxes(visit, ("take",)))["take"])
    try:
        reading = await asyncio.to_thread(arrived, form, desk.setting)
        change, error = _change(visit, desk, [line for line in reading.lines if str(line.row) in ticked])
        error = error or await _store(visit, desk, change, read_version(form.get("version", "")))
        if not error:
            return visit.go(f"{plan_path(desk.plan)}/fil?lagt={len(change.added)}&aendret={len(change.lines)}")
        desk = await changing_desk(visit, association_id, plan_id)
        reading = await asyncio.to_thread(arrived, form, desk.setting)
    except Unreadable:  # no form of ours
        return visit.go(f"{plan_path(desk.plan)}/fil")
    return _show(visit, desk, reading, name=form.get("name", "")[:100], error=error, ticked=ticked)


def _change(visit: Visit, desk: Desk, chosen: Sequence[Line]) -> tuple[PlanChange, str]:
    """What is to be stored, and why it is not."""
    if not chosen:
        return PlanChange(), visit.say("plan_files.error.none")
    if all(line.in_plan for line in chosen):  # the button was pressed twice
        return PlanChange(), visit.say("plan_files.error.already")
    if not all(can_be_taken(line) for line in chosen):
        return PlanChange(), visit.say("plan_files.error.changed")
    by_number = {line.number: line.id for line in desk.plan.lines}
    change = PlanChange(
        lines={by_number[line.number]: line.series for line in chosen if line.number and line.series},
        added=[line.series for line in chosen if line.series and not line.number],
    )
    return change, ""


async def _store(visit: Visit, desk: Desk, change: PlanChange, version: int) -> str:
    """All of it; or nothing, and why."""
    plan = desk.plan
    actor = actor_of(visit.caller)
    try:
        await change_plan(visit.pool, plan.association_id, plan.id, change, actor, version=version, now=visit.now)
    except (StaleVersion, NoSuchLine):
        return visit.say("plan_files.error.changed")
    except TooManyLines as error:
        return visit.say("plan_files.error.too_many", most=error.most, number=len(plan.lines))
    return ""


def _show(
    visit: Visit, desk: Desk, reading: Reading, *, name: str, error: str = "", ticked: set[str] | None = None
) -> Response[Any]:
    """Every line with its answer. `ticked`: the rows somebody ticked before."""
    view = view_file(reading, desk.plan, desk.wording)
    title = visit.say("plan_files.look.title", name=name)
    return visit.show(
        "plan_file_lines.html",
        status=409 if error else 200,
        title=title,
        crumbs=plan_crumbs(
            visit, desk.plan, (visit.say("plan_files.crumb"), f"{plan_path(desk.plan)}/fil"), name or title
        ),
        errors=[FieldError("linjer", error)] if error else [],
        file_name=name,
        view=view,
        reading=reading,
        carried=carry(reading, desk.wording),
        version=desk.plan.version,
        ticked=ticked,
        path=f"{plan_path(desk.plan)}/fil",
    )
