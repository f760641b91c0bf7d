# SPDX-License-Identifier: MPL-2.0
"""Make a draft the next version of its policy, as a named body decided. What was booked keeps the version it was decided under."""

import re
from datetime import date, datetime
from uuid import UUID

from services.booking.errors import NotAdoptable, NotAllowed
from services.booking.model import Actor
from services.booking.store.policy_drafts import Decision, drop_draft, get_draft, insert_version, lock_policy
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local

LONGEST_BODY, LONGEST_ADDRESS = 300, 500
"""Characters, as in policy files."""
_ADDRESS = re.compile(r"https?://\S+")


async def adopt_policy(
    pool: Pool, policy_id: UUID, decision: Decision, actor: Actor, *, version: int, now: datetime
) -> int:
    """Store the draft as a new version and answer its number.

    Raises NotAllowed, NotAdoptable, NoSuchPolicy, NoSuchDraft, and StaleVersion when the draft is no longer `version`.
    """
    if not actor.is_staff:
        raise NotAllowed(str(policy_id))

    async def work(tx: Tx) -> int:
        await lock_policy(tx, policy_id)
        draft = await get_draft(tx, policy_id, version)

        if problems := lacks(decision, today=local(now).date(), has_rules=bool(draft.rules)):
            raise NotAdoptable(problems)

        number = await insert_version(tx, policy_id, draft.rules, decision, actor, now)
        await drop_draft(tx, policy_id)
        return number

    return await in_transaction(pool, work)


def lacks(decision: Decision, *, today: date, has_rules: bool) -> dict[str, str]:
    """Field to code of what is wrong. `today` is the Danish day: no rule reaches back to what was asked before it."""
    problems: dict[str, str] = {}
    if not has_rules:
        problems["rules"] = "no_rules"
    if not decision.adopted_by:
        problems["adopted_by"] = "body_missing"
    elif len(decision.adopted_by) > LONGEST_BODY:
        problems["adopted_by"] = "body_long"
    if decision.adopted_on > today:
        problems["adopted_on"] = "not_decided_yet"
    address = decision.document_url or ""
    if address and (len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address)):
        problems["document_url"] = "no_address"
    if decision.valid_from < today:
        problems["valid_from"] = "in_the_past"
    return problems
