# SPDX-License-Identifier: MPL-2.0
"""The front page shows what dialogue tells of the next sessions, and is whole without it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.portal.clients.dialogue import KEPT
from services.shared.contracts.dialogue import UpcomingReply, UpcomingRequest, UpcomingSession
from tests.integration.portal.conftest import NOON, House

MEETING = UpcomingSession(
    title="Borgermøde om en ny hal",
    slug="ny-hal",
    starts_at=NOON + timedelta(days=2, hours=7),
    ends_at=NOON + timedelta(days=2, hours=9),
    place="Kulturhuset",
    mode="in_person",
    kind="citizen_meeting",
    seats="few",
)


class Dialogue:
    """Answers with what a test puts in, and counts how often it was asked."""

    def __init__(self) -> None:
        self.items: tuple[UpcomingSession, ...] = (MEETING,)
        self.asked: list[UpcomingRequest] = []
        self.is_silent = False

    async def answer(self, request: UpcomingRequest) -> UpcomingReply:
        self.asked.append(request)
        if self.is_silent:
            await asyncio.sleep(30)
        return UpcomingReply(items=self.items)


@pytest.fixture
async def dialogue(house: House) -> Dialogue:
    there = Dialogue()
    await house.parts.bus.answer(UpcomingRequest, there.answer)
    return there


async def panel(house: House, path: str = "/") -> str:
    page = await house.browser().open(path)
    assert page.status_code == 200
    return page.text.split('id="deltag"')[1].split("</section>")[0]


def session(**changes: Any) -> UpcomingSession:
    return MEETING.model_copy(update=changes)


async def test_the_next_sessions_stand_there_with_when_where_and_whether_there_is_a_seat(
    house: House, dialogue: Dialogue
) -> None:
    shown = await panel(house)
    assert '<a href="/dialog/ny-hal">Borgermøde om en ny hal</a>' in shown
    assert "torsdag den 26. november 2026" in shown
    assert "kl. 19.00-21.00" in shown
    assert "Kulturhuset" in shown
    assert "Få pladser tilbage" in shown
    assert 'href="/dialog"' in shown
    english = await panel(house, "/en")
    assert '<a href="/en/dialog/ny-hal">' in english
    assert "Few seats left" in english


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_at": NOON + timedelta(days=4)}, "torsdag den 26. november 2026 kl. 19.00 til lørdag"),
        ({"mode": "online", "place": ""}, "Online"),
        ({"mode": "hybrid"}, "Kulturhuset eller online"),
        ({"place": ""}, "Stedet er ikke fundet endnu"),
        ({"seats": "no_sign_up"}, "Bare kom"),
        ({"seats": "lottery"}, "Lodtrækning"),
        ({"seats": "waiting_list"}, "Venteliste"),
        ({"seats": "full"}, "Fuldt"),
        ({"seats": "early"}, "Tilmelding er ikke åbnet endnu"),
        ({"seats": "closed"}, "Tilmelding lukket"),
        ({"seats": "free"}, "Ledige pladser"),
    ],
)
async def test_each_kind_is_said_in_words(
    house: House, dialogue: Dialogue, changes: dict[str, Any], words: str
) -> None:
    dialogue.items = (session(**changes),)
    assert words in await panel(house)


async def test_a_title_is_text_and_no_markup(house: House, dialogue: Dialogue) -> None:
    dialogue.items = (session(title="<script>alert(1)</script>"),)
    assert "<script>" not in await panel(house)


async def test_where_nothing_is_planned_the_page_says_so(house: House, dialogue: Dialogue) -> None:
    dialogue.items = ()
    assert "Der er ikke planlagt noget lige nu" in await panel(house)


async def test_the_page_is_there_when_dialogue_is_not(house: House) -> None:
    shown = await panel(house)
    assert "Se i programmet" in shown
    assert "Der er ikke planlagt noget" not in shown


async def test_the_page_is_there_when_dialogue_is_silent_and_asks_once_for_many(
    house: House, dialogue: Dialogue
) -> None:
    dialogue.is_silent = True
    async with asyncio.timeout(15):  # far less than the silence
        pages = await asyncio.gather(*(panel(house) for _ in range(20)))
    assert all("Se i programmet" in one for one in pages)
    assert len(dialogue.asked) == 1


async def test_an_answer_that_cannot_be_read_is_none(house: House, dialogue: Dialogue) -> None:
    dialogue.items = (MEETING.model_construct(title="kun en titel"),)
    assert "Se i programmet" in await panel(house)


async def test_an_answer_is_kept_for_some_seconds(house: House, dialogue: Dialogue) -> None:
    for _ in range(3):
        await panel(house)
    assert len(dialogue.asked) == 1
    dialogue.items = ()
    house.clock.turn(KEPT)
    assert "Der er ikke planlagt noget lige nu" in await panel(house)
    assert len(dialogue.asked) == 2


async def test_dialogue_is_back_on_the_page_soon_after_it_is_back(house: House, dialogue: Dialogue) -> None:
    dialogue.is_silent = True
    await panel(house)
    dialogue.is_silent = False
    house.clock.turn(KEPT)
    assert "Borgermøde om en ny hal" in await panel(house)


async def test_what_has_ended_since_is_not_shown(house: House, dialogue: Dialogue) -> None:
    dialogue.items = (session(ends_at=NOON + timedelta(seconds=5)),)
    assert "Borgermøde" in await panel(house)
    house.clock.turn(timedelta(seconds=6))
    assert "Borgermøde" not in await panel(house)
