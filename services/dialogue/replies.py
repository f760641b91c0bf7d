# SPDX-License-Identifier: MPL-2.0
"""What dialogue answers: where people are reached and what is true of them in the moment a mail is sent; what is next.

Addresses live here and nowhere else: no event and no other service keeps one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.dialogue.commands.promote_waiting import awaits_draw
from services.dialogue.model import Session, SignUp, State
from services.dialogue.queries.position import find_position
from services.dialogue.queries.programme import ProgrammeSearch, list_programme
from services.dialogue.rules.facts import facts
from services.dialogue.rules.link import ticket, write_link
from services.dialogue.rules.openness import Word, openness
from services.dialogue.rules.still_true import still_true
from services.dialogue.store.link_requests import find_link_request
from services.dialogue.store.newcomers import list_gone
from services.dialogue.store.party import SettledNeed, find_settled_need
from services.dialogue.store.public_sessions import list_public
from services.dialogue.store.sessions import find_session
from services.dialogue.store.sign_ups import find_sign_up, list_active_of
from services.shared.contracts.dialogue import (
    LinksMailReply,
    OwnLink,
    SignUpMailReply,
    SignUpMailRequest,
    UpcomingReply,
    UpcomingSession,
)
from services.shared.db import Pool


async def reply_sign_up_mail(pool: Pool, asked: SignUpMailRequest, secret: str, *, now: datetime) -> SignUpMailReply:
    """Whom to tell and what; nobody when it is no longer true, or when there is no address."""
    async with pool.acquire() as connection:
        sign_up = await find_sign_up(connection, asked.sign_up_id)
        session = await find_session(connection, sign_up.session_id) if sign_up and sign_up.email else None
        if sign_up is None or session is None:
            return SignUpMailReply(email=None)
        if not still_true(asked.kind, asked.sequence, sign_up, session, now=now):
            return SignUpMailReply(email=None)
        need = await find_settled_need(connection, asked.need_id) if asked.need_id else None
        position = await find_position(connection, sign_up.id, now=now)
    return _reply(sign_up, session, position, need, secret, now)


def _reply(
    sign_up: SignUp, session: Session, position: int | None, need: SettledNeed | None, secret: str, now: datetime
) -> SignUpMailReply:
    state = sign_up.state_at(now)
    has_place = state is State.CONFIRMED
    return SignUpMailReply(
        email=sign_up.email,
        name=sign_up.name or "",
        language=sign_up.language,
        own_path=own_path(secret, sign_up.id),
        confirm_path=None if sign_up.proved_at else f"/dialog/bekraeft/{write_link(secret, 'confirm', sign_up.id)}",
        position=position if state is State.WAITING and not awaits_draw(session) else None,
        draw_at=session.terms.draw_at if state is State.WAITING and awaits_draw(session) else None,
        state=state.value,
        seats=sign_up.seats,
        expires_at=sign_up.expires_at,
        online_url=session.online_url if has_place else None,
        ticket=ticket(secret, sign_up.id) if has_place else None,
        need=need.kind if need else None,
        need_outcome=need.outcome if need else None,
        need_note=need.note if need else None,
        organiser=session.organiser,
    )


async def reply_links_mail(pool: Pool, links_id: UUID, secret: str, *, now: datetime) -> LinksMailReply:
    """Links to what is not over, the next session first; nobody, when there is none."""
    async with pool.acquire() as connection:
        asked = await find_link_request(connection, links_id, now=now)
        if asked is None:
            return LinksMailReply(email=None)
        links: list[tuple[Session, SignUp]] = []
        for sign_up in await list_active_of(connection, asked.email_key, now=now):
            session = await find_session(connection, sign_up.session_id)
            if session and session.forgotten_at is None:
                links.append((session, sign_up))
    if not links:
        return LinksMailReply(email=None)
    links.sort(key=lambda one: one[0].starts_at)
    return LinksMailReply(
        email=links[0][1].email,
        name=links[0][1].name or "",
        language=asked.language,
        links=tuple(
            OwnLink(session=facts(session), state=one.state_at(now).value, own_path=own_path(secret, one.id))
            for session, one in links
        ),
    )


def own_path(secret: str, sign_up_id: UUID) -> str:
    """The address of a person's own page, without host and language."""
    return f"/dialog/tilmelding/{write_link(secret, 'own', sign_up_id)}"


PAGE = 20
type Seats = Literal["free", "few", "lottery", "waiting_list", "full", "no_sign_up", "early", "closed"]
_SEATS: Mapping[Word, Seats] = {
    "plenty": "free",
    "free": "free",
    "few": "few",
    "lottery": "lottery",
    "waiting_list": "waiting_list",
    "full": "full",
    "just_come": "no_sign_up",
    "early": "early",
    "closed": "closed",
}


async def reply_upcoming(pool: Pool, limit: int, *, now: datetime) -> UpcomingReply:
    """What one can come to next; what is cancelled stands in the programme only."""
    items, after = list[UpcomingSession](), None
    async with pool.acquire() as connection:
        while True:
            found = await list_programme(connection, ProgrammeSearch(), now=now, after=after, limit=PAGE)
            taken = {one.id: one.taken for one in found}
            sessions = await list_public(connection, list(taken))
            gone = await list_gone(connection, sessions, taken, now=now)
            items += [_upcoming(one, gone[one.id], now) for one in sessions if one.status == "published"]
            if len(items) >= limit or len(found) < PAGE:
                return UpcomingReply(items=tuple(items[:limit]))
            after = (found[-1].starts_at, found[-1].id)


def _upcoming(session: Session, taken: Mapping[str, int], now: datetime) -> UpcomingSession:
    return UpcomingSession(
        title=session.title,
        slug=session.slug,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place.name,
        mode=session.mode,
        kind=session.kind,
        seats=_SEATS.get(openness(session, taken, now=now).word, "closed"),
    )
