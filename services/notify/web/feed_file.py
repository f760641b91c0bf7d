# SPDX-License-Identifier: MPL-2.0
"""GET and HEAD /kalender/<secret>.ics and /kalender/dialog.ics: what calendar programs poll."""

import logging
from datetime import datetime, timedelta
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.background_tasks import BackgroundTask
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from services.notify.store.feeds import mark_used
from services.notify.web.feed_reader import FeedReader, NotCurrent, Opened
from services.notify.web.validators import Validators, accepts_gzip
from services.shared.clock import Clock
from services.shared.contracts.notify import PROGRAMME_FEED
from services.shared.db import Pool
from services.shared.web.access import PUBLIC, allow

PROGRAMME_FILE = PROGRAMME_FEED.rpartition("/")[2]
"""No secret: those are longer."""
USE_NOTED_EVERY = timedelta(minutes=5)
PLAIN = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}
_log = logging.getLogger(__name__)


def feed_file(pool: Pool, reader: FeedReader, clock: Clock) -> HTTPRouteHandler:
    """The route. A secret address is itself the right to read, so it is open to all and in no log."""

    @route(
        "/kalender/{file:str}",
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        opt=allow(PUBLIC),
        include_in_schema=False,
    )
    async def calendar(request: Request[Any, Any, Any], file: FromPath[str]) -> Response[Any]:
        try:
            return await _answer(request, file, clock())
        except NotCurrent:
            return _unavailable()
        except Exception as error:
            # A client that is told of an empty calendar deletes everything, so failing is the only honest answer.
            _log.warning("a feed cannot be read: %s: %s", type(error).__name__, error)
            return _unavailable()

    async def _answer(request: Request[Any, Any, Any], file: str, now: datetime) -> Response[Any]:
        opened = await _open(reader, file, now)
        if opened is None:
            return Response(b"Kalenderen findes ikke.\nThere is no such calendar.\n", status_code=404, headers=PLAIN)
        zipped = accepts_gzip(request.headers.get("accept-encoding", ""))
        known = reader.known(opened, zipped=zipped)
        body = b""
        if known is None or not _has_it(request, known):
            body, known = await reader.read(opened, zipped=zipped)
        fresh = not _has_it(request, known)
        return Response(
            body if fresh else b"",
            status_code=200 if fresh else 304,
            headers=_headers(known, zipped=zipped and fresh, secret=opened.state.feed is not None),
            background=BackgroundTask(_note_use, pool, opened, now),
        )

    return calendar


async def _open(reader: FeedReader, file: str, now: datetime) -> Opened | None:
    if file == PROGRAMME_FILE:
        return await reader.open_programme(now=now)
    return await reader.open(file.removesuffix(".ics"), now=now) if file.endswith(".ics") else None


def _has_it(request: Request[Any, Any, Any], validators: Validators) -> bool:
    return validators.hold(request.headers.get("if-none-match"), request.headers.get("if-modified-since"))


def _headers(validators: Validators, *, zipped: bool, secret: bool) -> dict[str, str]:
    return {
        **validators.headers(),
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="kalender.ics"',
        "Cache-Control": f"{'private' if secret else 'public'}, max-age=60",
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        **({"Content-Encoding": "gzip"} if zipped else {}),
    }


def _unavailable() -> Response[bytes]:
    """Clients keep what they have, and come again."""
    text = "Kalenderen kan ikke hentes lige nu.\nThe calendar cannot be read right now.\n"
    return Response(text.encode(), status_code=503, headers=PLAIN | {"Retry-After": "60"})


async def _note_use(pool: Pool, opened: Opened, now: datetime) -> None:
    """After the answer, and seldom; that it could not be noted is nothing to fail for."""
    feed = opened.state.feed
    if feed is None:
        return
    if feed.last_used_at is None or now - feed.last_used_at > USE_NOTED_EVERY:
        try:
            await mark_used(pool, feed.id, now=now)
        except Exception as error:
            _log.warning("the use of feed %s cannot be noted: %s", feed.id, type(error).__name__)
