# SPDX-License-Identifier: MPL-2.0
"""Whether a session can be as it is described. A draft may lack much; what it has must make sense."""

from datetime import datetime, timedelta

from services.dialogue.errors import SessionRefused
from services.dialogue.model import Influence, Session
from services.dialogue.rules.described_questions import wrong_questions
from services.dialogue.rules.described_seats import wrong_seats
from services.dialogue.rules.description import Description
from services.shared.wall_clock import local

LONGEST = timedelta(days=31)
MOST_SEATS = 100_000


def require_possible(description: Description, *, now: datetime, before: Session | None = None) -> None:
    """Raises SessionRefused with a code for each field. `before` is the session when it is there already.

    Codes of a question or a part of the seat plan stand under its place in order, e.g. `questions.2`.
    """
    wrong = {
        **_time(description, now, before),
        **_statement(description),
        **_where(description, before),
        **_signing_up(description),
        **_lottery(description),
        **wrong_seats(description.seat_plan, description.starts_at),
        **wrong_questions(description.terms.questions, description.terms.keep),
    }
    if wrong:
        raise SessionRefused(wrong)


def _time(description: Description, now: datetime, before: Session | None) -> dict[str, str]:
    starts_at, ends_at = description.starts_at, description.ends_at
    if not description.title.strip():
        return {"title": "missing"}
    if before and before.ends_at <= now and (starts_at, ends_at) != (before.starts_at, before.ends_at):
        return {"starts_at": "over"}  # its people may be forgotten; another date is another session
    if ends_at <= starts_at:
        return {"ends_at": "ends_before"}
    if ends_at - starts_at > LONGEST:
        return {"ends_at": "too_long"}
    if starts_at <= now and (before is None or starts_at != before.starts_at):
        return {"starts_at": "past"}
    return {}


def _statement(description: Description) -> dict[str, str]:
    statement, first = description.influence, local(description.starts_at).date()
    wrong = dict[str, str]()
    decided_on = statement.decided_on
    if decided_on and decided_on < first and statement.level not in (None, Influence.INFORM):
        wrong["decided_on"] = "decided_before"
    if statement.answer_by and statement.answer_by < first:
        wrong["answer_by"] = "answered_before"
    return wrong


def _where(description: Description, before: Session | None) -> dict[str, str]:
    urls = {"online_url": description.online_url, "source_url": description.source_url}
    wrong = {name: "url" for name, url in urls.items() if url and not url.startswith(("https://", "http://"))}
    was_so = before and before.online_url == description.online_url and not before.terms.sign_up
    if description.online_url and not description.terms.sign_up and not was_so:
        wrong.setdefault("online_url", "online_needs_sign_up")  # only those who have a place are given the link
    return wrong


def _signing_up(description: Description) -> dict[str, str]:
    terms, starts_at = description.terms, description.starts_at
    closes_at, wrong = terms.closes_at or starts_at, dict[str, str]()
    if closes_at > starts_at:
        wrong["closes_at"] = "closes_after_start"
    if terms.opens_at and terms.opens_at >= closes_at:
        wrong["opens_at"] = "opens_after_closes"
    if not 0 <= (description.seat_plan.capacity or 0) <= MOST_SEATS:
        wrong["capacity"] = "range"
    ranges = {
        "max_companions": (0, terms.max_companions, 50),
        "hold_minutes": (5, terms.hold // timedelta(minutes=1), 10080),
        "offer_hours": (1, terms.offer_hours, 720),
        "needs_due_days": (0, terms.needs_due.days, 60),
        "keep_days": (0, terms.keep.days, 730),
    }
    return wrong | {name: "range" for name, (low, value, high) in ranges.items() if not low <= value <= high}


def _lottery(description: Description) -> dict[str, str]:
    """Everybody has the same time to sign up, and is told before it begins: closing, then the draw, then the session."""
    terms = description.terms
    if terms.waiting_list != "lottery":
        return {}
    if description.seat_plan.capacity is None:
        return {"capacity": "lottery_needs_capacity"}
    if terms.draw_at is None:
        return {}
    if terms.closes_at is None:
        return {"closes_at": "lottery_needs_closing"}
    if terms.draw_at < terms.closes_at:
        return {"draw_at": "draw_before_closing"}
    return {"draw_at": "draw_after_start"} if terms.draw_at >= description.starts_at else {}
