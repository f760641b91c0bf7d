# SPDX-License-Identifier: MPL-2.0
"""Fill an empty dialogue schema with the demo's sessions and those who take part, all of it or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from services.dialogue.commands.announcement import tell_session
from services.dialogue.demo.people import DemoSignUp, sign_ups_of
from services.dialogue.demo.sessions import Planned, facilitator, plan_sessions, series_id
from services.dialogue.demo.written import demo_programme, words
from services.dialogue.model import Session, State
from services.dialogue.store.history import insert_history
from services.dialogue.store.imports import insert_series, lock_import, refresh_statistics, settle_first_needs
from services.dialogue.store.party import insert_answers, insert_needs
from services.dialogue.store.sessions import insert_session
from services.dialogue.store.sign_ups import Request, insert_sign_up, update_sign_up
from services.dialogue.store.told_together import claim
from services.shared import outbox
from services.shared.contracts.dialogue import SessionCancelled, SessionEvent, SessionPublished
from services.shared.db import Pool, Tx, in_transaction

STEPS = ("created", "published", "cancelled")
"""What led to each version of a session, as its history names it."""
SOON = timedelta(hours=48)
"""Whoever is invented is not reminded of what is so near; those who sign up afterwards have just been told."""


async def load_demo(pool: Pool, now: datetime, say: Callable[[str], None]) -> bool:
    """Load sessions and sign-ups, and announce the sessions; of the sign-ups nobody is told. `say` tells progress.

    False, and nothing is changed, when there is a session already.
    """

    async def work(tx: Tx) -> bool:
        if not await lock_import(tx):
            return False
        planned = plan_sessions(now)
        say(f"dialogue: {len(planned)} demo sessions")
        for key, title in demo_programme().series.items():
            await insert_series(tx, series_id(key), title)
        for one in planned:
            await _insert(tx, one, now)
        say("dialogue: telling the calendars")
        await outbox.put_all(tx, [event for one in planned for event in announcements_of(one.session, now)], now=now)
        await refresh_statistics(tx)
        return True

    return await in_transaction(pool, work)


def announcements_of(session: Session, now: datetime) -> list[SessionEvent]:
    """That it was published and, where it has been, cancelled after that; nothing of a draft."""
    match session.status:
        case "draft":
            return []
        case "published":
            return [tell_session(SessionPublished, session, now=_told_at(session, 2, now))]
        case "cancelled":
            before = replace(session, status="published", version=2, sequence=session.sequence - 1, reason=None)
            cancelled = tell_session(SessionCancelled, session, now=_told_at(session, 3, now), reason=session.reason)
            return [*announcements_of(before, now), cancelled]


def _told_at(session: Session, version: int, now: datetime) -> datetime:
    """When it became what it is in that version."""
    published = session.published_at or now
    return (published - timedelta(days=7), published, now - timedelta(days=1))[version - 1]


async def _insert(tx: Tx, planned: Planned, now: datetime) -> None:
    session = planned.session
    await insert_session(tx, session, now=_told_at(session, 1, now))
    for version in range(1, session.version + 1):
        step = replace(session, version=version)
        at = _told_at(session, version, now)
        await insert_history(tx, step, STEPS[version - 1], facilitator(), now=at, details={})
    people = sign_ups_of(planned, now)
    for one in people:
        await _sign_up(tx, session, one, now)
    if planned.invitation and planned.invitation.people.arranged:
        count = planned.invitation.people.arranged
        await settle_first_needs(tx, session.id, count, words().arranged, facilitator(), now=now)
    if people and now < session.starts_at <= now + SOON:
        await claim(tx, session.id, "reminded", session.sequence, now=now)


async def _sign_up(tx: Tx, session: Session, one: DemoSignUp, now: datetime) -> None:
    """As it was when it was made; an end came afterwards."""
    asked = one.sign_up.created_at
    made = await insert_sign_up(tx, one.sign_up, Request())
    await insert_needs(tx, session, made.id, one.needs, now=asked)
    await insert_answers(tx, session, made.id, one.answers)
    if one.end:
        called_off = one.end is State.CALLED_OFF
        ended = _told_at(session, 3, now) if called_off else min(now, asked + timedelta(hours=3))
        await update_sign_up(
            tx,
            replace(made, state=one.end),
            now=ended,
            by_staff=called_off,
            reason=session.reason if called_off else None,
        )
