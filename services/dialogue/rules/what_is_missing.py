# SPDX-License-Identifier: MPL-2.0
"""What a session lacks before it may be published, and what a facilitator had better think of.

Dialogue that is to be real says beforehand what can be moved, what is settled, who decides and when, and when people
hear what came of it. The constraint `session_is_real` keeps the same from whoever goes past this rule.
"""

from datetime import datetime

from services.dialogue.model import Influence, Session
from services.shared.wall_clock import local

STATEMENT = ("purpose", "open_to_influence", "settled", "feeds_decision", "decided_by")
"""Words of the statement. Who only informs need not say what is open."""


def what_is_missing(session: Session, *, now: datetime) -> tuple[str, ...]:
    """Names of what lacks, in the order of the form; empty when it may be published."""
    statement, missing = session.influence, list[str]()
    if not session.title.strip():
        missing.append("title")
    if session.starts_at <= now:
        missing.append("starts_at")
    if statement.level is None:
        missing.append("influence")
    needed = (name for name in STATEMENT if name != "open_to_influence" or statement.level is not Influence.INFORM)
    missing += [name for name in needed if not getattr(statement, name).strip()]
    missing += _days(session)
    draw_at = session.terms.draw_at
    if session.terms.waiting_list == "lottery" and session.drawn_at is None and (draw_at is None or draw_at <= now):
        missing.append("draw_at")
    return tuple(missing)


def _days(session: Session) -> list[str]:
    """A decision made before people were heard, and an answer before they have spoken, are none."""
    statement, missing = session.influence, list[str]()
    first = local(session.starts_at).date()
    decided_on, answer_by = statement.decided_on, statement.answer_by
    if decided_on is None or (statement.level is not Influence.INFORM and decided_on < first):
        missing.append("decided_on")
    if answer_by is None or answer_by < first:
        missing.append("answer_by")
    return missing


def what_to_consider(session: Session, *, now: datetime) -> tuple[str, ...]:
    """Names of what does not stop it, and will be asked about."""
    terms, place = session.terms, session.place
    considered = {
        "place": session.mode != "online" and not (place.name or place.full_address),
        "access": session.mode != "online" and all(fact is None for fact in (place.step_free, place.hearing_loop)),
        "online_url": session.mode != "in_person" and not session.online_url and terms.sign_up,
        "source_url": session.mode != "in_person" and not session.source_url and not terms.sign_up,
        "summary": not session.summary,
        "contact": not session.contact,
        "closes_at": terms.sign_up and session.closes_at <= now,
        "needs": terms.sign_up and not terms.needs_offered,
    }
    return tuple(name for name, applies in considered.items() if applies)
