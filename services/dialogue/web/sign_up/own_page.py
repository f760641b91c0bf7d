# SPDX-License-Identifier: MPL-2.0
"""/dialog/tilmelding/<link>: a person's own page of one sign-up. Who has the link is the person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from services.dialogue.model import Session, SignUp
from services.dialogue.rules.link import ticket
from services.dialogue.rules.lottery import lot_number
from services.dialogue.store.party import needs_kept_until
from services.dialogue.web.public_words import last_days, when, whereabouts
from services.dialogue.web.sign_up.links import Linked, follow
from services.dialogue.web.sign_up.own_state import OwnState, read_own_state
from services.dialogue.web.sign_up.qr_code import qr_code
from services.dialogue.web.sign_up.sign_up_form import Typed, Wrong
from services.dialogue.web.visit import Visit
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
    own = await read_own_state(visit, linked)
    done = visit.query.get("gjort", "")
    return visit.show_secret(
        "own_page.html",
        status=again.status,
        title=visit.say(f"own.title.{own.title}"),
        crumbs=crumbs((visit.say("programme.crumb"), "/dialog"), visit.say("own.crumb")),
        errors=[FieldError(one.field, visit.say(one.key, **one.parameters)) for one in again.wrong],
        link=link,
        session=session,
        sign_up=sign_up,
        own=own,
        state=own.state.value,
        is_over=own.is_over,
        done=done if done in DONE and not again.wrong else "",
        typed=again.typed or _stored(sign_up, own),
        scales=again.scales,
        where=whereabouts(session, visit.say),
        deadline=when(sign_up.expires_at, visit.language),
        draw=when(session.terms.draw_at, visit.language) if own.in_draw else "",
        lot=lot_number(sign_up.id) if session.terms.waiting_list == "lottery" else "",
        needs_until=local(needs_kept_until(session)).date(),
        kept_until=local(session.ends_at + session.terms.keep).date(),
        last_day=last_days(session),
        **_for_a_place(visit, sign_up, session, own),
        **_what_can_be_done(visit, sign_up, session, own),
    )


def _stored(sign_up: SignUp, own: OwnState) -> Typed:
    return Typed(
        name=sign_up.name or "",
        companions=str(sign_up.seats - 1),
        needs={one.kind: one.note for one in own.needs},
        answers=own.answers,
    )


def _for_a_place(visit: Visit, sign_up: SignUp, session: Session, own: OwnState) -> dict[str, Any]:
    """The ticket and the way in, for those with a place in what is not over."""
    inside = own.has_place and not own.is_over
    code = ticket(visit.secret, sign_up.id) if inside else ""
    return {
        "ticket": code,
        "qr": Markup(qr_code(code)) if code else "",  # noqa: S704  drawn by us from letters and digits
        "online_url": session.online_url if inside and session.mode != "in_person" else None,
    }


def _what_can_be_done(visit: Visit, sign_up: SignUp, session: Session, own: OwnState) -> dict[str, bool]:
    required = any(one.required for one in session.terms.questions)
    proved, takes_sign_ups = sign_up.proved_at is not None, session.takes_sign_ups(visit.now)
    return {
        "asks": own.has_place and not own.is_over and required and not own.answers,
        "can_rejoin": own.state.is_over and proved and takes_sign_ups,
        "can_evaluate": own.is_over and own.has_place and session.terms.evaluate and not own.evaluated,
    }
