# SPDX-License-Identifier: MPL-2.0
"""Work on a season plan: start, save its table, import, remove, undo, discard. Nothing is booked by any of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from services.booking.commands.plan_access import refuse_others
from services.booking.errors import NoSuchLine, TooManyLines
from services.booking.model import Actor, NewLine, Season, SeasonPlan, TeamSeries
from services.booking.rules.days_off import leave_out
from services.booking.store.locks import lock_association
from services.booking.store.plan_lines import insert_lines, remove_lines, restore_lines, update_lines
from services.booking.store.season_plans import delete_plan, insert_plan, lock_plan, touch_plan
from services.shared.db import Pool, Tx, in_transaction

MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What is to be different; all of it or nothing."""

    lines: Mapping[UUID, TeamSeries] = field(default_factory=dict[UUID, TeamSeries])
    """What lines now ask for. Those that are booked stay as they were booked."""
    added: Sequence[TeamSeries] = ()
    removed: Collection[UUID] = ()
    undo: bool = False
    """Give back what the last removal took."""
    whole: bool | None = None
    """Each line is had with every date or not at all; None: as before."""


async def start_plan(
    pool: Pool, association_id: UUID, season: Season, actor: Actor, *, now: datetime, skip: Collection[date] = ()
) -> UUID:
    """An empty plan whose lines leave out the days `skip`, or the plan there is for that season. Raises NotAllowed."""

    async def work(tx: Tx) -> UUID:
        await lock_association(tx, association_id)
        await refuse_others(tx, association_id, actor, now)
        return await insert_plan(tx, association_id, season, tuple(sorted(skip)), actor, now)

    return await in_transaction(pool, work)


async def change_plan(
    pool: Pool,
    association_id: UUID,
    plan_id: UUID,
    change: PlanChange,
    actor: Actor,
    *,
    version: int,
    now: datetime,
) -> int:
    """Store the change and answer the new version.

    Every line leaves out the plan's days. Raises NotAllowed, NoSuchPlan, TooManyLines, RecurrenceInvalid for a line that
    is no series, NoSuchLine when a line that is to change is gone, and StaleVersion when somebody changed the plan since
    `version` was read.
    """

    async def work(tx: Tx) -> int:
        plan = await lock_plan(tx, association_id, plan_id, version)
        await refuse_others(tx, association_id, actor, now)
        if gone := change.lines.keys() - {line.id for line in plan.lines}:
            raise NoSuchLine(", ".join(str(one) for one in gone))

        await update_lines(tx, plan.id, {one: leave_out(line, plan.skip) for one, line in change.lines.items()})
        if change.undo:
            await restore_lines(tx, plan.id)
        if change.removed:
            await remove_lines(tx, plan.id, change.removed, version)
        if change.added:
            await add_to(tx, plan, [NewLine(one) for one in change.added])
        return await touch_plan(tx, plan.id, actor, now, whole=change.whole)

    return await in_transaction(pool, work)


async def add_to(tx: Tx, plan: SeasonPlan, lines: Sequence[NewLine]) -> None:
    """Lines more, under the plan's lock. Raises TooManyLines, RecurrenceInvalid."""
    if len(plan.lines) + len(lines) > MOST_LINES:
        raise TooManyLines(MOST_LINES)
    await insert_lines(tx, plan.id, [replace(line, series=leave_out(line.series, plan.skip)) for line in lines])


async def discard_plan(
    pool: Pool, association_id: UUID, plan_id: UUID, actor: Actor, *, version: int, now: datetime
) -> None:
    """Throw the plan away; what has been booked stays booked. Raises as `change_plan`."""

    async def work(tx: Tx) -> None:
        plan = await lock_plan(tx, association_id, plan_id, version)
        await refuse_others(tx, association_id, actor, now)
        await delete_plan(tx, plan.id)

    await in_transaction(pool, work)
