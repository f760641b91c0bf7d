# SPDX-License-Identifier: MPL-2.0
"""The booking form: who, what, when, how many; what the rules say of it; and the booking itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.exceptions import NotAuthorizedException
from litestar.params import FromPath

from services.booking.commands.place_booking import place_booking
from services.booking.commands.try_booking import Trial, try_booking
from services.booking.errors import KeyReused, NoSuchRoom, NotAllowed, Refused, SlotTaken
from services.booking.model import Wish
from services.booking.queries.alternatives import Alternative
from services.booking.queries.choices import AssociationLink, list_associations
from services.booking.queries.memberships import list_memberships
from services.booking.queries.rooms import RoomDetail, find_room
from services.booking.store.idempotency import Key
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.book_form import MOST_KEY, BookForm, read_book_form
from services.booking.web.wall_clock_form import write_time
from services.booking.web.week_words import dates_in, write_week
from services.booking.web.wording import met_sentence, verdict_sentence
from services.shared.ids import new_id
from services.shared.wall_clock import monday_of
from services.shared.web.access import PUBLIC, SIGNED_IN, allow
from services.shared.web.app import SIGN_IN
from services.shared.web.language import address
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

TRIED = ("association", "date", "from", "to", "people")
"""With one of these in the address bar something is asked for already."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the form stands on: the room, and for whom the caller may book."""

    room: RoomDetail
    associations: tuple[AssociationLink, ...]
    is_staff: bool

    @property
    def ids(self) -> frozenset[UUID]:
        """The associations' ids."""
        return frozenset(association.id for association in self.associations)


