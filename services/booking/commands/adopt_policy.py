# SPDX-License-Identifier: MPL-2.0
"""Make a draft the next version of its policy, as a named body decided. What was booked keeps the version it was decided under."""

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Asked:
    """The decision as somebody entered it; None where a day is missing or is none."""

    adopted_by: str
    adopted_on: date | None
    document_url: str | None
    valid_from: date | None


async def adopt_policy(pool: Pool, policy_id: UUID, asked: Asked, actor: Actor, *, version: int, now: datetime) -> int:
    """Store the draft as a new version and answer its number.

    Raises NotAllowed, NotAdoptable, NoSuchPolicy, NoSuchDraft, and StaleVersion when the draft is no longer `version`.
    """
    if not actor.is_staff:
        raise NotAllowed(str(policy_id))

    async def work(tx: Tx) -> int:
        await lock_policy(tx, policy_id)
        draft = await get_draft(tx, policy_id, version)

        decision = decided(asked, today=local(now).date(), has_rules=bool(draft.rules))

        number = await insert_version(tx, policy_id, draft.rules, decision, actor, now)
        await drop_draft(tx, policy_id)
        return number

    return await in_transaction(pool, work)


def decided(asked: Asked, *, today: date, has_rules: bool) -> Decision:
    """The decision, if it can be entered. `today` is the Danish day: no rule reaches back to what was asked before it.

    Raises NotAdoptable with all that is wrong.
    """
    problems = {} if has_rules else {"rules": "no_rules"}
    problems |= _of_body(asked.adopted_by) | _of_address(asked.document_url or "")
    adopted_on, valid_from = asked.adopted_on, asked.valid_from
    if adopted_on is None:
        problems["adopted_on"] = "adopted_on_missing"
    elif adopted_on > today:
        problems["adopted_on"] = "not_decided_yet"
    if valid_from is None:
        problems["valid_from"] = "valid_from_missing"
    elif valid_from < today:
        problems["valid_from"] = "in_the_past"
    if problems or adopted_on is None or valid_from is None:
        raise NotAdoptable(problems)
    return Decision(asked.adopted_by, adopted_on, asked.document_url, valid_from)


def _of_body(name: str) -> dict[str, str]:
    if not name:
        return {"adopted_by": "body_missing"}
    return {"adopted_by": "body_long"} if len(name) > LONGEST_BODY else {}


def _of_address(address: str) -> dict[str, str]:
    is_one = len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address)
    return {} if is_one or not address else {"document_url": "no_address"}
