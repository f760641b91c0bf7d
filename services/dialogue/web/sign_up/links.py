# SPDX-License-Identifier: MPL-2.0
"""Whose link it is. A wrong one, an old one and an erased one are answered alike."""

from dataclasses import dataclass
from datetime import datetime

from services.dialogue.errors import NoSuchSignUp
from services.dialogue.model import Session, SignUp, State
from services.dialogue.rules.link import Purpose, read_link
from services.dialogue.store.sessions import find_session
from services.dialogue.store.sign_ups import find_sign_up
from services.dialogue.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Linked:
    """A sign-up and its session."""

    sign_up: SignUp
    session: Session

    def is_in_draw(self, now: datetime) -> bool:
        """True while they wait for lots to be drawn, when a number in line would mean nothing."""
        awaits = self.session.terms.waiting_list == "lottery" and self.session.drawn_at is None
        return awaits and self.sign_up.state_at(now) is State.WAITING


async def follow(visit: Visit, purpose: Purpose, link: str) -> Linked:
    """Raises NoSuchSignUp."""
    of = read_link(visit.secret, purpose, link)
    if of is not None:
        async with visit.pool.acquire() as connection:
            found = await find_sign_up(connection, of)
            session = await find_session(connection, found.session_id) if found else None
        if found and session and session.forgotten_at is None:
            return Linked(found, session)
    raise NoSuchSignUp("not one of ours")
