# SPDX-License-Identifier: MPL-2.0
"""Feeds as their owners see them, and as a client reads them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.notify.calendar.window import Window
from services.notify.model import OF_SESSIONS, PROGRAMME, Detail, Feed, FeedKind, Place
from services.shared.db import Pool


@dataclass(frozen=True, slots=True)
class FeedState:
    """A calendar as somebody reads it, and its state: what decides whether a client has the latest already."""

    feed: Feed | None
    """None for the programme, which has no secret address."""
    place: Place
    changes: int
    changed_at: datetime
    detail: Detail | None
    """What was shown at the last read; None before the first."""
    detail_since: datetime | None


async def find_feed_by_token(pool: Pool, token_sha256: bytes) -> FeedState | None:
    """None when there is no such feed any more; which feed it was is then not told."""
    row = await pool.fetchrow(
        f"SELECT {_FEED}, c.changes, c.changed_at, f.detail, f.detail_since FROM {_FROM}"
        " WHERE f.token_sha256 = $1 AND f.revoked_at IS NULL",
        token_sha256,
    )
    if row is None:
        return None
    detail = None if row["detail"] is None else Detail(row["detail"])
    feed = _feed(row)
    return FeedState(feed, feed.place, row["changes"], row["changed_at"], detail, row["detail_since"])


async def get_programme(pool: Pool) -> FeedState:
    """The calendar everybody may read."""
    row = await pool.fetchrow(
        "SELECT changes, changed_at FROM calendars WHERE kind = $1 AND id = $2", PROGRAMME.kind.value, PROGRAMME.id
    )
    if row is None:
        raise LookupError("the programme is there from the first migration on")
    return FeedState(None, PROGRAMME, row["changes"], row["changed_at"], Detail.STAFF, None)


async def get_events(pool: Pool, place: Place, detail: Detail, shown: Window) -> bytes:
    """The stored VEVENTs of a calendar within the window, one behind the other, by when they end.

    A room's calendar holds the rooms it shares cells with too: a hall is taken when its half is.
    """
    table, column, key = "calendar_entries", detail.value, "occurrence_id"
    if place.kind in OF_SESSIONS:
        table, column, key = "session_entries", "event", "session_id"
    octets = await pool.fetchval(
        f"SELECT string_agg({column}, ''::bytea ORDER BY ends_at, {key}) FROM {table}"
        f" WHERE {_IN_CALENDAR[place.kind]} AND ends_at > $2 AND starts_at < $3",
        place.id,
        shown.begin,
        shown.end,
    )
    return octets or b""


async def list_feeds(pool: Pool, owner_id: UUID) -> list[Feed]:
    """The owner's feeds, newest first; revoked ones are gone."""
    rows = await pool.fetch(
        f"SELECT {_FEED} FROM {_FROM} WHERE f.owner_id = $1 AND f.revoked_at IS NULL ORDER BY f.created_at DESC, f.id",
        owner_id,
    )
    return [_feed(row) for row in rows]


async def find_feed(pool: Pool, feed_id: UUID, owner_id: UUID) -> Feed | None:
    """One of the owner's feeds."""
    row = await pool.fetchrow(
        f"SELECT {_FEED} FROM {_FROM} WHERE f.id = $1 AND f.owner_id = $2 AND f.revoked_at IS NULL", feed_id, owner_id
    )
    return None if row is None else _feed(row)


_IN_CALENDAR = {
    FeedKind.SITE: "site_id = $1",
    FeedKind.ROOM: "room_id = ANY($1::uuid || coalesce((SELECT shares_with FROM rooms WHERE id = $1::uuid), '{}'))",
    FeedKind.ASSOCIATION: "association_id = $1",
    FeedKind.FACILITATOR: "facilitator_ids @> ARRAY[$1::uuid]",
    FeedKind.PROGRAMME: "$1::uuid IS NOT NULL",  # all there is
}
_FEED = "f.id, f.owner_id, f.kind, f.calendar_id, c.name, f.created_at, f.last_used_at"
_FROM = "feeds f JOIN calendars c ON c.kind = f.kind AND c.id = f.calendar_id"


def _feed(row: Record) -> Feed:
    return Feed(
        id=row["id"],
        owner_id=row["owner_id"],
        place=Place(FeedKind(row["kind"]), row["calendar_id"], row["name"]),
        created_at=row["created_at"],
        last_used_at=row["last_used_at"],
    )
