# SPDX-License-Identifier: MPL-2.0
"""Commands in any order against a book that knows nothing of the code: after each of them the two agree."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from services.dialogue.commands.accept_offer import accept_offer
from services.dialogue.commands.change_party import PartyChange, change_party
from services.dialogue.commands.confirm_sign_up import confirm_sign_up
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.rejoin import rejoin
from services.dialogue.commands.sign_up import sign_up
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.deadlines import do_what_is_due
from services.dialogue.errors import DialogueError
from services.dialogue.model import Session
from services.dialogue.store.sessions import lock_session, update_session
from services.dialogue.store.sign_ups import Request
from services.shared.db import Pool, Tx, in_transaction
from tests.integration.dialogue.book import ACTIVE, Book, One, Refused
from tests.integration.dialogue.crowds import PEOPLE, check_events, some_terms
from tests.integration.dialogue.meeting import NOW, hold, meeting, party

WALKS, STEPS = 8, 150


def book_of(session: Session) -> Book:
    """The empty book of a session."""
    terms = session.terms
    is_drawn = terms.waiting_list == "lottery"
    return Book(
        capacity=session.seat_plan.capacity or 0,
        largest=1 + terms.max_companions,
        waiting_list=terms.waiting_list,
        passes=terms.singles_pass,
        offers=terms.promotes_to == "offer",
        hold=terms.hold,
        closes_at=session.closes_at,
        line_ends_at=session.starts_at if is_drawn else session.closes_at,
        drawn=not is_drawn,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


async def edit_capacity(pool: Pool, session: Session, capacity: int, now: datetime) -> None:
    """As a facilitator does it."""

    async def work(tx: Tx) -> None:
        before = await lock_session(tx, session.id)
        after = replace(before, seat_plan=replace(before.seat_plan, capacity=capacity))
        await update_session(tx, after)
        await promote_waiting(tx, after, now=now)

    await in_transaction(pool, work)


async def _try(command: Callable[[], Awaitable[Any]]) -> tuple[Any, str]:
    """What it answers, and the name of the error when it is refused."""
    try:
        return await command(), ""
    except DialogueError as error:
        return None, type(error).__name__


class Walk:
    """The book and the database, step by step."""

    def __init__(self, pool: Pool, session: Session, random: Random) -> None:
        self.pool, self.session, self.random = pool, session, random
        self.book, self.now = book_of(session), NOW
        self.trail: list[str] = []

    async def step(self) -> None:
        acts = (
            self.ask,
            self.confirm,
            self.withdraw,
            self.accept,
            self.rejoin,
            self.change,
            self.edit,
            self.tick,
            self.sweep,
        )
        (act,) = self.random.choices(acts, (28, 24, 12, 8, 8, 8, 3, 12, 5))
        await act()
        await self.compare()

    async def both[T](
        self, words: str, model: Callable[[], T], command: Callable[[], Awaitable[Any]]
    ) -> tuple[T, Any] | None:
        """The same must come of it in the book and in the database."""
        self.trail.append(f"{self.now:%d. %H:%M} {words}")
        kept, expected, said = self.book.kept(), "", None
        try:
            said = model()
        except Refused as refused:
            expected = str(refused)
            self.book.all, self.book.turns = kept
        done, refusal = await _try(command)
        assert refusal == expected, self.told(f"refused with {refusal or 'nothing'}, expected {expected or 'nothing'}")
        return None if expected else (said, done)  # pyright: ignore[reportReturnType]

    async def ask(self) -> None:
        who, seats, now = self.random.choice(PEOPLE), self.random.choice((1, 1, 1, 2, 3)), self.now
        came = await self.both(
            f"ask {who} {seats}",
            lambda: self.book.ask(who, seats, now),
            lambda: sign_up(self.pool, self.session.id, party(who, seats - 1), now=now, request=Request()),
        )
        if came and came[0] is not None:
            self.book.put_down(came[1].sign_up.id, who, seats, came[0], now)

    async def on_one(
        self, words: str, model: Callable[[One, datetime], None], command: Callable[..., Awaitable[Any]], *likely: str
    ) -> None:
        known, now = list(self.book.all.values()), self.now
        fitting = [one for one in known if one.at(now) in likely and not (words == "confirm" and one.proved)]
        if not known:
            return
        of = self.random.choice(fitting if fitting and self.random.random() < 0.9 else known).id
        one = self.book.all[of]
        await self.both(
            f"{words} {one.who} {one.seats} {one.state}",
            lambda: model(self.book.all[of], now),
            lambda: command(self.pool, of, now=now),
        )

    async def confirm(self) -> None:
        await self.on_one("confirm", self.book.confirm, confirm_sign_up, "held", "waiting", "lapsed")

    async def withdraw(self) -> None:
        await self.on_one("withdraw", self.book.withdraw, withdraw_sign_up, *ACTIVE)

    async def accept(self) -> None:
        await self.on_one("accept", self.book.accept, accept_offer, "offered")

    async def rejoin(self) -> None:
        await self.on_one("rejoin", self.book.rejoin, rejoin, "withdrawn", "lapsed")

    async def change(self) -> None:
        seats = self.random.choice((1, 1, 2, 3))
        await self.on_one(
            f"change to {seats}:",
            lambda one, now: self.book.change(one, seats, now),
            lambda pool, of, now: change_party(pool, of, PartyChange(companions=seats - 1), now=now),
            *ACTIVE,
        )

    async def edit(self) -> None:
        """Never below what is gone, as no facilitator may."""
        capacity = max(self.book.capacity - self.book.free(self.now), self.book.largest, self.random.randint(1, 7))
        self.trail.append(f"{self.now:%d. %H:%M} capacity {capacity}")
        self.book.capacity = capacity
        self.book.serve(self.now)
        await edit_capacity(self.pool, self.session, capacity, self.now)

    async def tick(self) -> None:
        self.now += timedelta(minutes=self.random.choice((1, 29, 30, 60, 61, 300, 1440)))

    async def sweep(self) -> None:
        self.trail.append(f"{self.now:%d. %H:%M} sweep")
        if not self.book.drawn and self.session.terms.draw_at and self.session.terms.draw_at <= self.now:
            self.book.draw()
        self.book.serve(self.now)
        await do_what_is_due(self.pool, self.now)

    async def compare(self) -> None:
        """By the clock, row by row. When an offer ends the database says, and it must be decent."""
        rows = await self.pool.fetch("SELECT * FROM sign_ups ORDER BY priority DESC, place_in_line")
        assert {row["id"] for row in rows} == set(self.book.all), self.told("other sign-ups")
        stored = {
            row["id"]: One(row["id"], "", row["seats"], row["state"], row["expires_at"], False, 0, NOW) for row in rows
        }
        for of, one in self.book.all.items():
            there = stored[of]
            if there.state == one.state == "offered" and one.ends is None:
                decent = there.ends is not None and self.now < there.ends <= self.book.line_ends_at
                assert decent, self.told(f"{one} ends {there.ends}")
                one.ends = there.ends
            assert there.at(self.now) == one.at(self.now), self.told(f"{there} in place of {one}")
            if one.at(self.now) in ACTIVE:
                assert (there.seats, there.ends) == (one.seats, one.ends), self.told(f"{there} in place of {one}")
        line = [of for of, one in stored.items() if one.at(self.now) == "waiting"]
        assert line == [one.id for one in self.book.line(self.now, proved=False)], self.told("another line")
        assert self.book.free(self.now) >= 0, self.told("a seat is sold twice")
        await check_events(self.pool, self.told)

    def told(self, what: str) -> str:
        return "\n".join([what, *self.trail[-40:]])


@pytest.mark.parametrize("seed", range(WALKS))
async def test_whatever_people_do_the_books_agree(pool: Pool, seed: int) -> None:
    random = Random(seed)
    walk = Walk(pool, await hold(pool, meeting(random.randint(1, 6), **some_terms(random))), random)
    for _ in range(STEPS):
        await walk.step()
