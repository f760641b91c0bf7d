# SPDX-License-Identifier: MPL-2.0
"""/kalendere/<id>/luk and /ny-adresse: both close an address for good, so both ask once, with the consequence in words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.revoke_feed import revoke_feed
from services.notify.commands.rotate_feed import rotate_feed
from services.notify.errors import NoSuchFeed
from services.notify.model import Feed
from services.notify.queries.feeds import find_feed
from services.notify.web.addresses import address_of, owner_of
from services.notify.web.calendars import CALENDARS, show_address
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import Pages, crumbs

CLOSE = CALENDARS + "/{feed_id:uuid}/luk"
RENEW = CALENDARS + "/{feed_id:uuid}/ny-adresse"


def calendar_end_pages(pool: Pool, pages: Pages, public_url: str, clock: Clock) -> Sequence[HTTPRouteHandler]:
    """The routes."""

    @get(CLOSE, opt=allow(SIGNED_IN), include_in_schema=False)
    async def ask_close(request: Request[Any, Any, Any], feed_id: FromPath[UUID]) -> Response[str]:
        return ask(request, await own(request, feed_id), "close")

    @post(CLOSE, opt=allow(SIGNED_IN), include_in_schema=False)
    async def close(request: Request[Any, Any, Any], feed_id: FromPath[UUID]) -> Redirect:
        await revoke_feed(pool, feed_id, owner_of(request), now=clock())
        return pages.go(request, CALENDARS)

    @get(RENEW, opt=allow(SIGNED_IN), include_in_schema=False)
    async def ask_renew(request: Request[Any, Any, Any], feed_id: FromPath[UUID]) -> Response[str]:
        return ask(request, await own(request, feed_id), "renew")

    @post(RENEW, opt=allow(SIGNED_IN), include_in_schema=False, status_code=200)
    async def renew(request: Request[Any, Any, Any], feed_id: FromPath[UUID]) -> Response[str]:
        feed = await own(request, feed_id)
        token = await rotate_feed(pool, feed.id, feed.owner_id)
        return show_address(pages, request, feed.place, address_of(public_url, token))

    async def own(request: Request[Any, Any, Any], feed_id: UUID) -> Feed:
        feed = await find_feed(pool, feed_id, owner_of(request))
        if feed is None:
            raise NoSuchFeed
        return feed

    def ask(request: Request[Any, Any, Any], feed: Feed, act: str) -> Response[str]:
        say = pages.say(request)
        title = say(f"calendars.{act}.title", name=feed.place.name)
        trail = crumbs((say("calendars.title"), CALENDARS), say(f"calendars.{act}.short"))
        return pages.show(request, "calendar_end.html", title=title, crumbs=trail, act=act, back=CALENDARS)

    return [ask_close, close, ask_renew, renew]
