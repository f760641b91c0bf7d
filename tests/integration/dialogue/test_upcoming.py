# SPDX-License-Identifier: MPL-2.0
"""What dialogue tells the front page of the next sessions."""

from datetime import timedelta
from typing import Any

import pytest

from services.dialogue.replies import reply_upcoming
from services.shared.contracts.dialogue import UpcomingSession
from services.shared.db import Pool
from tests.integration.dialogue.meeting import NOW, hold, join_all


async def upcoming(pool: Pool, limit: int = 3) -> list[UpcomingSession]:
    return list((await reply_upcoming(pool, limit, now=NOW)).items)


async def test_the_next_ones_come_first_and_no_more_than_asked_for(pool: Pool) -> None:
    for days in (9, 3, 6, 1):
        starts_at = NOW + timedelta(days=days)
        await hold(pool, title=f"om {days}", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    assert [one.title for one in await upcoming(pool)] == ["om 1", "om 3", "om 6"]


async def test_drafts_what_is_over_and_what_is_cancelled_are_left_out(pool: Pool) -> None:
    await hold(pool, title="kladde", status="draft", published_at=None)
    await hold(pool, title="slut", starts_at=NOW - timedelta(hours=3), ends_at=NOW)
    for number in range(25):
        await hold(pool, title=f"aflyst {number}", status="cancelled", starts_at=NOW + timedelta(days=1))
    await hold(pool, title="bag de aflyste")
    assert [one.title for one in await upcoming(pool)] == ["bag de aflyste"]


async def test_where_nothing_is_planned_there_is_nothing(pool: Pool) -> None:
    assert await upcoming(pool) == []


@pytest.mark.parametrize(
    ("changes", "people", "seats"),
    [
        ({"capacity": None}, 0, "free"),
        ({"capacity": 50}, 0, "free"),
        ({"capacity": 4}, 1, "few"),
        ({"capacity": 2}, 2, "waiting_list"),
        ({"capacity": 2, "waiting_list": "none"}, 2, "full"),
        ({"sign_up": False}, 0, "no_sign_up"),
        ({"opens_at": NOW + timedelta(days=1)}, 0, "early"),
        ({"closes_at": NOW - timedelta(days=1)}, 0, "closed"),
        ({"waiting_list": "lottery", "draw_at": NOW + timedelta(days=1)}, 0, "lottery"),
    ],
)
async def test_whether_one_can_come_is_a_word_and_never_a_number(
    pool: Pool, changes: dict[str, Any], people: int, seats: str
) -> None:
    session = await hold(pool, **changes)
    await join_all(pool, session, people)
    (told,) = await upcoming(pool)
    assert told.seats == seats
    assert told.slug == session.slug
