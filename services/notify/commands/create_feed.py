# SPDX-License-Identifier: MPL-2.0
"""Give somebody a secret address to follow a calendar by."""

from datetime import datetime
from uuid import UUID

from services.notify.clients.rights import Rights
from services.notify.commands.secret import new_token, token_sha256
from services.notify.errors import NotYours, TooManyFeeds
from services.notify.model import Feed, FeedKind
from services.notify.store.calendars import ensure_calendar
from services.notify.store.feeds import insert_feed, lock_owner
from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id

MOST = 50
"""Feeds one person may have."""


async def create_feed(
    pool: Pool, rights: Rights, owner_id: UUID, kind: FeedKind, calendar_id: UUID, *, now: datetime
) -> tuple[Feed, str]:
    """The feed and its token, which is told here and never again.

    Raises NoSuchCalendar, NotYours, TooManyFeeds, and Unanswered when rights cannot be asked for.
    """
    if await rights.detail(owner_id, kind, calendar_id, now=now) is None:
        raise NotYours
    asked_for = await rights.place(kind, calendar_id)
    token = new_token()

    async def work(tx: Tx) -> Feed:
        if await lock_owner(tx, owner_id) >= MOST:
            raise TooManyFeeds
        place = await ensure_calendar(tx, asked_for, now=now)
        feed = Feed(id=new_id(), owner_id=owner_id, place=place, created_at=now, last_used_at=None)
        await insert_feed(tx, feed, token_sha256(token))
        return feed

    return await in_transaction(pool, work), token