@get("/lokaler/{slug:str}/book", opt=allow(SIGNED_IN), include_in_schema=False)
async def book(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """The form with what the address bar says filled in, and the verdicts when that is enough to judge."""
    visit = Visit.of(request)
    desk = await _desk(visit, slug)
    form = read_book_form(visit.query, desk.ids)
    trial = await try_wish(visit, form.wish(desk.room.id))
    form.errors = {name: key for name, key in form.errors.items() if visit.query.get(name)}
    return _show(visit, desk, form, trial)


@get("/lokaler/{slug:str}/book/svar", opt=allow(SIGNED_IN), include_in_schema=False)
async def book_answer(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Only the verdicts, while the form is being filled in."""
    visit = Visit.of(request)
    desk = await _desk(visit, slug)
    form = read_book_form(visit.query, desk.ids)
    wish = form.wish(desk.room.id)
    trial = await try_wish(visit, wish)
    time_errors = {
        name: key
        for name, key in form.errors.items()
        if name in ("date", "end_date", "from", "to") and visit.query.get(name)
    }
    return visit.show(
        "book_answer.html",
        form=form,
        typed=visit.query,
        time_errors=time_errors,
        **panel(visit, trial, visit.query, desk.is_staff),
    )


@post("/lokaler/{slug:str}/book", opt=allow(PUBLIC), include_in_schema=False, status_code=303)
async def book_submit(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Place the booking. Open to all, so that who is no longer signed in comes back to a form that is still filled in."""
    visit = Visit.of(request)
    typed = await visit.form()
    if visit.caller.person_id is None:
        if (
            "auth" in request.scope and request.scope["auth"] == "silent"
        ):  # the portal does not answer: who is signed in is not signed out
            raise NotAuthorizedException
        return _sign_in(visit, f"/lokaler/{slug}/book", typed)
    desk = await _desk(visit, slug)
    form = read_book_form(typed, desk.ids)
    wish = form.wish(desk.room.id)
    if typed.get("check"):
        return _show(visit, desk, form, await try_wish(visit, wish))
    if form.errors or wish is None or form.people is None:
        return _show(visit, desk, form, await try_wish(visit, wish), status=400)
    return await _place(visit, desk, form, wish)


async def _place(visit: Visit, desk: Desk, form: BookForm, wish: Wish) -> Response[Any]:
    actor = actor_of(visit.caller)
    given = form.typed.get("key", "")[:MOST_KEY]
    try:
        placed = await place_booking(
            visit.pool,
            wish,
            actor,
            now=visit.now,
            key=Key(actor.id, given) if given else None,
            override_reason=form.typed.get("override_reason") or None,
        )
    except Refused:
        return _show(visit, desk, form, await try_wish(visit, wish), status=422, summary="book.error.refused")
    except SlotTaken:
        return _show(visit, desk, form, await try_wish(visit, wish), status=409, summary="book.error.taken")
    except KeyReused:
        form.typed = {**form.typed, "key": ""}
        return _show(visit, desk, form, await try_wish(visit, wish), status=409, summary="book.error.sent_before")
    return visit.go(f"/bookinger/{placed.booking_id}?new=1")


async def try_wish(visit: Visit, wish: Wish | None, *, apart_from: UUID | None = None) -> Trial | None:
    """What would come of it; None while there is nothing to judge."""
    if wish is None:
        return None
    try:
        return await try_booking(visit.pool, wish, actor_of(visit.caller), now=visit.now, apart_from=apart_from)
    except NotAllowed:
        return None


def panel(visit: Visit, trial: Trial | None, typed: Mapping[str, str], is_staff: bool) -> dict[str, Any]:
    """What the panel of verdicts is drawn from."""
    kept = {name: typed[name] for name in ("association", "people", "purpose", "activity", "team") if typed.get(name)}
    return {
        "trial": trial,
        "is_staff": is_staff,
        "told": partial(verdict_sentence, say=visit.say, language=visit.language),
        "met": partial(met_sentence, say=visit.say),
        "alternative_link": partial(_alternative_link, kept),
    }


def _alternative_link(kept: Mapping[str, str], one: Alternative) -> str:
    return f"/lokaler/{one.room_slug}/book?{urlencode(write_time(one.span) | dict(kept))}"


async def _desk(visit: Visit, slug: str) -> Desk:
    is_staff = visit.caller.has_any(DECIDES)
    async with visit.pool.acquire() as connection:
        room = await find_room(connection, slug)
        if room is None:
            raise NoSuchRoom(slug)
        everybody = await list_associations(connection) if is_staff or visit.caller.association_id else ()
    if is_staff or visit.caller.association_id:
        mine = tuple(one for one in everybody if is_staff or one.id == visit.caller.association_id)
    else:
        person = actor_of(visit.caller).id
        memberships = await list_memberships(visit.pool, person, visit.today)
        mine = tuple(
            AssociationLink(*one)
            for one in dict.fromkeys((one.association_id, one.association_name) for one in memberships)
        )
    return Desk(room, mine, is_staff)


def _show(
    visit: Visit, desk: Desk, form: BookForm, trial: Trial | None, *, status: int = 200, summary: str = ""
) -> Response[Any]:
    errors = [FieldError(name, visit.say(key)) for name, key in form.errors.items()]
    if summary:
        errors.insert(0, FieldError("svar", visit.say(summary)))
    room = desk.room
    return visit.show(
        "book.html",
        status=status,
        title=visit.say("book.title", room=room.name),
        crumbs=crumbs(
            (visit.say("find.title"), "/lokaler"), (room.name, f"/lokaler/{room.slug}"), visit.say("book.crumb")
        ),
        errors=errors,
        room=room,
        desk=desk,
        form=form,
        typed=form.typed,
        key=form.typed.get("key") or str(new_id()),
        time_errors={},
        association_options=[(one.id, one.name) for one in desk.associations],
        week_query=f"?week={write_week(monday_of(form.span.start))}" if form.span else "",
        **dates_in(visit.language),
        **panel(visit, trial, form.typed, desk.is_staff),
    )


def _sign_in(visit: Visit, path: str, typed: Mapping[str, str]) -> Response[Any]:
    """To the sign-in, and from there to the form as it was."""
    kept = {name: value for name, value in typed.items() if value and name not in ("csrf", "key", "check")}
    back = address(f"{path}?{urlencode(kept)}", visit.language)
    return visit.go(f"{SIGN_IN}?next={quote(back, safe='')}")
