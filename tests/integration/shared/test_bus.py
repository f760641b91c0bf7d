# SPDX-License-Identifier: MPL-2.0
"""Questions and answers between services."""

import asyncio
from typing import ClassVar

import pytest

from services.shared.bus import Bus, Unanswered
from services.shared.contracts.envelope import ReplyData, RequestData
from tests.conftest import Broker
from tests.faults.village import Village, eventually


class WhatTime(RequestData):
    """What does the clock on the tower show?"""

    SUBJECT: ClassVar[str] = "tower.time"

    hours_ahead: int


class Time(ReplyData):
    """Hours."""

    hour: int


async def tell_time(question: WhatTime) -> Time:
    return Time(hour=9 + question.hours_ahead)


async def test_a_question_gets_its_typed_answer(place: Village) -> None:
    await place.bus.answer(WhatTime, tell_time)
    assert await place.bus.request(WhatTime(hours_ahead=2), Time) == Time(hour=11)


async def test_a_question_to_nobody_is_an_outage(place: Village) -> None:
    with pytest.raises(Unanswered, match="no responders"):
        await place.bus.request(WhatTime(hours_ahead=2), Time)


async def test_a_question_not_answered_in_time_is_an_outage(place: Village) -> None:
    async def dream(_: WhatTime) -> Time:
        await asyncio.Event().wait()
        raise AssertionError

    await place.bus.answer(WhatTime, dream)
    with pytest.raises(Unanswered, match="timeout"):
        await place.bus.request(WhatTime(hours_ahead=2), Time, timeout=0.1)


async def test_an_answerer_that_fails_says_so_at_once_and_nothing_of_why(
    place: Village, caplog: pytest.LogCaptureFixture
) -> None:
    async def fall(_: WhatTime) -> Time:
        raise LookupError("a secret of the tower")

    await place.bus.answer(WhatTime, fall)
    with pytest.raises(Unanswered, match=r"^tower\.time: failed$"):
        await place.bus.request(WhatTime(hours_ahead=2), Time, timeout=30)
    assert "no answer to tower.time" in caplog.text


async def test_a_malformed_question_is_refused(place: Village) -> None:
    class AskedWrongly(RequestData):
        SUBJECT: ClassVar[str] = "tower.time"
        hours_ahead: str

    await place.bus.answer(WhatTime, tell_time)
    with pytest.raises(Unanswered, match="malformed"):
        await place.bus.request(AskedWrongly(hours_ahead="many"), Time)


async def test_a_slow_answer_does_not_delay_another(place: Village) -> None:
    may_answer = asyncio.Event()

    async def slow_for_one(question: WhatTime) -> Time:
        if question.hours_ahead == 1:
            await may_answer.wait()
        return await tell_time(question)

    await place.bus.answer(WhatTime, slow_for_one)
    waiting = asyncio.create_task(place.bus.request(WhatTime(hours_ahead=1), Time, timeout=10))
    assert (await place.bus.request(WhatTime(hours_ahead=2), Time)).hour == 11
    may_answer.set()
    assert (await waiting).hour == 10


async def test_of_two_that_answer_one_gets_each_question(place: Village, nats: Broker) -> None:
    answered: list[str] = []

    def counting(who: str):
        async def answer(question: WhatTime) -> Time:
            answered.append(who)
            return await tell_time(question)

        return answer

    other = await Bus.connect(nats.url, token=nats.token, name="other", on_lost=lambda: None)
    await place.bus.answer(WhatTime, counting("one"))
    await other.answer(WhatTime, counting("two"))
    for _ in range(30):
        await place.bus.request(WhatTime(hours_ahead=2), Time)
    await other.close()
    assert len(answered) == 30
    assert set(answered) == {"one", "two"}


async def test_an_announcement_reaches_all_who_listen_until_they_end(place: Village) -> None:
    heard: list[bytes] = []

    async def hear(payload: bytes) -> None:
        heard.append(payload)

    end = await place.bus.listen("tower.shout", hear)
    await place.bus.announce("tower.shout", b"fire")

    async def arrived() -> bool:
        return bool(heard)

    await eventually(arrived)
    await end()
    await place.bus.announce("tower.shout", b"false alarm")
    await place.bus.client.flush()
    assert heard == [b"fire"]
