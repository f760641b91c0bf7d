# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring: the sessions facilitators work with."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get

from services.dialogue.queries.staff_sessions import (
    StaffSearch,
    StaffSession,
    View,
    count_staff_sessions,
    list_staff_sessions,
)
from services.dialogue.web.csv_file import csv_file
from services.dialogue.web.programme.programme_form import read_place, write_place
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.wall_clock import local
from services.shared.web.access import allow
from services.shared.web.pages import crumbs

PAGE = 30
IN_A_FILE = 5000
VIEWS: dict[str, View] = {"kommende": "upcoming", "kladder": "drafts", "forbi": "past", "aflyst": "cancelled"}
COLUMNS = (
    "date",
    "from",
    "to",
    "title",
    "kind",
    "state",
    "place",
    "city",
    "capacity",
    "taken",
    "waiting",
    "tasks",
    "room",
    "address",
)


@get("/dialog/styring", opt=allow(*FACILITATES), include_in_schema=False)
async def staff_sessions(request: Request[Any, Any, Any]) -> Response[Any]:
    """`vis` is the view, `q` words, `kun=mine` one's own, `efter` where the list goes on."""
    visit = Visit.of(request)
    search = read_search(visit)
    async with visit.pool.acquire() as connection:
        after = read_place(visit.query.get("efter", ""))
        found = await list_staff_sessions(connection, search, now=visit.now, after=after, limit=PAGE + 1)
        counts = await count_staff_sessions(connection, search, now=visit.now)
    title = visit.say("planning.title")
    last = found[PAGE - 1] if len(found) > PAGE else None
    return visit.show(
        "staff_sessions.html",
        title=title,
        crumbs=crumbs(title),
        rows=found[:PAGE],
        counts=[(name, counts[view], address(search, vis=name)) for name, view in VIEWS.items()],
        search=search,
        total=counts.get(search.view, 0),
        view=_name(search.view),
        everybody=address(replace(search, mine=None)),
        only_mine=address(search, kun="mine"),
        spreadsheet=address(search, path="/dialog/styring/moeder.csv"),
        more=address(search, efter=write_place((last.starts_at, last.id))) if last else None,
    )


@get("/dialog/styring/moeder.csv", opt=allow(*FACILITATES), include_in_schema=False)
async def staff_sessions_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What the list shows, whole."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        found = await list_staff_sessions(connection, read_search(visit), now=visit.now, limit=IN_A_FILE)
    heading = [visit.say(f"planning.csv.{column}") for column in COLUMNS]
    return csv_file(visit.say("planning.csv.name"), heading, (_line(one, visit) for one in found))


def read_search(visit: Visit) -> StaffSearch:
    """What cannot be read is not looked for."""
    query = visit.query
    mine = visit.caller.person_id if query.get("kun") == "mine" else None
    return StaffSearch(VIEWS.get(query.get("vis", ""), "upcoming"), query.get("q", "")[:100], mine)


def address(search: StaffSearch, *, path: str = "/dialog/styring", **changes: str) -> str:
    """The same search with something other."""
    fields = {"vis": _name(search.view), "q": search.text, "kun": "mine" if search.mine else ""} | changes
    kept = {name: value for name, value in fields.items() if value and (name, value) != ("vis", "kommende")}
    return path + (f"?{urlencode(kept)}" if kept else "")


def _name(view: View) -> str:
    return next(name for name, one in VIEWS.items() if one == view)


def _line(one: StaffSession, visit: Visit) -> tuple[object, ...]:
    start, end = local(one.starts_at), local(one.ends_at)
    return (
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        one.title,
        visit.say(f"kind.{one.kind}"),
        visit.say(f"planning.status.{one.status}"),
        one.place,
        one.city,
        "" if one.capacity is None else one.capacity,
        one.taken,
        one.waiting,
        one.tasks_open,
        visit.say(f"planning.room.{one.room}"),
        f"{visit.settings.public_url}/dialog/{one.slug}",
    )
