# SPDX-License-Identifier: MPL-2.0
"""/dialog/<slug>/tilmelding: signing up in one screen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.dialogue.commands.sign_up import sign_up
from services.dialogue.errors import NoSuchSession, PartyRefused, TooManySignUps
from services.dialogue.model import Session
from services.dialogue.rules.seats import free_seats
from services.dialogue.store.newcomers import read_gone
from services.dialogue.store.party import needs_kept_until
from services.dialogue.store.public_sessions import find_public
from services.dialogue.web.public_words import last_days, standing, whereabouts
from services.dialogue.web.sign_up.sign_up_form import REFUSALS, Typed, Wrong, check, party, read_typed, refused
from services.dialogue.web.visit import Visit
from services.shared.wall_clock import local
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import FieldError, crumbs


@get("/dialog/{slug:str}/tilmelding", opt=allow(PUBLIC), include_in_schema=False)
async def sign_up_page(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """The form, or why there is none."""
    visit = Visit.of(request)
    session, taken = await _session(visit, slug)
    plan = session.seat_plan
    free = [one.key for one in plan.categories if free_seats(plan, taken, one.key, now=visit.now)]
    typed = Typed(category=free[0] if free else plan.categories[0].key, key=token_urlsafe(16))
    return _form(visit, session, taken, typed)


@post("/dialog/{slug:str}/tilmelding", opt=allow(PUBLIC), include_in_schema=False)
async def send_sign_up(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Sign up; whoever has done so before gets the same answer, and a mail that tells where they stand."""
    visit = Visit.of(request)
    session, taken = await _session(visit, slug)
    typed = read_typed(await visit.form_lists(), session)
    if wrong := check(typed, session):
        return _form(visit, session, taken, typed, wrong, status=422)
    wanted, asked = party(typed, visit.language), typed.request(visit.network)
    try:
        made = await sign_up(visit.pool, session.id, wanted, now=visit.now, request=asked)
    except REFUSALS as error:
        session, taken = await _session(visit, slug)  # as it stands by now
        return _form(visit, session, taken, typed, [refused(error)], status=_status(error))
    told = urlencode({"svar": made.told_state.value, "til": int(made.told_until.timestamp())})
    return visit.go(f"/dialog/{session.slug}/tilmeldt?{told}")


def _status(error: Exception) -> int:
    if isinstance(error, PartyRefused):
        return 422
    return 429 if isinstance(error, TooManySignUps) else 409


async def _session(visit: Visit, slug: str) -> tuple[Session, Mapping[str, int]]:
    async with visit.pool.acquire() as connection:
        session = await find_public(connection, slug)
        if session is None:
            raise NoSuchSession(slug)
        return session, await read_gone(connection, session, now=visit.now)


def _form(
    visit: Visit,
    session: Session,
    taken: Mapping[str, int],
    typed: Typed,
    wrong: Sequence[Wrong] = (),
    *,
    status: int = 200,
) -> Response[Any]:
    stands = standing(session, taken, visit.say, visit.language, now=visit.now)
    asks = stands.openness.gives_place or any(one.field.startswith("q-") for one in wrong)
    return visit.show(
        "sign_up.html",
        status=status,
        title=visit.say("sign_up.title", title=session.title),
        crumbs=crumbs(
            (visit.say("programme.crumb"), "/dialog"),
            (session.title, f"/dialog/{session.slug}"),
            visit.say("sign_up.crumb"),
        ),
        errors=[FieldError(one.field, visit.say(one.key, **one.parameters)) for one in wrong],
        session=session,
        stands=stands,
        where=whereabouts(session, visit.say),
        typed=typed,
        asks=asks,
        free={one.key: free_seats(session.seat_plan, taken, one.key, now=visit.now) for one in _told_apart(session)},
        kept_until=local(session.ends_at + session.terms.keep).date(),
        needs_until=local(needs_kept_until(session)).date(),
        last_day=last_days(session),
    )


def _told_apart(session: Session) -> Sequence[Any]:
    categories = session.seat_plan.categories
    return categories if len(categories) > 1 else ()


@get("/dialog/{slug:str}/tilmeldt", opt=allow(PUBLIC), include_in_schema=False)
async def receipt(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Look in your mail: the same page for everybody, whoever they are."""
    visit = Visit.of(request)
    session, _ = await _session(visit, slug)
    return visit.show(
        "sign_up_receipt.html",
        title=visit.say("receipt.title"),
        crumbs=crumbs(
            (visit.say("programme.crumb"), "/dialog"),
            (session.title, f"/dialog/{session.slug}"),
            visit.say("receipt.title"),
        ),
        session=session,
        where=whereabouts(session, visit.say),
        waits=visit.query.get("svar") == "waiting",
        until=_instant(visit.query.get("til", ""), visit.now),
    )


def _instant(typed: str, now: datetime) -> datetime | None:
    """Only what we may have written: some instant within days of now."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 11):
        return None
    seconds = int(typed) - now.timestamp()
    return datetime.fromtimestamp(int(typed), now.tzinfo) if abs(seconds) < 30 * 86400 else None
