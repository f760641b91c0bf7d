# SPDX-License-Identifier: MPL-2.0
"""What people thought is counted once for each, however often they press."""

import asyncio
from datetime import timedelta

import pytest

from services.dialogue.commands import evaluate_session as evaluating
from services.dialogue.errors import WrongState
from services.dialogue.model import Evaluation
from services.shared.db import Pool
from tests.integration.dialogue.meeting import hold, join

GOOD, BAD = Evaluation(5, 5, 5, ""), Evaluation(1, 1, 1, "")


async def press_at_once(pool: Pool) -> tuple[list[bool], int]:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    after = session.ends_at + timedelta(hours=3)
    presses = [evaluating.evaluate_session(pool, ida.id, GOOD, now=after) for _ in range(4)]
    answers = await asyncio.gather(*presses)
    answers.append(await evaluating.evaluate_session(pool, ida.id, BAD, now=after))
    return answers, await pool.fetchval("SELECT count(*) FROM evaluations")


async def test_pressing_again_counts_once_and_what_stands_stands(pool: Pool) -> None:
    answers, stored = await press_at_once(pool)
    assert (sorted(answers), stored) == ([False, False, False, False, True], 1)
    assert await pool.fetchval("SELECT mattered FROM evaluations") == GOOD.mattered


async def test_without_the_mark_that_somebody_answered_each_press_counts(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_before(*_: object) -> bool:
        return True

    monkeypatch.setattr(evaluating, "insert_evaluated", never_before)
    assert (await press_at_once(pool))[1] == 5


async def test_nobody_judges_what_has_not_been_held(pool: Pool) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    with pytest.raises(WrongState):
        await evaluating.evaluate_session(pool, ida.id, GOOD, now=session.ends_at - timedelta(minutes=1))
    assert await pool.fetchval("SELECT count(*) FROM evaluations") == 0
