# SPDX-License-Identifier: MPL-2.0
"""Work on a policy without anybody being judged by it: start, change, undo, discard."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from services.booking.errors import NoSuchRule, NotAllowed
from services.booking.model import Actor
from services.booking.queries.policies import find_version, get_policy_line
from services.booking.rules import AnyRule, in_order
from services.booking.store.policy_drafts import drop_draft, find_draft, get_draft, lock_policy, save_draft, undo_draft
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local

type Rules = tuple[AnyRule, ...]
type Change = Callable[[Rules], Rules]


async def start_draft(pool: Pool, policy_id: UUID, actor: Actor, *, now: datetime) -> None:
    """Begin with the newest version. A draft that is there already stays. Raises NotAllowed, NoSuchPolicy."""
    _refuse_others(actor)

    async def work(tx: Tx) -> None:
        await lock_policy(tx, policy_id)
        if await find_draft(tx, policy_id) is not None:
            return
        line = await get_policy_line(tx, policy_id, local(now).date())
        newest = await find_version(tx, policy_id, line.versions[0].version) if line.versions else None
        await save_draft(tx, policy_id, newest.rules if newest else (), actor, now)

    await in_transaction(pool, work)


async def change_draft(
    pool: Pool, policy_id: UUID, change: Change, actor: Actor, *, version: int, now: datetime
) -> None:
    """Store what `change` makes of the rules.

    Raises NotAllowed, NoSuchPolicy, NoSuchDraft, and StaleVersion when somebody changed it since `version` was read.
    """
    _refuse_others(actor)

    async def work(tx: Tx) -> None:
        await lock_policy(tx, policy_id)
        draft = await get_draft(tx, policy_id, version)
        await save_draft(tx, policy_id, in_order(change(draft.rules)), actor, now)

    await in_transaction(pool, work)


async def undo_last_change(pool: Pool, policy_id: UUID, actor: Actor, *, version: int, now: datetime) -> bool:
    """Take the last change back; False when there is none. Raises as `change_draft`."""
    _refuse_others(actor)

    async def work(tx: Tx) -> bool:
        await lock_policy(tx, policy_id)
        await get_draft(tx, policy_id, version)
        return await undo_draft(tx, policy_id, actor, now)

    return await in_transaction(pool, work)


async def discard_draft(pool: Pool, policy_id: UUID, actor: Actor, *, version: int) -> None:
    """Throw the draft away. Raises as `change_draft`."""
    _refuse_others(actor)

    async def work(tx: Tx) -> None:
        await lock_policy(tx, policy_id)
        await get_draft(tx, policy_id, version)
        await drop_draft(tx, policy_id)

    await in_transaction(pool, work)


def replaced(number: int, *instead: AnyRule) -> Change:
    """The rule with that number gives way to others, or to none. Raises NoSuchRule."""

    def change(rules: Rules) -> Rules:
        if not 0 <= number < len(rules):
            raise NoSuchRule(str(number))
        return (*rules[:number], *instead, *rules[number + 1 :])

    return change


def added(rule: AnyRule) -> Change:
    """One rule more."""
    return lambda rules: (*rules, rule)


def all_replaced(rules: Rules) -> Change:
    """Other rules altogether."""
    return lambda _: rules


def _refuse_others(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed("policies")
