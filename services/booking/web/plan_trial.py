# SPDX-License-Identifier: MPL-2.0
"""/foreninger/{id}/planer/{plan}/proeve: what would become of each line, and the buttons that book."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.change_plan import PlanChange, change_plan
from services.booking.commands.place_plan import PlanNotFree, place_plan
from services.booking.commands.try_plan import PlanTrial, try_plan
from services.booking.errors import StaleVersion
from services.booking.web.actor import actor_of
from services.booking.web.boxes import form_boxes
from services.booking.web.plan_files import PLAN, Desk, changing_desk, open_desk, plan_crumbs, plan_path, read_version
from services.booking.web.plan_trial_view import view_line
from services.booking.web.ticked_dates import read_uuid
from services.booking.web.week_words import dates_in
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit


@get(f"{PLAN}/proeve", opt=allow(ASSOCIATION), include_in_schema=False)
async def plan_trial(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """Changes nothing."""
    visit = Visit.of(request)
    return await show_plan_trial(visit, await open_desk(visit, association_id, plan_id))


@post(f"{PLAN}/proeve", opt=allow(ASSOCIATION), include_in_schema=False, status_code=303)
async def set_whole(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """Whether a line that lacks dates is booked without them. Fields: `whole` (1 or 0), `version`."""
    visit = Visit.of(request)
    desk = await changing_desk(visit, association_id, plan_id)
    form = await visit.form()
    change = PlanChange(whole=form.get("whole") != "0")
    version, actor = read_version(form.get("version", "")), actor_of(visit.caller)
    try:
        await change_plan(visit.pool, association_id, plan_id, change, actor, version=version, now=visit.now)
    except StaleVersion:
        return await show_plan_trial(visit, desk, error="plan.error.tried_old")
    return visit.go(f"{plan_path(desk.plan)}/proeve")


@post(f"{PLAN}/booking", opt=allow(ASSOCIATION), include_in_schema=False, status_code=303)
async def book_plan(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """Book the ticked lines. Fields: `line` for each, `version`, and `how`: everything (or nothing), or free."""
    visit = Visit.of(request)
    desk = await changing_desk(visit, association_id, plan_id)
    form = await visit.form()
    chosen = {line for text in (await form_boxes(visit, ("line",)))["line"] if (line := read_uuid(text))}
    if not chosen:
        return await show_plan_trial(visit, desk, error="plan.error.none_chosen", chosen=chosen)
    try:
        placed = await place_plan(
            visit.pool,
            association_id,
            plan_id,
            actor_of(visit.caller),
            version=read_version(form.get("version", "")),
            now=visit.now,
            everything=form.get("how") == "everything",
            chosen=chosen,
        )
    except PlanNotFree:
        return await show_plan_trial(visit, desk, error="plan.error.not_everything", chosen=chosen)
    except StaleVersion:
        return await show_plan_trial(visit, desk, error="plan.error.tried_old")
    told = {"booket": len(placed.booked), "ikke_booket": len(placed.left), "standset": int(placed.is_stopped)}
    return visit.go(f"{plan_path(desk.plan)}?{urlencode(told)}")


async def show_plan_trial(
    visit: Visit, desk: Desk, *, error: str = "", chosen: set[UUID] | None = None
) -> Response[Any]:
    """The page, tried anew. `chosen`: lines somebody had ticked; None: all that can be had."""
    plan = desk.plan
    actor = actor_of(visit.caller)
    trial = await try_plan(visit.pool, plan.association_id, plan.id, actor, now=visit.now)
    lines = [view_line(visit, trial, one, desk.wording) for one in trial.lines]
    return visit.show(
        "plan_trial.html",
        status=409 if error else 200,
        title=visit.say("plan.trial.title"),
        crumbs=plan_crumbs(visit, plan, visit.say("plan.trial.crumb")),
        errors=[FieldError("linjer", visit.say(error))] if error else [],
        plan=trial.plan,
        path=plan_path(plan),
        lines=lines,
        chosen={line.id for line in plan.open_lines} if chosen is None else chosen,
        had=sum(one.is_had for one in lines),
        dates=_dates(trial),
        is_whole=trial.is_whole,
        may_change=desk.may_change,
        **dates_in(visit.language),
    )


def _dates(trial: PlanTrial) -> int:
    """Dates that booking what is free would give."""
    return sum(len(line.had) for line in trial.had)
