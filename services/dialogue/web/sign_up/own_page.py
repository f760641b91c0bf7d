# SPDX-License-Identifier: MPL-2.0
"""/dialog/tilmelding/<link>: a person's own page of one sign-up. Who has the link is the person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from services.dialogue.model import State
from services.dialogue.queries.own_page import find_own_answers, has_evaluated, list_own_needs
from services.dialogue.queries.position import find_position
from services.dialogue.rules.line import serve
from services.dialogue.rules.link import ticket
from services.dialogue.rules.lottery import lot_number
from services.dialogue.store.crowd import list_line, read_taken
from services.dialogue.store.party import needs_kept_until
from services.dialogue.web.public_words import last_days, when, whereabouts
from services.dialogue.web.sign_up.links import Linked, follow
from services.dialogue.web.sign_up.qr_code import qr_code
from services.dialogue.web.sign_up.sign_up_form import Typed, Wrong
from services.dialogue.web.visit import Visit
from services.shared.db import Tx
from services.shared.wall_clock import local
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import FieldError, crumbs

DONE = frozenset({"afmelding", "tilbud", "igen", "aendring", "evaluering"})
"""What a form on the page did, said once above it."""


@dataclass(frozen=True, slots=True)
class Again:
    """The page anew after something on it was refused: what is wrong, and what was typed."""

    wrong: Sequence[Wrong] = ()
    typed: Typed | None = None
    scales: dict[str, str] = field(default_factory=dict[str, str])
    status: int = 200


@get("/dialog/tilmelding/{link:str}", opt=allow(PUBLIC), include_in_schema=False)
async def own_page(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """Where they stand, and what they can do."""
    visit = Visit.of(request)
    return await show_own_page(visit, await follow(visit, "own", link), link, Again())


async def show_own_page(visit: Visit, linked: Linked, link: str, again: Again) -> Response[Any]:
    """The page as it stands now."""
    sign_up, session = linked.sign_up, linked.session
    state = sign_up.state_at(visit.now)
    async with visit.pool.acquire() as connection:
        needs = await list_own_needs(connection, sign_up.id)
        answers = await find_own_answers(connection, sign_up.id)
        evaluated = await has_evaluated(connection, sign_up.id)
        position = await find_position(connection, sign_up.id) if state is State.WAITING else None
        waits_for = await _waits_for(connection, linked, visit) if state is State.WAITING else ""
    is_over = session.ends_at <= visit.now
    typed = again.typed or Typed(
        name=sign_up.name or "",
        companions=str(sign_up.seats - 1),
        needs={one.kind: one.note for one in needs},
        answers=answers,
    )
    has_place = state is State.CONFIRMED
    code = ticket(visit.secret, sign_up.id) if has_place and not is_over else ""
    return visit.show_secret(
        "own_page.html",
        status=again.status,
        title=visit.say(f"own.title.{_title(state, is_over)}"),
        crumbs=crumbs((visit.say("programme.crumb"), "/dialog"), visit.say("own.crumb")),
        errors=[FieldError(one.field, visit.say(one.key, **one.parameters)) for one in again.wrong],
        link=link,
        session=session,
        sign_up=sign_up,
        state=state.value,
        is_over=is_over,
        where=whereabouts(session, visit.say),
        done=visit.query.get("gjort", "") if visit.query.get("gjort") in DONE and not again.wrong else "",
        position=position,
        waits_for=waits_for,
        draw=when(session.terms.draw_at, visit.language) if _awaits_draw(linked) else "",
        lot=lot_number(sign_up.id) if session.terms.waiting_list == "lottery" else "",
        deadline=when(sign_up.expires_at, visit.language),
        needs=needs,
        typed=typed,
        scales=again.scales,
        ticket=code,
        qr=Markup(qr_code(code)) if code else "",  # noqa: S704  drawn by us from letters and digits
        online_url=session.online_url if has_place and session.mode != "in_person" else None,
        can_rejoin=state.is_over and sign_up.proved_at is not None and session.takes_sign_ups(visit.now),
        can_evaluate=is_over and has_place and session.terms.evaluate and not evaluated,
        evaluated=evaluated,
        needs_until=local(needs_kept_until(session)).date(),
        kept_until=local(session.ends_at + session.terms.keep).date(),
        last_day=last_days(session),
    )


def _title(state: State, is_over: bool) -> str:
    return "past" if is_over and state in (State.CONFIRMED, State.WAITING, State.OFFERED) else state.value


def _awaits_draw(linked: Linked) -> bool:
    return linked.session.terms.waiting_list == "lottery" and linked.session.drawn_at is None


async def _waits_for(tx: Tx, linked: Linked, visit: Visit) -> str:
    """What is full, in words."""
    if _awaits_draw(linked):
        return ""
    session = linked.session
    line = await list_line(tx, session.id, now=visit.now, proved_only=True)
    taken = await read_taken(tx, session.id, now=visit.now)
    served = serve(session.seat_plan, taken, line, singles_pass=session.terms.singles_pass, now=visit.now)
    quota = next((one for one in session.seat_plan.quotas if one.key == served.waits_for.get(linked.sign_up.id)), None)
    if quota is not None:
        return visit.say("own.waits_for.quota", name=quota.name)
    return visit.say("own.waits_for.total", n=linked.sign_up.seats)
