# SPDX-License-Identifier: MPL-2.0
"""Sessions of the programme with their gone seats, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.dialogue.model import Session
from services.dialogue.queries.programme import Place, ProgrammeSearch, list_programme
from services.dialogue.rules.openness import openness
from services.dialogue.store.newcomers import list_gone
from services.dialogue.store.public_sessions import list_public
from services.shared.db import Tx

MOST = 300
"""Sessions a calendar month or a map shows at most."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One session and the seats that are gone in each category."""

    session: Session
    taken: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of them, and where the list goes on."""

    items: tuple[Listed, ...]
    more: Place | None


async def read_page(
    tx: Tx, search: ProgrammeSearch, *, now: datetime, after: Place | None = None, limit: int, only_free: bool = False
) -> Page:
    """With `only_free`, those where a place can be had now, or where one just comes."""
    items = list[Listed]()
    while True:
        found = await list_programme(tx, search, now=now, after=after, limit=limit + 1)
        sessions = {one.id: one for one in await list_public(tx, [one.id for one in found])}
        gone = await list_gone(tx, list(sessions.values()), {one.id: one.taken for one in found}, now=now)
        for one in found[:limit]:
            if one.id in sessions and (not only_free or _is_free(sessions[one.id], gone[one.id], now)):
                items.append(Listed(sessions[one.id], gone[one.id]))
            after = (one.starts_at, one.id)
            if len(items) == limit:
                return Page(tuple(items), after if one != found[-1] else None)
        if len(found) <= limit:
            return Page(tuple(items), None)


def _is_free(session: Session, taken: Mapping[str, int], now: datetime) -> bool:
    found = openness(session, taken, now=now)
    return found.gives_place or found.word in ("just_come", "lottery")
