# SPDX-License-Identifier: MPL-2.0
"""GET /lokaler/{slug}: what the room is, its rules in plain words, and its week."""

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.errors import NoSuchRoom
from services.booking.model import Span
from services.booking.queries.memberships import list_memberships
from services.booking.queries.rooms import find_room, list_policies
from services.booking.queries.week import Part, list_parts, read_room_time
from services.booking.rules.policy import Policy
from services.booking.web.actor import DECIDES, SEES
from services.booking.web.room_plan import room_plan, short_name
from services.booking.web.wall_clock_form import write_time
from services.booking.web.week_grid import Askable, week_grid
from services.booking.web.week_list import week_list
from services.booking.web.week_words import dates_in, opening_lines, read_week, write_week
from services.booking.web.wording import rule_sentence
from services.shared.wall_clock import monday_of, start_of_day
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs
from services.shared.web.visit import Visit

SPARE = timedelta(hours=1)
"""How long a link from a free half-hour asks for; people change it in the form."""


@get("/lokaler/{slug:str}", opt=allow(PUBLIC), include_in_schema=False)
async def room(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """The room, in the week named by `week` (2026-W49), this week when none is; `view` is `grid` or `list`."""
    visit = Visit.of(request)
    monday = read_week(visit.query.get("week", "")) or monday_of(visit.now)
    span = Span(start_of_day(monday), start_of_day(monday + timedelta(days=7)))
    async with visit.pool.acquire() as connection:
        detail = await find_room(connection, slug)
        if detail is None:
            raise NoSuchRoom(slug)
        policy = (await list_policies(connection, frozenset({detail.policy_id}), visit.today)).get(detail.policy_id)
        time = await read_room_time(connection, detail.id, span)
    askable = await _askable(visit, policy)
    return visit.show(
        "room.html",
        title=f"{detail.name}, {detail.site_name}" if detail.name != detail.site_name else detail.name,
        crumbs=crumbs((visit.say("find.title"), "/lokaler"), detail.name),
        room=detail,
        policy=policy,
        rules=[rule_sentence(rule, visit.say, visit.language) for rule in policy.rules] if policy else [],
        hours=opening_lines(detail.hours, visit.say, visit.language),
        monday=monday,
        this_week=write_week(monday),
        before=write_week(monday - timedelta(days=7)),
        after=write_week(monday + timedelta(days=7)),
        is_now=monday == monday_of(visit.now),
        view=visit.query.get("view", ""),
        view_query=f"&view={visit.query['view']}" if visit.query.get("view") in ("grid", "list") else "",
        grid=week_grid(time, monday, askable),
        days=week_list(time, monday, askable),
        sees_names=visit.caller.has_any(SEES),
        short_name=short_name,
        part_sign=part_sign,
        book_link=book_link,
        list_link=partial(_list_link, askable.earliest),
        **dates_in(visit.language),
    )


@get("/lokaler/{slug:str}/plan.svg", opt=allow(PUBLIC), include_in_schema=False, media_type="image/svg+xml")
async def plan(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[str]:
    """Where the room lies among the parts of its hall."""
    async with Visit.of(request).pool.acquire() as connection:
        detail = await find_room(connection, slug)
        if detail is None:
            raise NoSuchRoom(slug)
        whole = detail.part_of
        parts = await list_parts(connection, whole.id if whole else detail.id)
        own = await list_parts(connection, detail.id)
    cells = frozenset[UUID]().union(*(part.cells for part in own))
    drawing = room_plan(parts, cells, whole.name if whole else detail.name)
    return Response(drawing, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


def book_link(slug: str, start: datetime, until: datetime) -> str:
    """The booking form with the time filled in, an hour at most."""
    return f"/lokaler/{slug}/book?{urlencode(write_time(Span(start, min(start + SPARE, until))))}"


def _list_link(earliest: datetime, slug: str, span: Span) -> str:
    return book_link(slug, max(span.start, earliest), span.end)


def part_sign(part: Part, place: int) -> str:
    """What there is room for above a narrow column: the number in the part's name, else its place."""
    found = re.search(r"[0-9]+$", part.name)
    return found[0] if found else str(place)


async def _askable(visit: Visit, policy: Policy | None) -> Askable:
    """Staff may ask for any time to come; the rules set the limits for others."""
    caller, now = visit.caller, visit.now
    memberships = await list_memberships(visit.pool, caller.person_id, visit.today) if caller.person_id else ()
    own = {one.association_id for one in memberships}
    if caller.association_id:
        own.add(caller.association_id)
    refusing = [rule for rule in policy.rules if rule.effect == "refuse"] if policy else []
    soonest = [rule.minimum.after(now) for rule in refusing if rule.rule == "lead_time"]
    latest = [rule.maximum.after(now) for rule in refusing if rule.rule == "horizon"]
    if caller.has_any(DECIDES):
        soonest, latest = [], []
    far = now + timedelta(days=36_500)
    return Askable(now, max(soonest, default=now), min(latest, default=far), frozenset(own))
