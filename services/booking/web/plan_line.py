# SPDX-License-Identifier: MPL-2.0
"""/foreninger/{id}/planer/{plan}/linjer/{number}: every date of one line, and what could be had instead."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.change_plan import PlanChange, change_plan
from services.booking.commands.find_season_alternatives import SeasonAlternatives, find_season_alternatives
from services.booking.commands.try_plan import LineTrial, PlanTrial, try_plan
from services.booking.errors import NoSuchLine, RecurrenceInvalid, StaleVersion
from services.booking.model import Every, PlanLine, Recurrence, TeamSeries
from services.booking.queries.rooms import find_room
from services.booking.rules.recurrence import rule_days
from services.booking.rules.recurrence_later import later
from services.booking.web.actor import actor_of
from services.booking.web.book_series_page import gaps_in_words, instead_of, months, whole_offer
from services.booking.web.plan_files import PLAN, Desk, changing_desk, open_desk, plan_crumbs, plan_path, read_version
from services.booking.web.plan_trial_view import view_line
from services.booking.web.series_elsewhere import Instead, read_elsewhere, write_elsewhere
from services.booking.web.week_words import dates_in
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit

LINE = f"{PLAN}/linjer/{{number:int}}"


@get(LINE, opt=allow(ASSOCIATION), include_in_schema=False)
async def plan_line(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID], number: FromPath[int]
) -> Response[Any]:
    """Changes nothing; of a line that is booked the booking is shown."""
    visit = Visit.of(request)
    desk = await open_desk(visit, association_id, plan_id)
    line = _line(desk, number)
    if line.booked:
        return visit.go(f"/bookinger/{line.booked.booking_id}")
    return await _show(visit, desk, number)


@post(LINE, opt=allow(ASSOCIATION), include_in_schema=False, status_code=303)
async def take_instead(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID], number: FromPath[int]
) -> Response[Any]:
    """Put what could be had into the plan. Fields: `version`, and `elsewhere`, of all dates or of those that are missing."""
    visit = Visit.of(request)
    desk = await changing_desk(visit, association_id, plan_id)
    form = await visit.form()
    line = _line(desk, number)
    actor, version = actor_of(visit.caller), read_version(form.get("version", ""))
    try:
        change = await _change(visit, line, form.get("elsewhere", ""))
        await change_plan(visit.pool, association_id, plan_id, change, actor, version=version, now=visit.now)
    except StaleVersion:
        return await _show(visit, desk, number, error="plan.error.tried_old")
    except RecurrenceInvalid:
        return await _show(visit, desk, number, error="plan.error.no_offer")
    return visit.go(f"{plan_path(desk.plan)}/linjer/{number}?aendret=1")


def _line(desk: Desk, number: int) -> PlanLine:
    line = next((line for line in desk.plan.lines if line.number == number), None)
    if line is None:
        raise NoSuchLine(str(number))
    return line


async def _change(visit: Visit, line: PlanLine, elsewhere: str) -> PlanChange:
    """All dates elsewhere: the line is moved. Some: they get lines of their own, and this one leaves them out.

    Raises RecurrenceInvalid when that is no place or no date of it.
    """
    series = line.series
    days = set(rule_days(series.recurrence)) - set(series.recurrence.skip)
    instead = read_elsewhere([elsewhere], days)
    async with visit.pool.acquire() as connection:
        rooms = {one.room_slug: room.id for one in instead if (room := await find_room(connection, one.room_slug))}
    if not instead or len(rooms) < len({one.room_slug for one in instead}):
        raise RecurrenceInvalid("no_dates")
    moved = {day for one in instead for day in one.days}
    if len(instead) == 1 and moved == days:
        recurrence = later(series.recurrence, instead[0].shift)
        return PlanChange(lines={line.id: replace(series, rooms=(rooms[instead[0].room_slug],), recurrence=recurrence)})
    rest = replace(series, recurrence=_without(series.recurrence, moved))
    added = [_own_dates(series, one, rooms[one.room_slug]) for one in instead]
    return PlanChange(lines={line.id: rest}, added=added)


def _without(recurrence: Recurrence, moved: set[date]) -> Recurrence:
    if recurrence.every is Every.DATES:
        dates = tuple(day for day in recurrence.dates if day not in moved)
        return replace(recurrence, first=min(dates), dates=dates)
    return replace(recurrence, skip=tuple(sorted({*recurrence.skip, *moved})))


def _own_dates(series: TeamSeries, one: Instead, room_id: UUID) -> TeamSeries:
    """A line of just these dates, in the other room or at the other hour."""
    at = replace(series.recurrence, every=Every.DATES, first=one.days[0], weekdays=(), dates=one.days, skip=())
    at = replace(at, until=None, count=None, interval=1, nth=0)
    return replace(series, rooms=(room_id,), recurrence=later(at, one.shift))


async def _show(visit: Visit, desk: Desk, number: int, *, error: str = "") -> Response[Any]:
    plan, actor = desk.plan, actor_of(visit.caller)
    trial = await try_plan(visit.pool, plan.association_id, plan.id, actor, now=visit.now)
    one = next((one for one in trial.lines if one.line.number == number), None)
    if one is None:
        raise NoSuchLine(str(number))
    instead = SeasonAlternatives((), ())
    if one.trial and desk.may_change:
        instead = await find_season_alternatives(visit.pool, one.trial, actor, now=visit.now)
    return _page(visit, desk, (trial, one), instead, error)


def _page(
    visit: Visit, desk: Desk, tried: tuple[PlanTrial, LineTrial], instead: SeasonAlternatives, error: str
) -> Response[Any]:
    trial, one = tried
    line = view_line(visit, trial, one, desk.wording)
    series, at = one.line.series, one.line.series.recurrence
    named = visit.say("plan.line", number=one.line.number)
    days = tuple(day for day in rule_days(at) if day not in at.skip) if one.trial else ()
    whole = [whole_offer(offer, at, one.trial, visit) for offer in instead.whole] if one.trial else []
    return visit.show(
        "plan_line.html",
        status=409 if error else 200,
        title=f"{named}: {line.name}",
        crumbs=plan_crumbs(visit, desk.plan, (visit.say("plan.trial.crumb"), f"{plan_path(desk.plan)}/proeve"), named),
        errors=[FieldError("svar", visit.say(error))] if error else [],
        plan=trial.plan,
        path=plan_path(desk.plan),
        line=line,
        purpose=series.purpose,
        months=months(line.view.rows, visit) if line.view else [],
        whole=[(write_elsewhere([Instead(offer.room_slug, offer.shift, days)]), offer.text) for offer in whole],
        gaps=gaps_in_words(instead.gaps, one.trial, at, visit) if one.trial else "",
        gaps_value=write_elsewhere([instead_of(offer, one.trial) for offer in instead.gaps]) if one.trial else "",
        filled=line.had + len({place for offer in instead.gaps for place in offer.places}),
        is_changed="aendret" in visit.query,
        may_change=desk.may_change,
        **dates_in(visit.language),
    )
