# SPDX-License-Identifier: MPL-2.0
"""The first two steps of every command on a session that is already there."""

from uuid import UUID

from services.dialogue.errors import StaleVersion
from services.dialogue.model import Session
from services.dialogue.store.sessions import lock_session
from services.shared.db import Tx


async def lock_as_seen(tx: Tx, session_id: UUID, version: int) -> Session:
    """Locked, and still as whoever acts on it saw it. Raises NoSuchSession, StaleVersion."""
    session = await lock_session(tx, session_id)
    require_seen(session, version)
    return session


def require_seen(session: Session, version: int) -> None:
    """Raises StaleVersion."""
    if session.version != version:
        raise StaleVersion
