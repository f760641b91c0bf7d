# SPDX-License-Identifier: MPL-2.0
"""Invented people who sign up to the demo's sessions, given places by the same rules as everybody. Nobody is told.

Chance is a checksum of the key, so that the same people come every time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zlib import crc32

from services.dialogue.demo.sessions import Planned
from services.dialogue.demo.written import WrittenPeople, words
from services.dialogue.model import NeedKind, NewNeed, Question, Session, SignUp, State
from services.dialogue.rules.line import Waiting, serve
from services.dialogue.rules.seats import free_seats
from services.shared.demo import demo_id

IN_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
WISHES = ("Cykelstier til skolen (demo)", "Et sted at mødes (demo)", "Bedre busser om aftenen (demo)")


@dataclass(frozen=True, slots=True)
class DemoSignUp:
    """A sign-up with what the party told."""

    sign_up: SignUp
    answers: dict[str, str]
    needs: tuple[NewNeed, ...] = ()
    end: State | None = None
    """What it came to, where it is over."""


def sign_ups_of(planned: Planned, now: datetime) -> list[DemoSignUp]:
    """Everybody in a session, in the order they came. None where nobody signs up."""
    people = planned.invitation.people if planned.invitation else WrittenPeople()
    session = planned.session
    placed = list(_placed(session, people, now))
    seated = [one.id for one in placed if one.state is State.CONFIRMED]
    needs = dict(zip(seated, people.needs, strict=False))
    end = State.CALLED_OFF if session.status == "cancelled" else None
    told = [replace(_told(session, one, needs.get(one.id)), end=end) for one in placed]
    return [*_gone(session, people, now), *told]


def _gone(session: Session, people: WrittenPeople, now: datetime) -> Iterator[DemoSignUp]:
    """The first ones, who gave their places back, or let the proof of their address wait too long."""
    for number in range(people.parties, people.parties + people.withdrawn):
        one = _asks(session, number, people, now)
        yield DemoSignUp(one, {}, end=State.LAPSED if number % 3 == 2 else State.WITHDRAWN)


def chance(key: str, sides: int) -> int:
    """A number from 0 up to `sides` that is always the same for the key."""
    return crc32(key.encode()) % sides


def _placed(session: Session, people: WrittenPeople, now: datetime) -> Iterator[SignUp]:
    """Each gets a place when there is one for them, and otherwise stands in line; a draw puts all in line."""
    taken, line = dict[str, int](), list[Waiting]()
    for number in range(people.parties):
        one = _asks(session, number, people, now)
        free = free_seats(session.seat_plan, taken, one.category, now=now)
        if 0 < free < one.seats and not line:
            one = replace(one, seats=free)  # the last ones come as many as there are seats, so that full is full
        waiting = Waiting(one.id, one.category, one.seats)
        if session.terms.waiting_list != "lottery" and _fits(session, taken, line, waiting, people, now):
            taken[one.category] = taken.get(one.category, 0) + one.seats
            yield one
        elif session.terms.waiting_list != "none" and people.fill_to is None:
            line.append(waiting)
            yield replace(one, state=State.WAITING)


def _fits(
    session: Session, taken: dict[str, int], line: list[Waiting], one: Waiting, people: WrittenPeople, now: datetime
) -> bool:
    if people.fill_to is not None and sum(taken.values()) + one.seats > people.fill_to:
        return False
    served = serve(session.seat_plan, taken, [*line, one], singles_pass=session.terms.singles_pass, now=now)
    return one.id in served.given


def _asks(session: Session, number: int, people: WrittenPeople, now: datetime) -> SignUp:
    """The party of that number, with a place, its address proved a few minutes after it asked."""
    key = f"{session.slug}/{number}"
    name, email = _person(key, number)
    asked = _asked_at(session, number, people, now)
    categories = session.seat_plan.categories
    return SignUp(
        id=demo_sign_up_id(session.slug, number),
        session_id=session.id,
        version=1,
        state=State.CONFIRMED,
        category=categories[_weighted(chance(f"category {key}", 10), len(categories))].key,
        seats=1 + _companions(key, session.terms.max_companions),
        place_in_line=None,
        priority=0,
        expires_at=None,
        proved_at=asked + timedelta(minutes=2 + chance(key, 20)),
        over_capacity=False,
        source="web",
        name=name,
        email=email,
        email_key=email,
        phone=None,
        language="en" if chance(f"language {key}", 12) == 0 else "da",
        mails_asked=0,
        created_at=asked,
    )


def demo_sign_up_id(slug: str, number: int) -> UUID:
    """The sign-up's id in every demo municipality."""
    return demo_id("dialogue-sign-up", f"{slug}/{number}")


def _asked_at(session: Session, number: int, people: WrittenPeople, now: datetime) -> datetime:
    """Spread from the announcement until now, or until signing up ended; an hour is left to prove the address in."""
    first = session.published_at or now
    last = min(now, session.closes_at) - timedelta(hours=1)
    if session.status == "cancelled":  # it was called off the day before
        last -= timedelta(days=1)
    everybody = people.parties + people.withdrawn
    place = number + people.withdrawn if number < people.parties else number - people.parties
    return first + (last - first) * (place + 1) / (everybody + 1)


def _person(key: str, number: int) -> tuple[str, str]:
    first, last = (
        names[chance(f"{which} {key}", len(names))]
        for which, names in (("first", words().first_names), ("last", words().last_names))
    )
    mailbox = f"{first}.{last}{number}".lower().translate(IN_ASCII)
    return f"{first} {last} (demo)", f"{mailbox}@borger.example"


def _weighted(number: int, count: int) -> int:
    """Of ten, seven are of the first category, the rest of the others in turn."""
    return 0 if number < 7 or count == 1 else 1 + number % (count - 1)


def _companions(key: str, most: int) -> int:
    number = chance(f"companions {key}", 10)
    return min(most, 0 if number < 6 else 1 if number < 9 else 2)


def _told(session: Session, sign_up: SignUp, need: NeedKind | None) -> DemoSignUp:
    """Answers and needs are asked of those who have a place."""
    if sign_up.state is not State.CONFIRMED:
        return DemoSignUp(sign_up, {})
    answers = dict[str, str]()
    for question in session.terms.questions:
        if question.depends_on is None or answers.get(question.depends_on) == question.depends_value:
            answers |= _answer(question, f"{question.key} {sign_up.id}")
    return DemoSignUp(sign_up, answers, (NewNeed(need),) if need else ())


def _answer(question: Question, key: str) -> dict[str, str]:
    """Everybody answers what must be answered; two of three what need not be."""
    if not question.required and chance(f"silent {key}", 3) == 0:
        return {}
    match question.kind:
        case "choice":
            return {question.key: question.options[chance(key, len(question.options))]}
        case "yes_no":
            return {question.key: "yes" if chance(key, 6) == 0 else "no"}
        case _:
            return {question.key: WISHES[chance(key, len(WISHES))]}
