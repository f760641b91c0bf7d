# SPDX-License-Identifier: MPL-2.0
"""/foreninger/{id}/planer/{plan}: the lines of a plan as a table to work in. Nothing is booked here."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.change_plan import PlanChange, change_plan, discard_plan
from services.booking.errors import NoSuchLine, StaleVersion, TooManyLines
from services.booking.web.actor import actor_of
from services.booking.web.closing_days import read_number
from services.booking.web.plan_files import PLAN, Desk, changing_desk, open_desk, plan_path, read_version
from services.booking.web.plan_table import MOST_NEW, TypedTable, empty_rows, read_table, stored_table
from services.booking.web.plan_table_page import show_table
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.visit import Visit

NEW = 5
"""Empty lines that a press adds."""
NOTHING = PlanChange()


@get(PLAN, opt=allow(ASSOCIATION), include_in_schema=False)
async def plan_page(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """`nye`: so many empty lines; the other fields of the address say what has just been done."""
    visit = Visit.of(request)
    desk = await open_desk(visit, association_id, plan_id)
    new = read_number(visit.query.get("nye", "")) or (0 if desk.plan.lines else NEW)
    return show_table(visit, desk, stored_table(desk.plan, desk.wording, new=new if desk.may_change else 0))


@post(PLAN, opt=allow(ASSOCIATION), include_in_schema=False, status_code=303)
async def save_plan(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """The fields of `read_table`, `version`, and `do`: save, more (empty lines), try, or undo (the last removal)."""
    visit = Visit.of(request)
    desk = await changing_desk(visit, association_id, plan_id)
    form = await visit.form()
    do, version = form.get("do", "save"), read_version(form.get("version", ""))
    if do == "undo":
        return await _undo(visit, desk, version)
    table = read_table(form, desk.plan, desk.setting, desk.wording)
    if table.problems:
        return show_table(visit, desk, _with_more(table) if do == "more" else table, status=422)
    change = table.change
    if change != NOTHING or version != desk.plan.version:
        try:
            await _store(visit, desk, change, version)
        except (StaleVersion, NoSuchLine):
            desk = await changing_desk(visit, association_id, plan_id)
            table = read_table(form, desk.plan, desk.setting, desk.wording)
            return show_table(visit, desk, table, status=409, refused="changed")
        except TooManyLines:
            return show_table(visit, desk, table, status=422, refused="too_many")
    return visit.go(_next(desk, do, change))


@post(f"{PLAN}/sletning", opt=allow(ASSOCIATION), include_in_schema=False, status_code=303)
async def throw_away(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """The plan with all its lines; what has been booked stays. Field: `version`."""
    visit = Visit.of(request)
    desk = await changing_desk(visit, association_id, plan_id)
    version = read_version((await visit.form()).get("version", ""))
    try:
        await discard_plan(visit.pool, association_id, plan_id, actor_of(visit.caller), version=version, now=visit.now)
    except StaleVersion:
        return show_table(visit, desk, stored_table(desk.plan, desk.wording, new=0), status=409, refused="not_deleted")
    return visit.go(f"/foreninger/{association_id}/planer?slettet=1")


async def _undo(visit: Visit, desk: Desk, version: int) -> Response[Any]:
    try:
        await _store(visit, desk, PlanChange(undo=True), version)
    except StaleVersion:
        return show_table(visit, desk, stored_table(desk.plan, desk.wording, new=0), status=409, refused="not_undone")
    return visit.go(f"{plan_path(desk.plan)}?tilbagelagt={desk.plan.removed}")


async def _store(visit: Visit, desk: Desk, change: PlanChange, version: int) -> None:
    plan = desk.plan
    actor = actor_of(visit.caller)
    await change_plan(visit.pool, plan.association_id, plan.id, change, actor, version=version, now=visit.now)


def _next(desk: Desk, do: str, change: PlanChange) -> str:
    path = plan_path(desk.plan)
    if do == "try":
        return f"{path}/proeve"
    told = f"gemt=1&lagt={len(change.added)}&aendret={len(change.lines)}&fjernet={len(change.removed)}"
    return f"{path}?{told}&nye={NEW}#nye" if do == "more" else f"{path}?{told}"


def _with_more(table: TypedTable) -> TypedTable:
    """Empty lines more, so that nothing typed is lost for it."""
    taken = {row.key for row in table.rows}
    places = [place for place in range(1, MOST_NEW * 5) if f"n{place}" not in taken][:NEW]
    return TypedTable([*table.rows, *empty_rows(places)], table.gone)
