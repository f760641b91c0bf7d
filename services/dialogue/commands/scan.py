# SPDX-License-Identifier: MPL-2.0
"""What a phone at the door tells, and how much of it is believed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.dialogue.errors import KeyReused, WrongState
from services.dialogue.model import Session
from services.dialogue.store.attendances import Attendance, find_scan
from services.dialogue.store.sessions import lock_session
from services.shared.db import Tx
from services.shared.wall_clock import local, start_of_day


@dataclass(frozen=True, slots=True)
class Scan:
    """One tap, ticket or guest."""

    id: UUID
    """Made by the phone, so that it may tell the same thing twice."""
    device: str
    at: datetime
    """By the phone's clock."""
    people: int | None = None
    """How many came; None: all of the party."""


async def lock_for_scan(tx: Tx, session_id: UUID, scan: Scan) -> tuple[Session, Attendance | None]:
    """Lock the session, then read what the same scan did before.

    Raises NoSuchSession, WrongState where nobody is let in any more or yet, KeyReused for another session's scan.
    """
    session = await lock_session(tx, session_id)
    earlier = await find_scan(tx, scan.id)
    if earlier and earlier.session_id != session_id:
        raise KeyReused(str(scan.id))
    if earlier:
        return session, earlier
    if session.status != "published" or session.forgotten_at is not None:
        raise WrongState("forgotten" if session.forgotten_at else session.status)
    return session, None


def came_at(session: Session, scan: Scan, now: datetime) -> datetime:
    """When they came: as the phone says, but never before the session's day, nor in the future."""
    return min(max(scan.at, start_of_day(local(session.starts_at).date())), now)


def attendance_of(session: Session, scan: Scan, sign_up_id: UUID, people: int, now: datetime) -> Attendance:
    """What is put down of it."""
    return Attendance(scan.id, sign_up_id, session.id, people, scan.device, came_at(session, scan, now))
