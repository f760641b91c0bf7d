# SPDX-License-Identifier: MPL-2.0
"""/foreninger/{id}/planer: the season plans of an association, and how to begin one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.change_plan import start_plan
from services.booking.commands.copy_season import RECURS, copy_season
from services.booking.errors import NotAllowed, TooManyLines
from services.booking.model import Season
from services.booking.queries.associations import AssociationDetail
from services.booking.queries.season_plans import list_days_off, list_plans
from services.booking.rules.last_season import past_series
from services.booking.rules.season_year import held_season, next_season, season_year
from services.booking.store.last_season import list_past_bookings
from services.booking.web.actor import DECIDES, SEES, actor_of
from services.booking.web.closing_days import read_number
from services.booking.web.plan_start_form import FIELDS, WAYS, TypedStart, read_start, write_start
from services.booking.web.seen_association import seen_association
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

HOME = "/foreninger/{association_id:uuid}/planer"


@get(HOME, opt=allow(ASSOCIATION), include_in_schema=False)
async def plans_page(request: Request[Any, Any, Any], association_id: FromPath[UUID]) -> Response[Any]:
    """`slettet`: a plan was just thrown away."""
    visit = Visit.of(request)
    return await _show(visit, await seen_association(visit, association_id))


@post(HOME, opt=allow(ASSOCIATION), include_in_schema=False, status_code=303)
async def begin_plan(request: Request[Any, Any, Any], association_id: FromPath[UUID]) -> Response[Any]:
    """Copied from a season, empty, or empty and on to the file. Twice is as once: there is one plan for a season."""
    visit = Visit.of(request)
    association = await seen_association(visit, association_id)
    if not may_change(visit):
        raise NotAllowed(str(association_id))
    form = await visit.form()
    typed = read_start(form, visit.today)
    if typed.errors or typed.season is None:
        return await _show(visit, association, {name: form.get(name, "") for name in FIELDS}, typed)
    try:
        path = await _begin(visit, association_id, typed, typed.season)
    except TooManyLines:
        typed.errors["way"] = "plans.error.too_many"
        return await _show(visit, association, {name: form.get(name, "") for name in FIELDS}, typed)
    return visit.go(path)


async def _begin(visit: Visit, association_id: UUID, typed: TypedStart, season: Season) -> str:
    """Where to go on."""
    actor = actor_of(visit.caller)
    async with visit.pool.acquire() as connection:
        skip = await list_days_off(connection, season) if typed.leaves_out_holidays else ()
    home = f"/foreninger/{association_id}/planer"
    if typed.past is None:
        plan_id = await start_plan(visit.pool, association_id, season, actor, now=visit.now, skip=skip)
        return f"{home}/{plan_id}/fil" if typed.way == "file" else f"{home}/{plan_id}"
    copied = await copy_season(visit.pool, association_id, typed.past, season, actor, now=visit.now, skip=skip)
    told = {"kopieret": copied.added, "fandtes": copied.already, "udeladt": len(copied.left_out)}
    return f"{home}/{copied.plan_id}?{urlencode(told)}"


def may_change(visit: Visit) -> bool:
    """False for staff who only look."""
    return visit.caller.has_any(DECIDES) or not visit.caller.has_any(SEES)


def _first_start(visit: Visit) -> Mapping[str, str]:
    """Of an association that had nothing."""
    coming, past = season_year(visit.today, later=1), season_year(visit.today)
    return write_start(coming, past) | {"way": "empty"}


async def _show(
    visit: Visit,
    association: AssociationDetail,
    typed: Mapping[str, str] | None = None,
    start: TypedStart | None = None,
) -> Response[Any]:
    async with visit.pool.acquire() as connection:
        plans = await list_plans(connection, association.id)
        year = season_year(visit.today)
        past = past_series(await list_past_bookings(connection, association.id, year), least=RECURS)
        if not past:
            year = season_year(visit.today, later=-1)
            past = past_series(await list_past_bookings(connection, association.id, year), least=RECURS)
    held = held_season(past, year)
    errors = [FieldError(name, visit.say(key)) for name, key in start.errors.items()] if start else []
    return visit.show(
        "plans.html",
        status=422 if errors else 200,
        title=visit.say("plans.title"),
        crumbs=crumbs((association.name, f"/foreninger/{association.id}/bookinger"), visit.say("plans.crumb")),
        errors=errors,
        association=association,
        path=f"/foreninger/{association.id}/planer",
        plans=plans,
        may_change=may_change(visit),
        typed=typed or (write_start(next_season(held), held) if past else _first_start(visit)),
        ways=WAYS,
        past=len(past),
        held=held,
        deleted=read_number(visit.query.get("slettet", "")),
    )
