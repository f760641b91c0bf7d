# SPDX-License-Identifier: MPL-2.0
"""Store a draft: a fresh session nobody knows of yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.dialogue.model import Actor, Session
from services.dialogue.rules.description import Description
from services.dialogue.rules.slug import free_slug, slug_of
from services.dialogue.store.history import insert_history
from services.dialogue.store.series import list_slugs
from services.dialogue.store.sessions import insert_session
from services.shared.db import Tx
from services.shared.wall_clock import local


async def insert_draft(
    tx: Tx,
    description: Description,
    session_id: UUID,
    *,
    series_id: UUID | None,
    action: str,
    actor: Actor,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> Session:
    """With a word of its own for its address. `action` is a word for the history; the caller holds the lock of planning."""
    session = _draft(description, session_id, series_id, await find_slug(tx, description.title, description.starts_at))
    await insert_session(tx, session, now=now)
    await insert_history(tx, session, action, actor, now=now, details=details or {})
    return session


async def find_slug(tx: Tx, title: str, starts_at: datetime) -> str:
    """A free one. The caller holds the lock of planning, so that it stays free."""
    taken = await list_slugs(tx, slug_of(title))
    return free_slug(title, local(starts_at).date(), taken)


def _draft(description: Description, session_id: UUID, series_id: UUID | None, slug: str) -> Session:
    described = {name: getattr(description, name) for name in Description.__dataclass_fields__}
    return Session(
        id=session_id,
        version=1,
        slug=slug,
        series_id=series_id,
        status="draft",
        sequence=0,
        draw_seed=None,
        draw_commitment=None,
        drawn_at=None,
        reason=None,
        published_at=None,
        forgotten_at=None,
        **described,
    )
