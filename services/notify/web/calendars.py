# SPDX-License-Identifier: MPL-2.0
"""/kalendere: follow a calendar, see what one follows, and stop."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler

from services.notify.clients.rights import Rights
from services.notify.commands.create_feed import create_feed
from services.notify.errors import NoSuchCalendar, NotYours, TooManyFeeds
from services.notify.model import OWN_SESSIONS, FeedKind, Place
from services.notify.queries.feeds import list_feeds
from services.notify.queries.places import list_places
from services.notify.rules.detail_shown import FACILITATORS, STAFF
from services.notify.web.addresses import address_of, owner_of
from services.shared.clock import Clock
from services.shared.contracts.notify import PROGRAMME_FEED
from services.shared.db import Pool
from services.shared.identity import Kind, Principal
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError, Pages, crumbs

CALENDARS = "/kalendere"
NO_STORE = {"Cache-Control": "no-store"}
"""For pages with a secret address: neither caches nor Back may bring it again."""


def calendar_pages(
    pool: Pool, rights: Rights, pages: Pages, public_url: str, clock: Clock
) -> Sequence[HTTPRouteHandler]:
    """The routes."""

    @get(CALENDARS, opt=allow(SIGNED_IN), include_in_schema=False)
    async def overview(request: Request[Any, Any, Any]) -> Response[str]:
        asked_for = [f"{kind}:{request.query_params[kind]}" for kind in FeedKind if kind in request.query_params]
        return await show(request, asked_for[0] if asked_for else "")

    @post(CALENDARS, opt=allow(SIGNED_IN), include_in_schema=False, status_code=200)
    async def follow(request: Request[Any, Any, Any]) -> Response[str]:
        chosen = str((await request.form()).get("calendar", ""))
        try:
            kind, calendar_id = _read_choice(chosen)
            feed, token = await create_feed(pool, rights, owner_of(request), kind, calendar_id, now=clock())
        except (NoSuchCalendar, NotYours):
            return await show(request, chosen, "calendars.error.choose")
        except TooManyFeeds:
            return await show(request, chosen, "calendars.error.too_many")
        return show_address(pages, request, feed.place, address_of(public_url, token))

    async def show(request: Request[Any, Any, Any], chosen: str, error: str = "") -> Response[str]:
        say = pages.say(request)
        return pages.show(
            request,
            "calendars.html",
            status=422 if error else 200,
            title=say("calendars.title"),
            crumbs=crumbs(say("calendars.title")),
            errors=[FieldError("calendar", say(error))] if error else (),
            feeds=await list_feeds(pool, owner_of(request)),
            choices=await _choices(pool, rights, request.user),
            programme=f"{public_url}{PROGRAMME_FEED}",
            programme_webcal=_webcal(f"{public_url}{PROGRAMME_FEED}"),
            chosen=chosen,
            sees_names=bool(request.user.staff_roles & STAFF),
        )

    return [overview, follow]


def show_address(pages: Pages, request: Request[Any, Any, Any], place: Place, address: str) -> Response[str]:
    """The one time the address is seen."""
    say = pages.say(request)
    return pages.show(
        request,
        "calendar_address.html",
        headers=NO_STORE,
        title=say("calendars.made.title"),
        crumbs=crumbs((say("calendars.title"), CALENDARS), place.name),
        place=place,
        address=address,
        webcal=_webcal(address),
    )


def _webcal(address: str) -> str:
    return "webcal://" + address.partition("://")[2]


async def _choices(pool: Pool, rights: Rights, caller: Principal) -> dict[FeedKind, list[Place]]:
    """What the caller may follow; booking is asked for their associations."""
    if caller.staff_roles & STAFF:
        associations = await list_places(pool, FeedKind.ASSOCIATION)
    elif caller.kind is Kind.PERSON and caller.person_id:
        associations = await rights.associations(caller.person_id)
    else:
        associations = []
    own = caller.person_id if caller.kind is Kind.PERSON and caller.has_any(FACILITATORS) else None
    return {
        FeedKind.FACILITATOR: [Place(FeedKind.FACILITATOR, own, OWN_SESSIONS)] if own else [],
        FeedKind.ASSOCIATION: associations,
        FeedKind.SITE: await list_places(pool, FeedKind.SITE),
        FeedKind.ROOM: await list_places(pool, FeedKind.ROOM),
    }


def _read_choice(text: str) -> tuple[FeedKind, UUID]:
    kind, _, calendar_id = text.partition(":")
    try:
        return FeedKind(kind), UUID(calendar_id)
    except ValueError as error:
        raise NoSuchCalendar from error
