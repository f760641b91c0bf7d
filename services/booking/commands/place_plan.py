# SPDX-License-Identifier: MPL-2.0
"""Book the lines of a season plan, each as one series in a transaction of its own.

A line remembers what it has become in the transaction that books it. Whoever presses twice, or goes on after a crash, so
books the rest and nothing again.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.place_series import SeriesNotFree, place_dates
from services.booking.commands.plan_access import refuse_others
from services.booking.commands.plan_asked import asked_by
from services.booking.commands.series_asked import write_out
from services.booking.commands.take_time import take_time
from services.booking.commands.try_plan import PlanTrial, look_at_plan
from services.booking.errors import BookingError, RecurrenceInvalid, SlotTaken, StaleVersion
from services.booking.model import Actor, PlanLine, SeasonPlan
from services.booking.store.locks import lock_association_and_rooms
from services.booking.store.plan_lines import is_booked, mark_booked
from services.booking.store.season_plans import get_plan, lock_plan_row
from services.shared.db import Pool, Tx
from services.shared.ids import new_id


class PlanNotFree(BookingError):
    """All or nothing was asked for, and some date cannot be had; how each line stands is told."""

    def __init__(self, trial: PlanTrial) -> None:
        super().__init__(str(trial.plan.id))
        self.trial = trial


@dataclass(frozen=True, slots=True)
class PlanPlaced:
    """What became of the lines that were open."""

    booked: tuple[UUID, ...]
    """Lines that have a booking now."""
    left: tuple[UUID, ...]
    """Lines that could not be had; trying the plan again tells why."""
    is_stopped: bool = False
    """True when somebody changed the plan meanwhile: what came after is as it was."""


async def place_plan(
    pool: Pool,
    association_id: UUID,
    plan_id: UUID,
    actor: Actor,
    *,
    version: int,
    now: datetime,
    everything: bool = False,
    chosen: Collection[UUID] | None = None,
) -> PlanPlaced:
    """Book the open lines in order, or those of them that are `chosen`: whole or as far as they can be had, as the plan says.

    `everything`: nothing unless every date of every such line can be had when it begins; what others take while it runs
    is left. People get one letter about all of it. Raises NotAllowed, NoSuchPlan, PlanNotFree, and StaleVersion when the
    plan is not the one that was seen.
    """
    async with pool.acquire() as connection:
        await refuse_others(connection, association_id, actor, now)
        plan = await get_plan(connection, association_id, plan_id)
        if plan.version != version:
            raise StaleVersion(str(plan_id))
        if chosen is not None:
            plan = replace(plan, lines=tuple(line for line in plan.lines if line.id in chosen))
        if everything and not (trial := await look_at_plan(connection, plan, actor, now=now)).is_whole:
            raise PlanNotFree(trial)
    booked, left, together = list[UUID](), list[UUID](), new_id()
    for line in plan.open_lines:
        try:
            await _place_line(pool, plan, line, actor, now=now, whole=everything or plan.whole, together=together)
        except (SeriesNotFree, SlotTaken, RecurrenceInvalid):
            left.append(line.id)
        except StaleVersion:
            return PlanPlaced(tuple(booked), tuple(left), is_stopped=True)
        else:
            booked.append(line.id)
    return PlanPlaced(tuple(booked), tuple(left))


async def _place_line(
    pool: Pool, plan: SeasonPlan, line: PlanLine, actor: Actor, *, now: datetime, whole: bool, together: UUID
) -> None:
    asked = asked_by(plan.association_id, line.series)
    written = write_out(asked)

    async def work(tx: Tx) -> None:
        await lock_association_and_rooms(tx, plan.association_id, asked.all_rooms)
        await lock_plan_row(tx, plan.association_id, plan.id, plan.version)
        if await is_booked(tx, line.id):
            return
        booking = await place_dates(tx, asked, written, actor, now=now, whole=whole, together=together)
        await mark_booked(tx, line.id, booking.id)

    await take_time(pool, work, now=now)
