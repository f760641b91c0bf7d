# SPDX-License-Identifier: MPL-2.0
"""Sessions: locked, read and written whole. The row is the lock that every writer of a session takes first."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.dialogue.errors import NoSuchSession
from services.dialogue.model import (
    Influence,
    InfluenceStatement,
    NeedKind,
    Place,
    ProgrammePoint,
    Session,
    SignUpTerms,
    Speaker,
)
from services.dialogue.store.plans import read_questions, read_seat_plan, write_questions, write_seat_plan
from services.shared.db import Tx


async def lock_session(tx: Tx, session_id: UUID) -> Session:
    """The first statement of every command that writes a session or its sign-ups. Raises NoSuchSession.

    Under READ COMMITTED the row is read as it stands once the lock is had; what is read after it is as new.
    """
    row = await tx.fetchrow(f"SELECT {_LOCKED} FROM sessions WHERE id = $1 FOR UPDATE", session_id)
    if row is None:
        raise NoSuchSession(str(session_id))
    return _read_committed(row)


async def lock_session_of(tx: Tx, sign_up_id: UUID) -> Session | None:
    """The session a sign-up belongs to (it never changes), locked. None when there is no such sign-up."""
    row = await tx.fetchrow(
        f"SELECT {_LOCKED} FROM sessions WHERE id = (SELECT session_id FROM sign_ups WHERE id = $1) FOR UPDATE",
        sign_up_id,
    )
    return _read_committed(row) if row else None


_LOCKED = "*, current_setting('transaction_isolation') AS isolation"


class WrongIsolation(RuntimeError):
    """A defect. Under REPEATABLE READ what is counted after the lock would be as old as the transaction, and oversold."""


def _read_committed(row: Record) -> Session:
    if row["isolation"] != "read committed":
        raise WrongIsolation(row["isolation"])
    return read_session(row)


async def find_session(tx: Tx, session_id: UUID) -> Session | None:
    """As it stands, for who only looks."""
    row = await tx.fetchrow("SELECT * FROM sessions WHERE id = $1", session_id)
    return read_session(row) if row else None


async def insert_session(tx: Tx, session: Session, *, now: datetime) -> None:
    """Store a new one."""
    values = _values(session)
    columns = ", ".join(values)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    await tx.execute(
        f"INSERT INTO sessions ({columns}, created_at) VALUES ({places}, ${len(values) + 1})", *values.values(), now
    )


async def update_session(tx: Tx, session: Session) -> None:
    """Store all of it anew."""
    values = _values(session)
    sets = ", ".join(f"{column} = ${number}" for number, column in enumerate(values, start=1))
    await tx.execute(f"UPDATE sessions SET {sets} WHERE id = ${len(values) + 1}", *values.values(), session.id)


def _values(session: Session) -> dict[str, Any]:
    """Column by column. Made from constants, never from what somebody typed."""
    place, influence, terms = session.place, session.influence, session.terms
    return {
        "id": session.id,
        "version": session.version,
        "slug": session.slug,
        "series_id": session.series_id,
        "status": session.status,
        "kind": session.kind,
        "mode": session.mode,
        "title": session.title,
        "summary": session.summary,
        "description": session.description,
        "target_group": session.target_group,
        "languages": list(session.languages),
        "interpreters": list(session.interpreters),
        "programme": [asdict(one) for one in session.programme],
        "speakers": [asdict(one) for one in session.speakers],
        "organiser": session.organiser,
        "contact": session.contact,
        "source_url": session.source_url,
        "facilitator_ids": list(session.facilitator_ids),
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "sequence": session.sequence,
        "place": place.name,
        "address": place.address,
        "postcode": place.postcode,
        "city": place.city,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "step_free": place.step_free,
        "hearing_loop": place.hearing_loop,
        "accessible_toilet": place.accessible_toilet,
        "quiet_room": place.quiet_room,
        "access_note": place.access_note,
        "online_url": session.online_url,
        "purpose": influence.purpose,
        "feeds_decision": influence.feeds_decision,
        "influence": influence.level,
        "open_to_influence": influence.open_to_influence,
        "settled": influence.settled,
        "decided_by": influence.decided_by,
        "decided_on": influence.decided_on,
        "answer_by": influence.answer_by,
        "sign_up": terms.sign_up,
        "opens_at": terms.opens_at,
        "closes_at": terms.closes_at,
        "capacity": session.seat_plan.capacity,
        "seat_plan": write_seat_plan(session.seat_plan),
        "max_companions": terms.max_companions,
        "waiting_list": terms.waiting_list,
        "singles_pass": terms.singles_pass,
        "promotes_to": terms.promotes_to,
        "hold_minutes": int(terms.hold / timedelta(minutes=1)),
        "offer_hours": terms.offer_hours,
        "offer_working_days": terms.offer_working_days,
        "draw_at": terms.draw_at,
        "draw_seed": session.draw_seed,
        "draw_commitment": session.draw_commitment,
        "drawn_at": session.drawn_at,
        "questions": write_questions(terms.questions),
        "needs_offered": [kind.value for kind in terms.needs_offered],
        "needs_due_days": terms.needs_due.days,
        "keep_days": terms.keep.days,
        "evaluate": terms.evaluate,
        "published_at": session.published_at,
        "reason": session.reason,
        "forgotten_at": session.forgotten_at,
    }


def read_session(row: Record) -> Session:
    """A session from all the columns of its row."""
    return Session(
        id=row["id"],
        version=row["version"],
        slug=row["slug"],
        series_id=row["series_id"],
        status=row["status"],
        kind=row["kind"],
        mode=row["mode"],
        title=row["title"],
        summary=row["summary"],
        description=row["description"],
        target_group=row["target_group"],
        languages=tuple(row["languages"]),
        interpreters=tuple(row["interpreters"]),
        programme=tuple(ProgrammePoint(**one) for one in row["programme"]),
        speakers=tuple(Speaker(**one) for one in row["speakers"]),
        organiser=row["organiser"],
        contact=row["contact"],
        source_url=row["source_url"],
        facilitator_ids=tuple(row["facilitator_ids"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        sequence=row["sequence"],
        place=read_place(row),
        online_url=row["online_url"],
        influence=_influence(row),
        terms=_terms(row),
        seat_plan=read_seat_plan(row["seat_plan"], row["capacity"]),
        draw_seed=row["draw_seed"],
        draw_commitment=row["draw_commitment"],
        drawn_at=row["drawn_at"],
        reason=row["reason"],
        published_at=row["published_at"],
        forgotten_at=row["forgotten_at"],
    )


def read_place(row: Record) -> Place:
    """Where a session is, from its row."""
    return Place(
        name=row["place"],
        address=row["address"],
        postcode=row["postcode"],
        city=row["city"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        step_free=row["step_free"],
        hearing_loop=row["hearing_loop"],
        accessible_toilet=row["accessible_toilet"],
        quiet_room=row["quiet_room"],
        access_note=row["access_note"],
    )


def _influence(row: Record) -> InfluenceStatement:
    return InfluenceStatement(
        purpose=row["purpose"],
        feeds_decision=row["feeds_decision"],
        level=Influence(row["influence"]) if row["influence"] else None,
        open_to_influence=row["open_to_influence"],
        settled=row["settled"],
        decided_by=row["decided_by"],
        decided_on=row["decided_on"],
        answer_by=row["answer_by"],
    )


def _terms(row: Record) -> SignUpTerms:
    return SignUpTerms(
        sign_up=row["sign_up"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        max_companions=row["max_companions"],
        waiting_list=row["waiting_list"],
        singles_pass=row["singles_pass"],
        promotes_to=row["promotes_to"],
        hold=timedelta(minutes=row["hold_minutes"]),
        offer_hours=row["offer_hours"],
        offer_working_days=row["offer_working_days"],
        draw_at=row["draw_at"],
        questions=read_questions(row["questions"]),
        needs_offered=tuple(NeedKind(kind) for kind in row["needs_offered"]),
        needs_due=timedelta(days=row["needs_due_days"]),
        keep=timedelta(days=row["keep_days"]),
        evaluate=row["evaluate"],
    )
