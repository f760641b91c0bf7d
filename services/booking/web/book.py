# SPDX-License-Identifier: MPL-2.0
"""The booking form: who, what, when, how often, how many; what the rules say of it; and the booking itself."""

from typing import Any
from urllib.parse import quote, urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotAuthorizedException
from litestar.params import FromPath

from services.booking.commands.place_booking import place_booking
from services.booking.errors import KeyReused, Refused, SlotTaken
from services.booking.model import Wish
from services.booking.store.idempotency import Key
from services.booking.web.actor import actor_of
from services.booking.web.book_desk import Asked, find_desk, kept_fields, read_asked, try_wish
from services.booking.web.book_form import MOST_KEY
from services.booking.web.book_page import panel, show_form
from services.booking.web.book_series import answer_series, show_series_form, submit_series
from services.booking.web.boxes import form_boxes, query_boxes
from services.booking.web.series_form import BOXES
from services.shared.web.access import PUBLIC, SIGNED_IN, allow
from services.shared.web.app import SIGN_IN
from services.shared.web.language import address
from services.shared.web.visit import Visit


@get("/lokaler/{slug:str}/book", opt=allow(SIGNED_IN), include_in_schema=False)
async def book(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """The form with what the address bar says filled in, and the verdicts when that is enough to judge."""
    visit = Visit.of(request)
    asked = read_asked(await find_desk(visit, slug), visit.query, query_boxes(visit, BOXES))
    if asked.series:
        return await show_series_form(visit, asked, quiet=True)
    return show_form(visit, asked, await try_wish(visit, asked.wish), quiet=True)


@get("/lokaler/{slug:str}/book/svar", opt=allow(SIGNED_IN), include_in_schema=False)
async def book_answer(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Only the verdicts, while the form is being filled in."""
    visit = Visit.of(request)
    asked = read_asked(await find_desk(visit, slug), visit.query, query_boxes(visit, BOXES))
    time_errors = {
        name: key
        for name, key in asked.form.errors.items()
        if name in ("date", "end_date", "from", "to") and visit.query.get(name)
    }
    if asked.series:
        return await answer_series(visit, asked, time_errors)
    return visit.show(
        "book_answer.html",
        room=asked.desk.room,
        form=asked.form,
        typed=asked.typed,
        time_errors=time_errors,
        **panel(visit, await try_wish(visit, asked.wish), asked.typed, asked.desk.is_staff),
    )


@post("/lokaler/{slug:str}/book", opt=allow(PUBLIC), include_in_schema=False, status_code=303)
async def book_submit(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Place the booking. Open to all, so that who is no longer signed in comes back to a form that is still filled in."""
    visit = Visit.of(request)
    typed, boxes = await visit.form(), await form_boxes(visit, BOXES)
    if visit.caller.person_id is None:
        if (
            "auth" in request.scope and request.scope["auth"] == "silent"
        ):  # the portal does not answer: who is signed in is not signed out
            raise NotAuthorizedException
        return _sign_in(visit, f"/lokaler/{slug}/book", kept_fields(typed, boxes))
    asked = read_asked(await find_desk(visit, slug), typed, boxes)
    if asked.series:
        return await submit_series(visit, asked)
    if typed.get("check") or typed.get("edit"):
        return show_form(visit, asked, await try_wish(visit, asked.wish))
    wish = asked.wish
    if asked.form.errors or wish is None or asked.form.people is None:
        return show_form(visit, asked, await try_wish(visit, wish), status=400)
    return await _place(visit, asked, wish)


async def _place(visit: Visit, asked: Asked, wish: Wish) -> Response[Any]:
    actor = actor_of(visit.caller)
    given = asked.typed.get("key", "")[:MOST_KEY]
    try:
        placed = await place_booking(
            visit.pool,
            wish,
            actor,
            now=visit.now,
            key=Key(actor.id, given) if given else None,
            override_reason=asked.typed.get("override_reason") or None,
        )
    except Refused:
        return show_form(visit, asked, await try_wish(visit, wish), status=422, summary="book.error.refused")
    except SlotTaken:
        return show_form(visit, asked, await try_wish(visit, wish), status=409, summary="book.error.taken")
    except KeyReused:
        asked.form.typed = {**asked.typed, "key": ""}
        return show_form(visit, asked, await try_wish(visit, wish), status=409, summary="book.error.sent_before")
    return visit.go(f"/bookinger/{placed.booking_id}?new=1")


def _sign_in(visit: Visit, path: str, kept: list[tuple[str, str]]) -> Response[Any]:
    """To the sign-in, and from there to the form as it was."""
    back = address(f"{path}?{urlencode(kept)}", visit.language)
    return visit.go(f"{SIGN_IN}?next={quote(back, safe='')}")
