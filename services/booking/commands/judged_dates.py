# SPDX-License-Identifier: MPL-2.0
"""Several dates judged at once: their facts read in one statement, each knowing those before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.booking.errors import Refused
from services.booking.model import Actor, Facts, Judgement, Wish
from services.booking.rules.judge_dates import DateAsked, judge_dates
from services.booking.rules.policy import Policy
from services.booking.store.facts import read_all_facts
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class JudgedDate:
    """What the rules say of one date."""

    wish: Wish
    facts: Facts
    policy: Policy
    judgement: Judgement


async def judge_all(
    tx: Tx,
    wishes: Sequence[Wish],
    actor: Actor,
    *,
    now: datetime,
    apart_from: Collection[UUID] = (),
    taken: Collection[int] = (),
) -> list[JudgedDate]:
    """Judge them in order. `taken`: places in the list that cannot be had, and use up no limit.

    `apart_from`: occurrences that are being moved. Raises NoSuchRoom, NoSuchAssociation.
    """
    read = await read_all_facts(tx, wishes, actor, now=now, apart_from=apart_from)
    asked = [
        DateAsked(wish, facts, policy, free=place not in taken)
        for place, (wish, (facts, policy)) in enumerate(zip(wishes, read, strict=True))
    ]
    return [
        JudgedDate(one.wish, one.facts, one.policy, judgement)
        for one, judgement in zip(asked, judge_dates(asked), strict=True)
    ]


def stop_at_refusals(judged: Sequence[JudgedDate]) -> None:
    """Raises Refused with everything that was said, each sentence once, when some date is refused."""
    refused = [one for one in judged if one.judgement.refused]
    if refused:
        said = (verdict for one in refused for verdict in one.judgement.verdicts)
        unique = {
            (verdict.rule, verdict.code, str(sorted(verdict.parameters.items(), key=str))): verdict for verdict in said
        }
        raise Refused(tuple(unique.values()))
