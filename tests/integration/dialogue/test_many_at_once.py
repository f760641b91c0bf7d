# SPDX-License-Identifier: MPL-2.0
"""Many at once, where nobody can say who is first: no seat is sold twice, and each change is told once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from services.dialogue.commands.accept_offer import accept_offer
from services.dialogue.commands.change_party import PartyChange, change_party
from services.dialogue.commands.confirm_sign_up import confirm_sign_up
from services.dialogue.commands.rejoin import rejoin
from services.dialogue.commands.sign_up import sign_up
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.deadlines import do_what_is_due
from services.dialogue.errors import DialogueError
from services.dialogue.model import Block, Category, Quota, SeatPlan, Session
from services.dialogue.store.sign_ups import Request
from services.shared.db import Pool
from tests.integration.dialogue.crowds import DRAW_AT, PEOPLE, check_events, some_terms
from tests.integration.dialogue.meeting import NOW, hold, meeting, party

WALKS = 6
RELEASE = NOW + timedelta(days=2)
PLAN = SeatPlan(
    7,
    (Category("all", "Alle"), Category("young", "Under 25", "young"), Category("far", "Langvejs fra")),
    (Quota("near", "", 5, frozenset({"all", "young"})), Quota("far", "", 3, frozenset({"far", "young"}))),
    (Block("young", "Under 25", 2, RELEASE),),
)


@pytest.mark.parametrize("seed", range(WALKS))
async def test_many_at_once_never_sell_a_seat_twice(pool: Pool, seed: int) -> None:
    """With quotas and a block; twenty commands at a time. Then nobody waits for what they could have."""
    random, now = Random(seed), NOW
    session = await hold(pool, meeting(plan=PLAN, **some_terms(random)))
    for _ in range(8):
        ids = [row["id"] for row in await pool.fetch("SELECT id FROM sign_ups ORDER BY id")]
        await asyncio.gather(*(_some_command(pool, session, random, now, ids) for _ in range(20)))
        await _check_plan(pool, now)
        await check_events(pool, str)
        await do_what_is_due(pool, now)
        await _check_line(pool, session, now)
        now += timedelta(minutes=random.choice((1, 30, 60, 1440)))


async def _some_command(pool: Pool, session: Session, random: Random, now: datetime, ids: list[UUID]) -> None:
    category, companions = random.choice(("all", "young", "far")), random.choice((0, 0, 1, 2))
    who = party(random.choice(PEOPLE), companions, category=category)
    acts: list[Callable[[], Awaitable[Any]]] = [lambda: sign_up(pool, session.id, who, now=now, request=Request())] * 3
    if ids:
        of = random.choice(ids)
        one_by_one = random.choice((withdraw_sign_up, accept_offer, accept_offer, rejoin))
        acts += [lambda: confirm_sign_up(pool, of, now=now)] * 4
        acts += [lambda: one_by_one(pool, of, now=now)] * 4
        acts += [lambda: change_party(pool, of, PartyChange(companions=companions), now=now)]
        acts += [lambda: do_what_is_due(pool, now)]
    with suppress(DialogueError):
        await random.choice(acts)()


async def _gone(pool: Pool, now: datetime) -> dict[str, int]:
    rows = await pool.fetch(
        "SELECT category, sum(seats)::int AS seats FROM sign_ups"
        " WHERE state = 'confirmed' OR state IN ('held', 'offered') AND expires_at > $1 GROUP BY category",
        now,
    )
    return {"all": 0, "young": 0, "far": 0} | {row["category"]: row["seats"] for row in rows}


def _kept(gone: dict[str, int], now: datetime) -> int:
    return max(0, 2 - gone["young"]) if now < RELEASE else 0


async def _check_plan(pool: Pool, now: datetime) -> None:
    gone = await _gone(pool, now)
    assert sum(gone.values()) + _kept(gone, now) <= 7
    assert gone["all"] + gone["young"] <= 5
    assert gone["far"] + gone["young"] <= 3
    twice = await pool.fetchval(
        "SELECT count(*) FROM (SELECT FROM sign_ups WHERE state IN ('held', 'confirmed', 'waiting', 'offered')"
        " GROUP BY session_id, email_key HAVING count(*) > 1) many"
    )
    assert twice == 0


async def _check_line(pool: Pool, session: Session, now: datetime) -> None:
    """The head of the line cannot have what is free; nobody can, where a smaller party may pass."""
    is_lottery = session.terms.waiting_list == "lottery"
    if now >= (session.starts_at if is_lottery else session.closes_at) or (is_lottery and now < DRAW_AT):
        return
    gone = await _gone(pool, now)
    left = {
        "all": min(7 - sum(gone.values()) - _kept(gone, now), 5 - gone["all"] - gone["young"]),
        "young": min(7 - sum(gone.values()), 5 - gone["all"] - gone["young"], 3 - gone["far"] - gone["young"]),
        "far": min(7 - sum(gone.values()) - _kept(gone, now), 3 - gone["far"] - gone["young"]),
    }
    line = await pool.fetch(
        "SELECT category, seats FROM sign_ups WHERE state = 'waiting' AND proved_at IS NOT NULL"
        " ORDER BY priority DESC, place_in_line"
    )
    for row in line if session.terms.singles_pass else line[:1]:
        assert left[row["category"]] < row["seats"], (left, row)
