# SPDX-License-Identifier: MPL-2.0
"""Dialogue's own words as answers of the API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.dialogue.model import Session
from services.dialogue.rules.openness import openness
from services.dialogue.rules.seats import PLENTY, free_seats
from services.dialogue.web.api import answers
from services.dialogue.web.programme.reading import Listed
from services.shared.wall_clock import local


def listed(one: Listed, now: datetime) -> answers.Session:
    """As it stands in the list."""
    return answers.Session(**_fields(one.session, one.taken, now))


def detailed(session: Session, taken: Mapping[str, int], now: datetime) -> answers.SessionDetail:
    """With all that is on its page."""
    return answers.SessionDetail(
        **_fields(session, taken, now),
        description=session.description,
        programme=[answers.Point(at=one.at, title=one.title, who=one.who) for one in session.programme],
        speakers=[answers.Speaker(name=one.name, role=one.role) for one in session.speakers],
        questions=[
            answers.Question(
                key=one.key,
                label=one.label,
                kind=one.kind,  # pyright: ignore[reportArgumentType], one of the three by construction
                options=list(one.options),
                required=one.required,
                depends_on=one.depends_on,
                depends_value=one.depends_value,
                keep_days=one.keep_days,
            )
            for one in session.terms.questions
        ],
        source_url=session.source_url,
    )


def opened(session: Session) -> answers.OpenSession:
    """As open data."""
    return answers.OpenSession(**_plain(session))


def _fields(session: Session, taken: Mapping[str, int], now: datetime) -> dict[str, Any]:
    return {
        **_plain(session),
        "slug": session.slug,
        "reason": session.reason,
        "contact": session.contact,
        "sign_up": _sign_up(session, taken, now),
    }


def _plain(session: Session) -> dict[str, Any]:
    return {
        "id": str(session.id),
        "url": f"/dialog/{session.slug}",
        "status": session.status,
        "kind": session.kind,
        "mode": session.mode,
        "title": session.title,
        "summary": session.summary,
        "target_group": session.target_group,
        "languages": list(session.languages),
        "interpreters": list(session.interpreters),
        "organiser": session.organiser,
        "starts_at": local(session.starts_at),
        "ends_at": local(session.ends_at),
        "place": _place(session) if session.mode != "online" else None,
        "influence": _influence(session),
    }


def _place(session: Session) -> answers.Place:
    place = session.place
    return answers.Place(
        name=place.name,
        address=place.address,
        postcode=place.postcode,
        city=place.city,
        latitude=place.latitude,
        longitude=place.longitude,
        step_free=place.step_free,
        hearing_loop=place.hearing_loop,
        accessible_toilet=place.accessible_toilet,
        quiet_room=place.quiet_room,
        access_note=place.access_note,
    )


def _influence(session: Session) -> answers.Influence:
    said = session.influence
    return answers.Influence(
        purpose=said.purpose,
        feeds_decision=said.feeds_decision,
        level=said.level.value if said.level else None,
        open_to_influence=said.open_to_influence,
        settled=said.settled,
        decided_by=said.decided_by,
        decided_on=said.decided_on,
        answer_by=said.answer_by,
    )


def _sign_up(session: Session, taken: Mapping[str, int], now: datetime) -> answers.SignUpTerms:
    terms, found = session.terms, openness(session, taken, now=now)

    def free(key: str) -> int | None:
        seats = free_seats(session.seat_plan, taken, key, now=now)
        return None if found.word == "lottery" or seats >= PLENTY // 2 else seats

    return answers.SignUpTerms(
        state=found.word,
        free=found.free,
        opens_at=local(terms.opens_at) if terms.opens_at else None,
        closes_at=local(session.closes_at),
        waiting_list=terms.waiting_list,  # pyright: ignore[reportArgumentType], one of the three by construction
        draw_at=local(terms.draw_at) if terms.draw_at else None,
        draw_commitment=session.draw_commitment,
        max_companions=terms.max_companions,
        categories=[
            answers.Category(key=one.key, name=one.name, free=free(one.key)) for one in session.seat_plan.categories
        ],
        needs_offered=[kind.value for kind in terms.needs_offered],
    )
