# SPDX-License-Identifier: MPL-2.0
"""The nearest times and rooms that could really be had: free now, and not refused by the rules."""

from dataclasses import replace
from datetime import datetime

from services.booking.model import Actor, Wish
from services.booking.queries.alternatives import Alternative, list_alternatives
from services.booking.rules import judge
from services.booking.store.facts import read_facts
from services.shared.db import Tx


async def find_alternatives(tx: Tx, wish: Wish, actor: Actor, *, now: datetime) -> tuple[Alternative, ...]:
    """What to offer somebody who cannot have what they asked for. Reads only."""
    possible: list[Alternative] = []
    for alternative in await list_alternatives(tx, wish, now=now):
        instead = replace(wish, room_id=alternative.room_id, span=alternative.span)
        facts, policy = await read_facts(tx, instead, actor, now=now)
        if not judge(policy.rules, instead, facts).refused:
            possible.append(alternative)
    return tuple(possible)
