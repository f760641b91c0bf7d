# SPDX-License-Identifier: MPL-2.0
"""All series of last season as lines of a plan for the next, in one step. Nothing is booked by it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.booking.commands.change_plan import add_to
from services.booking.commands.plan_access import refuse_others
from services.booking.model import Actor, NewLine, Season, SeasonPlan, TeamSeries
from services.booking.rules.copy_season import copy_season as copy_of
from services.booking.rules.last_season import PastSeries, past_series
from services.booking.store.last_season import list_past_bookings
from services.booking.store.locks import lock_association
from services.booking.store.season_plans import insert_plan, lock_plan, touch_plan
from services.shared.db import Pool, Tx, in_transaction

RECURS = 4
"""Single bookings of one team at one time of the week are a series when there are so many."""


@dataclass(frozen=True, slots=True)
class SeasonCopied:
    """What became of it."""

    plan_id: UUID
    added: int
    already: int
    """Lines that the plan had before, from the same booking or for the same team, room and time."""
    left_out: tuple[PastSeries, ...]
    """Series that have no day in the coming season."""


async def copy_season(
    pool: Pool,
    association_id: UUID,
    last: Season,
    coming: Season,
    actor: Actor,
    *,
    now: datetime,
    skip: Collection[date] = (),
    least: int = RECURS,
) -> SeasonCopied:
    """Add lines to the plan of the coming season; where there is none it is made, and its lines leave out the days `skip`.

    Twice is as once: a booking or a team at its time that the plan has is not added again.

    Raises NotAllowed, TooManyLines.
    """

    async def work(tx: Tx) -> SeasonCopied:
        await lock_association(tx, association_id)
        await refuse_others(tx, association_id, actor, now)
        plan_id = await insert_plan(tx, association_id, coming, tuple(sorted(skip)), actor, now)
        plan = await lock_plan(tx, association_id, plan_id)
        past = past_series(await list_past_bookings(tx, association_id, last), least=least)

        copied = copy_of(past, last, coming)
        new = _without_known(plan, copied.lines)

        if new:
            await add_to(tx, plan, new)
            await touch_plan(tx, plan_id, actor, now)
        return SeasonCopied(plan_id, len(new), len(copied.lines) - len(new), copied.left_out)

    return await in_transaction(pool, work)


def _without_known(plan: SeasonPlan, lines: Sequence[NewLine]) -> Sequence[NewLine]:
    from_bookings = {line.copied_from for line in plan.lines if line.copied_from}
    known = {_who_and_when(line.series) for line in plan.lines}
    return [line for line in lines if line.copied_from not in from_bookings and _who_and_when(line.series) not in known]


def _who_and_when(series: TeamSeries) -> tuple[object, ...]:
    at = series.recurrence
    return (series.team.casefold(), series.rooms, at.every, at.weekdays, at.starts, at.ends, at.days, at.dates)
