# SPDX-License-Identifier: MPL-2.0
"""/foreninger/{id}/planer/{plan}/fil: the lines of a plan as a spreadsheet, and lines from one."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.errors import NotAllowed
from services.booking.model import SeasonPlan
from services.booking.queries.room_names import list_room_names
from services.booking.spreadsheets.columns import WRITTEN, Column
from services.booking.spreadsheets.read_lines import Setting
from services.booking.spreadsheets.room_names import RoomNames
from services.booking.spreadsheets.table import Table, Wording, as_table
from services.booking.spreadsheets.write_excel import write_excel
from services.booking.spreadsheets.write_text import write_text
from services.booking.store.season_plans import get_plan
from services.booking.web.actor import may_see
from services.booking.web.closing_days import read_number
from services.booking.web.plans import HOME, may_change
from services.shared.web.access import ASSOCIATION, allow
from services.shared.web.pages import Crumb, FieldError, crumbs
from services.shared.web.visit import Visit
from services.shared.written_dates import date_short

PLAN = f"{HOME}/{{plan_id:uuid}}"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def plan_path(plan: SeasonPlan) -> str:
    """The plan's own page."""
    return f"/foreninger/{plan.association_id}/planer/{plan.id}"


@dataclass(frozen=True, slots=True)
class Desk:
    """A plan and what its files are read and written with."""

    plan: SeasonPlan
    wording: Wording
    setting: Setting
    may_change: bool


async def open_desk(visit: Visit, association_id: UUID, plan_id: UUID) -> Desk:
    """Raises NoSuchPlan, and NotAllowed for who has no part in the association."""
    async with visit.pool.acquire() as connection:
        plan = await get_plan(connection, association_id, plan_id)
        rooms = RoomNames(await list_room_names(connection))
    if not await may_see(visit.pool, visit.caller, association_id, now=visit.now):
        raise NotAllowed(str(association_id))
    return Desk(
        plan,
        Wording(visit.say, visit.language, rooms, plan.skip),
        Setting(
            rooms,
            plan.season,
            plan.skip,
            {line.number: line.series for line in plan.lines},
            {line.number for line in plan.lines if line.booked},
        ),
        may_change(visit),
    )


async def changing_desk(visit: Visit, association_id: UUID, plan_id: UUID) -> Desk:
    """The same for who may change it. Raises NotAllowed for who may look only."""
    desk = await open_desk(visit, association_id, plan_id)
    if not desk.may_change:
        raise NotAllowed(str(association_id))
    return desk


def read_version(text: str) -> int:
    """Of a plan, as a page sent it back; one that no plan has when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@get(f"{PLAN}/fil", opt=allow(ASSOCIATION), include_in_schema=False)
async def plan_file_page(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[Any]:
    """Downloads, and the form to upload; `lagt` and `aendret` say what has just been done."""
    visit = Visit.of(request)
    return show_upload(visit, await open_desk(visit, association_id, plan_id))


def show_upload(visit: Visit, desk: Desk, error: str = "") -> Response[Any]:
    """The page, with what is wrong with the file that was sent."""
    return visit.show(
        "plan_files.html",
        status=422 if error else 200,
        title=visit.say("plan_files.title"),
        crumbs=plan_crumbs(visit, desk.plan, visit.say("plan_files.crumb")),
        errors=[FieldError("file", error)] if error else [],
        desk=desk,
        path=plan_path(desk.plan),
        added=read_number(visit.query.get("lagt", "")),
        changed=read_number(visit.query.get("aendret", "")) or 0,
        columns=[visit.say(f"plan_files.column.{column}") for column in WRITTEN if column is not Column.NUMBER],
    )


def plan_crumbs(visit: Visit, plan: SeasonPlan, *last: tuple[str, str] | str) -> tuple[Crumb, ...]:
    """From the association to the plan, or to what lies below it."""
    home = f"/foreninger/{plan.association_id}"
    season = visit.say("plans.season", first=date_short(plan.season.first), last=date_short(plan.season.last))
    here = ((season, plan_path(plan)), *last) if last else (season,)
    return tuple(
        crumbs((plan.association_name, f"{home}/bookinger"), (visit.say("plans.crumb"), f"{home}/planer"), *here)
    )


@get(f"{PLAN}/hold.xlsx", opt=allow(ASSOCIATION), include_in_schema=False)
async def plan_as_excel(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[bytes]:
    """Every line of the plan, to be changed and read back."""
    visit = Visit.of(request)
    desk = await open_desk(visit, association_id, plan_id)
    content = await asyncio.to_thread(write_excel, _lines(desk), desk.wording)
    return _download(content, EXCEL, _name(visit, desk, "plan", "xlsx"))


@get(f"{PLAN}/hold.csv", opt=allow(ASSOCIATION), include_in_schema=False)
async def plan_as_csv(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[bytes]:
    """The same as text."""
    visit = Visit.of(request)
    desk = await open_desk(visit, association_id, plan_id)
    return _download(write_text(_lines(desk)), CSV, _name(visit, desk, "plan", "csv"))


@get(f"{PLAN}/skabelon.xlsx", opt=allow(ASSOCIATION), include_in_schema=False)
async def plan_template(
    request: Request[Any, Any, Any], association_id: FromPath[UUID], plan_id: FromPath[UUID]
) -> Response[bytes]:
    """Only the headings, with lists to choose from."""
    visit = Visit.of(request)
    desk = await open_desk(visit, association_id, plan_id)
    columns = [column for column in WRITTEN if column is not Column.NUMBER]
    content = await asyncio.to_thread(write_excel, as_table([], desk.wording, columns), desk.wording)
    return _download(content, EXCEL, _name(visit, desk, "template", "xlsx"))


def _lines(desk: Desk) -> Table:
    return as_table([(line.number, line.series) for line in desk.plan.lines], desk.wording)


def _name(visit: Visit, desk: Desk, what: str, ending: str) -> str:
    season = desk.plan.season
    return f"{visit.say(f'plan_files.name.{what}')}-{season.first.year}-{season.last.year}.{ending}"


def _download(content: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)
