# SPDX-License-Identifier: MPL-2.0
"""From an address to a calendar: whose it is, what they may see today, whether it is up to date, its bytes."""

import asyncio
import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notify.calendar.whole import whole
from services.notify.calendar.window import Window, window
from services.notify.clients.rights import Rights
from services.notify.commands.secret import token_sha256
from services.notify.model import OF_SESSIONS, Detail, FeedKind
from services.notify.queries.feeds import FeedState, find_feed_by_token, get_events, get_programme
from services.notify.store.feeds import mark_detail
from services.notify.web.shelf import Shelf
from services.notify.web.validators import Validators, last_modified
from services.shared.db import Pool
from services.shared.lag import Lag

type _Key = tuple[FeedKind, UUID, str, int, datetime, Detail, Window]


class NotCurrent(Exception):
    """The calendars are behind what has been booked or planned. Saying nothing is better than saying something old."""


@dataclass(frozen=True, slots=True)
class CalendarLags:
    """How far those who write the calendars are behind."""

    bookings: Lag
    sessions: Lag


@dataclass(frozen=True, slots=True)
class Opened:
    """A feed that may be shown now, at this level of detail, within this window."""

    state: FeedState
    detail: Detail
    shown: Window
    modified: datetime

    @property
    def key(self) -> _Key:
        """What its bytes depend on."""
        place = self.state.place
        return (place.kind, place.id, place.name, self.state.changes, self.state.changed_at, self.detail, self.shown)


class FeedReader:
    """One per process; remembers what it has made, so that "nothing new" costs two look-ups."""

    def __init__(self, pool: Pool, rights: Rights, lags: CalendarLags, public_url: str) -> None:
        self._pool = pool
        self._rights = rights
        self._lags = lags
        self._public_url = public_url
        self._shelf = Shelf()

    async def open(self, token: str, *, now: datetime) -> Opened | None:
        """None for an address that leads nowhere: unknown, revoked, or its owner may see nothing there any more.

        Raises NotCurrent, and Unanswered when rights cannot be asked for.
        """
        state = await find_feed_by_token(self._pool, token_sha256(token))
        if state is None or state.feed is None:
            return None
        place = state.place
        detail = await self._rights.detail(state.feed.owner_id, place.kind, place.id, now=now)
        if detail is None:
            return None
        self._require_current(place.kind, now)
        shown = window(now)
        changes = [state.changed_at, shown.day_began, *(() if state.detail_since is None else (state.detail_since,))]
        if state.detail is not detail:
            first = state.detail is None
            await mark_detail(self._pool, state.feed.id, detail, since=None if first else now)
            changes += [] if first else [now]
        return Opened(state, detail, shown, last_modified(max(changes), now))

    async def open_programme(self, *, now: datetime) -> Opened:
        """What everybody may read. Raises NotCurrent."""
        state = await get_programme(self._pool)
        self._require_current(state.place.kind, now)
        shown = window(now)
        return Opened(state, Detail.STAFF, shown, last_modified(max(state.changed_at, shown.day_began), now))

    def _require_current(self, kind: FeedKind, now: datetime) -> None:
        lag = self._lags.sessions if kind in OF_SESSIONS else self._lags.bookings
        if not lag.is_current(now):
            raise NotCurrent

    def known(self, feed: Opened, *, zipped: bool) -> Validators | None:
        """Its validators, if they can be told without its bytes."""
        etag = self._shelf.etag(feed.key)
        return None if etag is None else _validators(etag, feed, zipped=zipped)

    async def read(self, feed: Opened, *, zipped: bool) -> tuple[bytes, Validators]:
        """The whole body before anything is answered: half a calendar would read as a shorter one."""
        etag, body = self._shelf.etag(feed.key), self._shelf.body(feed.key, zipped=zipped)
        if etag is None or body is None:
            place = feed.state.place
            events = await get_events(self._pool, place, feed.detail, feed.shown)
            etag, body = await asyncio.to_thread(_make, place.name, events, self._public_url, zipped=zipped)
            self._shelf.put(feed.key, etag, body, zipped=zipped)
        return body, _validators(etag, feed, zipped=zipped)


def _make(name: str, events: bytes, public_url: str, *, zipped: bool) -> tuple[str, bytes]:
    """In a thread of its own: hashing and zipping megabytes must keep nobody else waiting."""
    body = whole(name, events, public_url)
    return hashlib.sha256(body).hexdigest()[:32], gzip.compress(body, 3, mtime=0) if zipped else body


def _validators(etag: str, feed: Opened, *, zipped: bool) -> Validators:
    return Validators(f'"{etag}{"-gzip" if zipped else ""}"', feed.modified)
