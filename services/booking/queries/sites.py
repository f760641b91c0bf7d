# SPDX-License-Identifier: MPL-2.0
"""Sites: what rooms they have, when they are open, and what is closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.booking.model import Span, Words
from services.shared.db import Tx
from services.shared.wall_clock import start_of_day


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site in the list."""

    slug: str
    name: str
    address: str
    rooms: int
    """Parts of halls not counted."""


@dataclass(frozen=True, slots=True)
class SiteRoom:
    """A room of the site."""

    id: UUID
    slug: str
    name: str
    type: str
    capacity: int | None
    step_free: bool | None
    part_of: UUID | None
    calendar_id: UUID


@dataclass(frozen=True, slots=True)
class SiteDetail:
    """A site with its rooms in Danish order."""

    id: UUID
    slug: str
    name: str
    address: str
    address_approximate: bool
    note: str | None
    rooms: tuple[SiteRoom, ...]


@dataclass(frozen=True, slots=True)
class OpenDay:
    """When a calendar is open on one day, or why it is not."""

    day: date
    hours: tuple[Span, ...]
    closed: Words | None


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """Seven days of one opening calendar."""

    calendar_id: UUID
    name: str
    published: bool
    days: tuple[OpenDay, ...]


async def list_sites(tx: Tx, name: str = "") -> tuple[SiteLine, ...]:
    """All sites in Danish order, or those with the words in name, town or postcode."""
    words = [f"%{word}%" for word in name.replace("\\", "").replace("%", "").replace("_", " ").split()[:8]]
    rows = await tx.fetch(
        f"""
        SELECT s.slug, s.name, {_ADDRESS} AS address,
               (SELECT count(*) FROM rooms r WHERE r.site_id = s.id AND r.part_of IS NULL) AS rooms
        FROM sites s
        WHERE concat_ws(' ', s.name, s.city, s.postcode) ILIKE ALL($1::text[])
        ORDER BY s.sort_key COLLATE "C", s.id
        """,
        words,
    )
    return tuple(SiteLine(**dict(row)) for row in rows)


async def find_site(tx: Tx, slug: str) -> SiteDetail | None:
    """The site with that name in the address bar."""
    row = await tx.fetchrow(
        f"SELECT s.id, s.slug, s.name, {_ADDRESS} AS address, s.address_approximate, s.note FROM sites s WHERE slug = $1",
        slug,
    )
    if row is None:
        return None
    rooms = await tx.fetch(
        """
        SELECT r.id, r.slug, r.name, r.type, r.capacity, r.step_free, r.part_of, r.calendar_id
        FROM rooms r LEFT JOIN rooms whole ON whole.id = r.part_of
        WHERE r.site_id = $1
        ORDER BY coalesce(whole.sort_key, r.sort_key) COLLATE "C", r.part_of IS NOT NULL, r.sort_key COLLATE "C", r.id
        """,
        row["id"],
    )
    values: dict[str, Any] = dict(row)
    return SiteDetail(**values, rooms=tuple(SiteRoom(**dict(room)) for room in rooms))


async def list_open_weeks(tx: Tx, site_id: UUID, monday: date) -> tuple[OpenWeek, ...]:
    """The week of each opening calendar the site's rooms follow; the one most rooms follow first."""
    rows = await tx.fetch(
        """
        SELECT c.id, c.name, c.published, d.day, d.hours, d.closed_da, d.closed_en
        FROM (SELECT calendar_id, count(*) AS rooms FROM rooms WHERE site_id = $1 GROUP BY calendar_id) used
        JOIN opening_calendars c ON c.id = used.calendar_id
        CROSS JOIN LATERAL calendar_days(c.id, tstzrange($2, $3)) d
        WHERE d.day >= $4 AND d.day < $4 + 7
        ORDER BY used.rooms DESC, c.id, d.day, d.hours
        """,
        site_id,
        start_of_day(monday),
        start_of_day(monday + timedelta(days=7)),
        monday,
    )
    weeks: dict[UUID, OpenWeek] = {}
    for row in rows:
        week = weeks.setdefault(row["id"], OpenWeek(row["id"], row["name"], row["published"], ()))
        closed = Words(row["closed_da"], row["closed_en"]) if row["closed_da"] is not None else None
        hours = (Span(row["hours"].lower, row["hours"].upper),) if row["hours"] and row["hours"].lower else ()
        before = week.days[-1] if week.days and week.days[-1].day == row["day"] else None
        day = OpenDay(row["day"], (*(before.hours if before else ()), *(() if closed else hours)), closed)
        days = (*(week.days[:-1] if before else week.days), day)
        weeks[row["id"]] = OpenWeek(week.calendar_id, week.name, week.published, days)
    return tuple(weeks.values())


_ADDRESS = "concat_ws(', ', s.street, nullif(concat_ws(' ', s.postcode, s.city), ''))"


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """A closure in force."""

    id: UUID
    room_name: str
    span: Span
    reason: str
    closed_by_name: str


async def list_closures(tx: Tx, site_id: UUID, now: datetime) -> tuple[ClosureLine, ...]:
    """Closures of the site's rooms that are not over, earliest first."""
    rows = await tx.fetch(
        """
        SELECT c.id, r.name AS room_name, c.during, c.reason, c.closed_by_name
        FROM closures c JOIN rooms r ON r.id = c.room_id
        WHERE r.site_id = $1 AND c.lifted_at IS NULL AND upper(c.during) > $2
        ORDER BY lower(c.during), c.id
        """,
        site_id,
        now,
    )
    return tuple(
        ClosureLine(
            row["id"],
            row["room_name"],
            Span(row["during"].lower, row["during"].upper),
            row["reason"],
            row["closed_by_name"],
        )
        for row in rows
    )
