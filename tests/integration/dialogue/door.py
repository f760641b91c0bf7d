# SPDX-License-Identifier: MPL-2.0
"""People at a door to test with."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.dialogue.commands.check_in import check_in
from services.dialogue.commands.scan import Scan
from services.dialogue.model import Actor, Session
from services.dialogue.rules.link import ticket
from services.dialogue.store.attendances import Attendance
from services.shared.db import Pool
from tests.integration.dialogue.meeting import NOW

SECRET = "a secret for tests only"
EVENING = NOW + timedelta(days=14, hours=7, minutes=30)
"""Half an hour before `meeting()` begins."""
DORTE = Actor(uuid4(), "Dorte Dialog", is_staff=True)


def scan(device: str = "dør 1", at: datetime = EVENING, people: int | None = None, of: UUID | None = None) -> Scan:
    """A fresh one, or the same one told again."""
    return Scan(of or uuid4(), device, at, people)


async def let_in(
    pool: Pool, session: Session, who: str | UUID, told: Scan | None = None, *, now: datetime = EVENING
) -> Attendance:
    """As the door does."""
    return await check_in(pool, session.id, who, told or scan(), DORTE, secret=SECRET, now=now)


def ticket_of(sign_up: Any) -> str:
    """What stands on it."""
    return ticket(SECRET, sign_up.id)


async def came(pool: Pool, session: Session) -> list[tuple[UUID, int]]:
    """Who came and how many, counted without the code that is tested."""
    rows = await pool.fetch("SELECT sign_up_id, people FROM attendances WHERE session_id = $1 ORDER BY at", session.id)
    return [(row["sign_up_id"], row["people"]) for row in rows]
