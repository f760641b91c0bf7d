# SPDX-License-Identifier: MPL-2.0
"""See what a draft would have meant, without anybody being judged by it: for one wish, or for all that is booked."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.booking.errors import NoSuchPolicy
from services.booking.model import AssociationRole, Judgement, Wish
from services.booking.queries.policy_dates import DatePlace, PolicyDate, list_policy_dates
from services.booking.queries.rooms import list_policies
from services.booking.rules import AnyRule, judge
from services.booking.rules.limit import Limit
from services.booking.rules.policy import Policy
from services.booking.store.facts import read_facts
from services.booking.store.policy_drafts import Draft, get_draft
from services.shared.db import Pool, Tx
from services.shared.wall_clock import local

MOST = 5000
"""Dates judged at a time; the page goes on from there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A date that the draft decides otherwise."""

    date: PolicyDate
    before: Judgement
    after: Judgement


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was looked at, and what would be otherwise."""

    policy: Policy
    draft: Draft
    examined: int
    differences: Sequence[Difference]
    """In order of time."""
    counts: Mapping[tuple[str, str], int]
    """Outcome under the version in force and under the draft, to how many."""
    more: DatePlace | None
    """Where to go on when there were more than MOST."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What both say of a wish."""

    policy: Policy
    before: Judgement
    after: Judgement


def outcome(judgement: Judgement) -> str:
    """`refused`, `needs_staff` or `confirmed`."""
    if judgement.refused:
        return "refused"
    return "needs_staff" if judgement.needs_staff else "confirmed"


async def compare_policy(
    pool: Pool, policy_id: UUID, *, now: datetime, after: DatePlace | None = None, most: int = MOST
) -> Comparison:
    """Judge upcoming dates as if they were asked for as they were, once by the version in force and once by the draft.

    Raises NoSuchPolicy when none is in force, NoSuchDraft.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        policy, draft = await _both(connection, policy_id, now)
        rules = (*policy.rules, *draft.rules)
        dates = await list_policy_dates(
            connection,
            policy_id,
            now=now,
            after=after,
            limit=most + 1,
            reach=max((rule.reach for rule in rules), default=timedelta()),
            by_room=any(isinstance(rule, Limit) and rule.by in ("room", "site") for rule in rules),
        )
    more = dates[most - 1].place if len(dates) > most else None
    # In a thread, for thousands of judgements would keep every other page waiting.
    differences = await asyncio.to_thread(_differences, policy.rules, draft.rules, dates[:most])
    counts = Counter((outcome(one.before), outcome(one.after)) for one in differences)
    return Comparison(policy, draft, len(dates[:most]), differences, counts, more)


def _differences(
    before: Sequence[AnyRule], after: Sequence[AnyRule], dates: Sequence[PolicyDate]
) -> tuple[Difference, ...]:
    judged = (Difference(one, judge(before, one.wish, one.facts), judge(after, one.wish, one.facts)) for one in dates)
    return tuple(one for one in judged if outcome(one.before) != outcome(one.after))


async def try_both(pool: Pool, policy_id: UUID, wish: Wish, role: AssociationRole, *, now: datetime) -> SideBySide:
    """Judge one wish by the version in force and by the draft, asked for now by somebody with that role.

    Raises NoSuchPolicy, NoSuchDraft, NoSuchRoom, NoSuchAssociation.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        policy, draft = await _both(connection, policy_id, now)
        facts, _ = await read_facts(connection, wish, None, now=now)
    facts = replace(facts, actor_roles=frozenset({role}))
    return SideBySide(policy, judge(policy.rules, wish, facts), judge(draft.rules, wish, facts))


async def _both(tx: Tx, policy_id: UUID, now: datetime) -> tuple[Policy, Draft]:
    policy = (await list_policies(tx, frozenset({policy_id}), local(now).date())).get(policy_id)
    if policy is None:
        raise NoSuchPolicy(str(policy_id))
    return policy, await get_draft(tx, policy_id)
