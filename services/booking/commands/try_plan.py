# SPDX-License-Identifier: MPL-2.0
"""See what would become of each line of a season plan, without doing it: all lines at once, and against each other."""

from asyncio import sleep
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from services.booking.commands.judged_dates import JudgedDate, read_dates
from services.booking.commands.plan_access import refuse_others
from services.booking.commands.plan_asked import asked_by
from services.booking.commands.series_asked import WrittenOut, write_out
from services.booking.commands.try_series import DateTrial, SeriesTrial, parted
from services.booking.errors import RecurrenceInvalid
from services.booking.model import Actor, PlanLine, SeasonPlan
from services.booking.queries.in_the_way import InTheWay
from services.booking.queries.room_cells import map_room_cells
from services.booking.rules.judge_dates import DateAsked
from services.booking.rules.judge_plan import UsedUp
from services.booking.store.season_plans import get_plan
from services.shared.db import Pool, Tx

AT_ONCE = 200
"""Dates whose facts are read in one statement: a plan may have thousands, and others want answers meanwhile."""

type _Read = tuple[DateAsked, tuple[InTheWay, ...]]


@dataclass(frozen=True, slots=True)
class LineTrial:
    """What would become of one line, when those before it become what is said of them."""

    line: PlanLine
    trial: SeriesTrial | None
    """None when it is no series; `fault` says why."""
    fault: RecurrenceInvalid | None = None
    clashes: Mapping[date, tuple[UUID, ...]] = field(default_factory=dict[date, tuple[UUID, ...]])
    """Days on which earlier lines of the plan would have the time."""
    had: frozenset[date] = frozenset()
    missing: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    """Days on which the room is shut anyway: they are left out, and not missed."""

    @property
    def is_whole(self) -> bool:
        """True when it would be had with every date."""
        return bool(self.had) and not self.missing


@dataclass(frozen=True, slots=True)
class PlanTrial:
    """Every line that is not booked yet, in order."""

    plan: SeasonPlan
    lines: tuple[LineTrial, ...]

    @property
    def is_whole(self) -> bool:
        """True when every line would be had with every date."""
        return bool(self.lines) and all(line.is_whole for line in self.lines)

    @property
    def had(self) -> tuple[LineTrial, ...]:
        """Lines that would become a booking, as the plan is set."""
        return tuple(line for line in self.lines if line.had and not (self.plan.whole and line.missing))


async def try_plan(pool: Pool, association_id: UUID, plan_id: UUID, actor: Actor, *, now: datetime) -> PlanTrial:
    """Judge all lines as placing them in order would. Raises NotAllowed, NoSuchPlan."""
    async with pool.acquire() as connection:
        await refuse_others(connection, association_id, actor, now)
        plan = await get_plan(connection, association_id, plan_id)
        return await look_at_plan(connection, plan, actor, now=now)


async def look_at_plan(tx: Tx, plan: SeasonPlan, actor: Actor, *, now: datetime) -> PlanTrial:
    """The same of a plan that has been read. Lets others have their turn between lines."""
    cells = await map_room_cells(tx, {room for line in plan.open_lines for room in line.series.rooms})
    written = [_written(plan, line, cells) for line in plan.open_lines]
    wishes = [wish for one in written if isinstance(one, WrittenOut) for wish in one.wishes]
    read: list[_Read] = []
    for some in batched(wishes, AT_ONCE):
        read += await read_dates(tx, some, actor, now=now)

    used, dates, lines = UsedUp(cells), iter(read), list[LineTrial]()
    for line, one in zip(plan.open_lines, written, strict=True):
        await sleep(0)
        if isinstance(one, RecurrenceInvalid):
            lines.append(LineTrial(line, None, one))
            continue
        tried = _try_line(line, one, [next(dates) for _ in one.slots], used)
        if tried.had and not (plan.whole and tried.missing):
            used.take(line.id, _asked(tried, tried.had))
        lines.append(tried)
    return PlanTrial(plan, tuple(lines))


def _written(plan: SeasonPlan, line: PlanLine, cells: Mapping[UUID, frozenset[UUID]]) -> WrittenOut | RecurrenceInvalid:
    """Its dates, or why it has none."""
    try:
        parts = [cells.get(room, frozenset[UUID]()) for room in line.series.rooms]
        if len(frozenset[UUID]().union(*parts)) < sum(map(len, parts)):
            return RecurrenceInvalid("rooms_overlap")
        return write_out(asked_by(plan.association_id, line.series))
    except RecurrenceInvalid as fault:
        return fault


def _try_line(line: PlanLine, written: WrittenOut, read: Sequence[_Read], used: UsedUp) -> LineTrial:
    clashes: dict[date, tuple[UUID, ...]] = {}
    asked, in_the_way = list[DateAsked](), list[tuple[InTheWay, ...]]()
    for slot, (one, holders) in zip(written.slots, read, strict=True):
        own = used.in_the_way(one)
        if own:
            clashes[slot.day] = tuple(dict.fromkeys((*clashes.get(slot.day, ()), *(held.line_id for held in own))))
        name = one.facts.association.name if one.facts.association else ""
        held = [InTheWay(held.span, held.room_name, one.wish.association_id, name, "") for held in own]
        asked.append(replace(one, is_free=one.is_free and not own))
        in_the_way.append((*holders, *held))
    judged = [JudgedDate(*parts) for parts in zip(asked, used.judge(asked), in_the_way, strict=True)]
    trial = SeriesTrial(
        tuple(DateTrial(slot, one) for slot, one in zip(written.slots, judged, strict=True)), written.skipped
    )
    had, missing, closed = (frozenset(one.slot.day for one in some) for some in parted(trial))
    return LineTrial(line, trial, None, clashes, had, missing, closed)


def _asked(tried: LineTrial, days: Collection[date]) -> list[DateAsked]:
    dates = tried.trial.dates if tried.trial else ()
    return [one.judged.asked for one in dates if one.slot.day in days]
