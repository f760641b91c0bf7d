# SPDX-License-Identifier: MPL-2.0
"""Whether a party can sign up as it is."""

from datetime import datetime

from services.dialogue.errors import NotOpen, PartyRefused
from services.dialogue.model import Party, Question, Session
from services.dialogue.rules.seats import free_seats

LONGEST_ANSWER = 2000


def require_open(session: Session, now: datetime) -> None:
    """Raises NotOpen, saying why."""
    if session.takes_sign_ups(now):
        return
    if session.status != "published":
        raise NotOpen(session.status)
    if not session.terms.sign_up:
        raise NotOpen("none")
    opens = session.terms.opens_at
    raise NotOpen("early" if opens is not None and now < opens else "late")


def require_possible(session: Session, party: Party, *, now: datetime, by_staff: bool = False) -> None:
    """Raises PartyRefused for a category there is not, needs not offered, or more people than could ever come together."""
    if session.seat_plan.category(party.category) is None:
        raise PartyRefused("category", "category")
    most = free_seats(session.seat_plan, {}, party.category, now=now)
    if not by_staff:
        most = min(most, 1 + session.terms.max_companions)
    if party.companions < 0 or party.seats > most:
        raise PartyRefused("too_many", "companions", max(most - 1, 0))
    for need in party.needs:
        if need.kind not in session.terms.needs_offered and not by_staff:
            raise PartyRefused("needs", need.kind.value)


def require_answers(questions: tuple[Question, ...], given: dict[str, str]) -> dict[str, str]:
    """The answers to what is asked of them, in order. Raises PartyRefused naming the question.

    A question that depends on another is asked only of those who gave that answer; an answer to one not asked is
    dropped, not stored.
    """
    kept: dict[str, str] = {}
    for question in questions:
        if question.depends_on is not None and kept.get(question.depends_on) != question.depends_value:
            continue
        answer = given.get(question.key, "").strip()
        if question.required and not answer:
            raise PartyRefused("answers", question.key)
        if answer and not _fits(question, answer):
            raise PartyRefused("answers", question.key)
        if answer:
            kept[question.key] = answer
    return kept


def _fits(question: Question, answer: str) -> bool:
    match question.kind:
        case "choice":
            return answer in question.options
        case "yes_no":
            return answer in ("yes", "no")
        case _:
            return len(answer) <= LONGEST_ANSWER
