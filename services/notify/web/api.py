# SPDX-License-Identifier: MPL-2.0
"""/api/notify/v1/feeds: make, list, renew and end feeds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody
from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.notify.clients.rights import Rights
from services.notify.commands.create_feed import create_feed
from services.notify.commands.revoke_feed import revoke_feed
from services.notify.commands.rotate_feed import rotate_feed
from services.notify.errors import NoSuchFeed
from services.notify.model import Feed, FeedKind
from services.notify.queries.feeds import find_feed, list_feeds
from services.notify.web.addresses import address_of, owner_of
from services.notify.web.documented import documented
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.wall_clock import local
from services.shared.web.access import SIGNED_IN, allow

FEEDS = "/api/notify/v1/feeds"


class FeedWish(BaseModel):
    """Which calendar to follow."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal[FeedKind.SITE, FeedKind.ROOM, FeedKind.ASSOCIATION, FeedKind.FACILITATOR]
    calendar_id: UUID
    """The site, room or association; for `facilitator`, whose own dialogue sessions it shows, the caller."""


class FeedView(BaseModel):
    """A feed. Its address was told when it was made and is stored nowhere."""

    id: UUID
    kind: FeedKind
    calendar_id: UUID
    name: str
    created_at: AwareDatetime
    last_used_at: AwareDatetime | None
    """Within five minutes; null until a client has fetched it."""


class FeedAddress(FeedView):
    """A feed with its secret address. Whoever has the address can read the calendar: keep it like a password."""

    address: str


class FeedList(BaseModel):
    """At most 50, newest first."""

    items: list[FeedView]


def feed_api(pool: Pool, rights: Rights, public_url: str, clock: Clock) -> Sequence[HTTPRouteHandler]:
    """The routes."""

    @post(
        FEEDS,
        opt=allow(SIGNED_IN),
        summary="Make a feed",
        operation_id="makeFeed",
        responses=documented(400, 401, 403, 404, 409, 503),
    )
    async def make(request: Request[Any, Any, Any], data: JSONBody[FeedWish]) -> FeedAddress:
        """Answers the secret address, once. 403 for an association the caller does not act for, and
        for sessions of somebody else.
        """
        owner_id = owner_of(request)
        feed, token = await create_feed(pool, rights, owner_id, data.kind, data.calendar_id, now=clock())
        return FeedAddress(**_fields(feed), address=address_of(public_url, token))

    @get(
        FEEDS,
        opt=allow(SIGNED_IN),
        summary="The caller's feeds",
        operation_id="listFeeds",
        responses=documented(401, 503),
    )
    async def own(request: Request[Any, Any, Any]) -> FeedList:
        """Revoked ones are left out."""
        return FeedList(items=[FeedView(**_fields(feed)) for feed in await list_feeds(pool, owner_of(request))])

    @delete(
        FEEDS + "/{feed_id:uuid}",
        opt=allow(SIGNED_IN),
        summary="Revoke a feed",
        operation_id="revokeFeed",
        responses=documented(401, 404, 503),
    )
    async def revoke(request: Request[Any, Any, Any], feed_id: FromPath[UUID]) -> None:
        """Its address answers 404 from then on, for good."""
        await revoke_feed(pool, feed_id, owner_of(request), now=clock())

    @post(
        FEEDS + "/{feed_id:uuid}/rotation",
        opt=allow(SIGNED_IN),
        summary="Give a feed another address",
        operation_id="rotateFeed",
        responses=documented(401, 404, 503),
    )
    async def rotate(request: Request[Any, Any, Any], feed_id: FromPath[UUID]) -> FeedAddress:
        """Answers the new address, once; the old one answers 404 from then on."""
        owner_id = owner_of(request)
        token = await rotate_feed(pool, feed_id, owner_id)
        feed = await find_feed(pool, feed_id, owner_id)
        if feed is None:
            raise NoSuchFeed
        return FeedAddress(**_fields(feed), address=address_of(public_url, token))

    return [make, own, revoke, rotate]


def _fields(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "kind": feed.place.kind,
        "calendar_id": feed.place.id,
        "name": feed.place.name,
        "created_at": local(feed.created_at),
        "last_used_at": _local(feed.last_used_at),
    }


def _local(instant: datetime | None) -> datetime | None:
    return None if instant is None else local(instant)
