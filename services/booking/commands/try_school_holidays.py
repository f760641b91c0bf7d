# SPDX-License-Identifier: MPL-2.0
"""See what a change of the school holidays would come to, and which dates the rules would then decide otherwise."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.booking.calendar.holiday_days import PlaceAndDay, changed_days, runs_of
from services.booking.calendar.holiday_plan import HolidayPlan
from services.booking.commands.compare_policy import MOST, Difference, outcome
from services.booking.commands.school_holidays_asked import HolidaysAsked, plan_asked
from services.booking.model import Facts, Holiday, HolidayChange, SchoolHoliday, Span
from services.booking.queries.policies import list_all_policies
from services.booking.queries.policy_dates import PolicyDate, list_policy_dates
from services.booking.queries.rooms import list_policies
from services.booking.rules import judge
from services.booking.rules.limit import Limit
from services.booking.rules.policy import Policy
from services.booking.rules.scope import days_of
from services.shared.db import Pool, Tx
from services.shared.wall_clock import local, start_of_day


@dataclass(frozen=True, slots=True)
class HolidayTrial:
    """What would happen, and whom it concerns."""

    plan: HolidayPlan
    policies: tuple[str, ...]
    """Names of those in force whose rules look at school holidays."""
    standing: int
    """Dates that stand on days that become holidays or cease to be, under those policies."""
    differences: tuple[Difference, ...]
    """Those of them that the rules would decide otherwise; they stand all the same."""
    is_all: bool
    """False when there were more dates than can be judged at a time."""


async def try_school_holidays(pool: Pool, asked: HolidaysAsked, *, now: datetime) -> HolidayTrial:
    """Change nothing. Raises NoSuchHoliday, AlreadyUndone, HolidaysInTheWay."""
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        plan = await plan_asked(connection, asked, local(now).date())
        policies = [one for one in await _in_force(connection, now) if minds_school_holidays(one)]
        found = {one.policy_id: await _dates(connection, one, plan.change, now) for one in policies}
    days, differences = changed_days(plan.change), list[Difference]()
    for policy in policies:  # in a thread, for thousands of judgements would keep every other page waiting
        differences += await asyncio.to_thread(_differences, policy, found[policy.policy_id][:MOST], plan.change)
    return HolidayTrial(
        plan,
        tuple(one.name for one in policies),
        sum(_stands_on(one, days) for dates in found.values() for one in dates[:MOST]),
        tuple(sorted(differences, key=lambda one: (one.date.association_name, one.date.place))),
        all(len(dates) <= MOST for dates in found.values()),
    )


def minds_school_holidays(policy: Policy) -> bool:
    """True when some rule of it, anywhere in it, speaks of school holidays."""
    return any('"holidays":"school"' in rule.model_dump_json() for rule in policy.rules)


async def _in_force(tx: Tx, now: datetime) -> list[Policy]:
    today = local(now).date()
    lines = [line for line in await list_all_policies(tx, today) if line.rooms]
    found = await list_policies(tx, frozenset(line.id for line in lines), today)
    return [found[line.id] for line in lines if line.id in found]


async def _dates(tx: Tx, policy: Policy, change: HolidayChange, now: datetime) -> list[PolicyDate]:
    """Those that stand on the days in question, at the places in question; one more than are judged at a time."""
    days = changed_days(change)
    if not days:
        return []
    dates = await list_policy_dates(
        tx,
        policy.policy_id,
        now=now,
        after=None,
        limit=MOST + 1,
        reach=policy.reach,
        by_room=any(isinstance(rule, Limit) and rule.by in ("room", "site") for rule in policy.rules),
        within=[_span(first, last) for first, last in runs_of(day for _, day in days)],
    )
    return [one for one in dates if _stands_on(one, days, before=True)]


def _span(first: date, last: date) -> Span:
    """With the night after them, which rules on hours count to the evening before."""
    return Span(start_of_day(first), start_of_day(last + timedelta(days=2)))


def _stands_on(one: PolicyDate, days: frozenset[PlaceAndDay], *, before: bool = False) -> bool:
    touched = days_of(one.wish.span, before=before)
    return any((place, day) in days for place in (None, one.facts.room.site_id) for day in touched)


def _differences(policy: Policy, dates: Sequence[PolicyDate], change: HolidayChange) -> list[Difference]:
    judged = (
        Difference(
            one,
            judge(policy.rules, one.wish, one.facts),
            judge(policy.rules, one.wish, _with(one.facts, change)),
        )
        for one in dates
    )
    return [one for one in judged if outcome(one.before) != outcome(one.after)]


def _with(facts: Facts, change: HolidayChange) -> Facts:
    """The same facts, once the change has been made."""
    places = (None, facts.room.site_id)
    left = list(facts.school_holidays)
    for one in (_fact(gone) for gone in change.before if gone.site_id in places):
        if one in left:
            left.remove(one)
    left += [_fact(one) for one in change.after if one.site_id in places]
    return replace(facts, school_holidays=tuple(left))


def _fact(one: Holiday) -> SchoolHoliday:
    return SchoolHoliday(one.first, one.last, one.name)
