# SPDX-License-Identifier: MPL-2.0
"""The demo's sessions: what was held, at its own date, and what the municipality invites to now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.dialogue.demo.days import day_of, span
from services.dialogue.demo.terms import plan_of, terms_of
from services.dialogue.demo.texts import held, influence, invited, is_held, programme
from services.dialogue.demo.written import (
    Announcement,
    Invitation,
    WrittenPlace,
    announcements,
    demo_programme,
    towns,
    words,
)
from services.dialogue.demo.written_terms import WrittenTerms
from services.dialogue.model import Actor, Place, Session, SignUpTerms
from services.dialogue.rules.lottery import commitment, new_seed
from services.shared.demo import DEMO_PERSONS, demo_id
from services.shared.identity import StaffRole

START, LENGTH = "17:00", timedelta(hours=2)
"""Of what was held at a time that is not known."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A session, and the invitation it is made from when it is to come."""

    session: Session
    invitation: Invitation | None = None


def plan_sessions(now: datetime) -> list[Planned]:
    """What is over, the oldest first; then what is to come, as it is written."""
    past = [one for one in announcements().values() if is_held(one)]
    over = [Planned(_held(one)) for one in sorted(past, key=lambda one: one.date or "")]
    return over + [Planned(_invited(one, now), one) for one in demo_programme().sessions]


def session_id(slug: str) -> UUID:
    """The session's id in every demo municipality."""
    return demo_id("dialogue-session", slug)


def series_id(key: str) -> UUID:
    """The series' id in every demo municipality."""
    return demo_id("dialogue-series", key)


_FACILITATOR = next(one for one in DEMO_PERSONS if StaffRole.FACILITATOR in one.staff_roles)


def facilitator() -> Actor:
    """Who runs them all."""
    return Actor(_FACILITATOR.id, _FACILITATOR.name, is_staff=True)


def _held(one: Announcement) -> Session:
    day = date.fromisoformat(one.date or "")
    starts_at, ends_at = span(day, f"{one.start or START}-{one.end or '23:00'}")
    ends_at = ends_at if one.end else starts_at + LENGTH
    terms = WrittenTerms(sign_up=bool(one.sign_up), capacity=one.capacity)
    plain = _session(one.slug, one, starts_at, ends_at, terms)
    return replace(
        plain,
        series_id=series_id(one.series) if one.series else None,
        description=held(one),
        forgotten_at=ends_at + plain.terms.keep,
    )


def _invited(one: Invitation, now: datetime) -> Session:
    starts_at, ends_at = span(day_of(one.when, now), one.at)
    model = announcements()[one.takes_over] if one.takes_over else _invented(one)
    plain = _session(one.slug, model, starts_at, ends_at, one.terms)
    seed = new_seed() if one.terms.waiting_list == "lottery" else None  # a draw that can be foreseen is none
    cancelled = one.status == "cancelled"
    return replace(
        plain,
        version=1 if one.status == "draft" else 3 if cancelled else 2,
        series_id=series_id(one.series) if one.series else None,
        status=one.status,
        kind=one.kind or plain.kind,
        mode=one.mode or plain.mode,
        title=one.title or plain.title,
        summary=one.summary or plain.summary,
        description=invited(one),
        programme=programme(one.programme) or plain.programme,
        interpreters=one.interpreters,
        organiser=words().organiser,
        contact=words().contact,
        sequence=1 if cancelled else 0,
        place=_demo_place(one, plain.place),
        online_url=one.online_url,
        terms=_terms(one, starts_at, now),
        seat_plan=plan_of(one.terms.capacity, starts_at, one.plan),
        draw_seed=seed,
        draw_commitment=commitment(seed) if seed else None,
        reason=one.reason,
        published_at=None if one.status == "draft" else min(starts_at - timedelta(days=35), now - timedelta(days=10)),
    )


def _terms(one: Invitation, starts_at: datetime, now: datetime) -> SignUpTerms:
    terms = terms_of(one.terms, starts_at, one.questions)
    return replace(terms, closes_at=now - timedelta(days=1)) if one.terms.is_closed else terms


def _invented(one: Invitation) -> Announcement:
    """A session that nobody announced, in the form of one that somebody did."""
    return Announcement(
        key="", published="announcement", title=one.title, source="", municipality=None, influence=one.influence
    )


def _session(slug: str, one: Announcement, starts_at: datetime, ends_at: datetime, terms: WrittenTerms) -> Session:
    """What the two kinds have in common; published well before, and never changed."""
    return Session(
        id=session_id(slug),
        version=2,
        slug=slug,
        series_id=None,
        status="published",
        kind=one.kind,
        mode=one.mode,
        title=one.title,
        summary=one.summary,
        description="",
        target_group=one.target_group,
        languages=("da",),
        interpreters=(),
        programme=programme(one.programme),
        speakers=(),
        organiser=_organiser(one),
        contact="",
        source_url=one.source or None,
        facilitator_ids=(_FACILITATOR.id,),
        starts_at=starts_at,
        ends_at=ends_at,
        sequence=0,
        place=_place(one),
        online_url=None,
        influence=influence(one.influence, starts_at),
        terms=terms_of(terms, starts_at),
        seat_plan=plan_of(terms.capacity, starts_at),
        draw_seed=None,
        draw_commitment=None,
        drawn_at=None,
        reason=None,
        published_at=starts_at - timedelta(days=28),
        forgotten_at=None,
    )


def _organiser(one: Announcement) -> str:
    if one.organiser is not None:
        return one.organiser
    return f"{one.municipality} Kommune" if one.municipality else ""


def _place(one: Announcement) -> Place:
    if one.mode == "online":
        return Place()
    return _in_town(one.venue or "", one.town, one.address or "", one.postcode or "")


def _demo_place(one: Invitation, model: Place) -> Place:
    own: WrittenPlace | None = one.place
    place = _in_town(own.name, own.town) if own else model
    facts = one.access
    return replace(
        place,
        step_free=facts.step_free,
        hearing_loop=facts.hearing_loop,
        accessible_toilet=facts.accessible_toilet,
        quiet_room=facts.quiet_room,
    )


def _in_town(name: str, town: str, address: str = "", postcode: str = "") -> Place:
    found = towns().get(town)
    if found is None:
        return Place(name, address, postcode)
    return Place(
        name,
        address,
        postcode or found.postcode,
        town,
        found.latitude,
        found.longitude,
        access_note=words().approximate,
    )
