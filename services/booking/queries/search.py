# SPDX-License-Identifier: MPL-2.0
"""Find a room: every filter and the free times in one statement, from the same rows that bookings hold."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from asyncpg import Record

from services.booking.model import Span
from services.booking.queries.availability import as_spans
from services.shared.db import Tx

PAGE = 20
TIMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody is looking for. Wall-clock is Danish; what is left out does not matter to them."""

    first_day: date
    last_day: date
    """Included."""
    earliest: time = time(0)
    latest: time | None = None
    """None: until midnight."""
    length: timedelta = timedelta(hours=1)
    people: int = 1
    type: str | None = None
    place: str = ""
    """Part of a site's name, city or postcode."""
    equipment: frozenset[str] = frozenset()
    step_free: bool = False
    hearing_loop: bool = False
    weekdays: frozenset[int] = field(default_factory=frozenset[int])
    """ISO weekdays; none: all."""
    include_parts: bool = True


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """A room that fits, with its first free times."""

    id: UUID
    slug: str
    name: str
    type: str
    site_name: str
    site_slug: str
    city: str | None
    capacity: int | None
    equipment: tuple[str, ...]
    step_free: bool | None
    hearing_loop: bool | None
    policy_id: UUID
    calendar_id: UUID
    site_id: UUID
    free: tuple[Span, ...]
    """At most six stretches of free time, each long enough; a booking may begin anywhere inside."""
    place_in_list: str
    """Where the next page goes on."""


async def search_rooms(
    tx: Tx, search: Search, *, now: datetime, after: str = "", limit: int = PAGE
) -> tuple[FoundRoom, ...]:
    """Rooms that fit and have a free stretch long enough, the best fitting first: the smallest that holds the people.

    Rooms are looked at in that order and only until the page is full. Times that have begun are left out.
    """
    rows = await tx.fetch(
        _SEARCH,
        search.first_day,
        search.last_day,
        minutes(search.earliest),
        minutes(search.latest) if search.latest else 1440,
        search.length,
        now,
        search.people,
        search.type,
        f"%{_literal(search.place.strip())}%",
        sorted(search.equipment),
        search.step_free,
        search.hearing_loop,
        sorted(search.weekdays) or list(range(1, 8)),
        after,
        limit,
        TIMES_SHOWN,
        search.include_parts,
    )
    return tuple(found_room(row, as_spans(row["free"]), row["place_in_list"]) for row in rows)


def minutes(at: time) -> int:
    """Minutes after local midnight."""
    return at.hour * 60 + at.minute


def _literal(text: str) -> str:
    """Text to be found as it stands: LIKE's own signs lose their meaning."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def found_room(row: Record, free: tuple[Span, ...], place_in_list: str) -> FoundRoom:
    """A room as a search shows it, from a row with its columns."""
    return FoundRoom(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        type=row["type"],
        site_name=row["site_name"],
        site_slug=row["site_slug"],
        city=row["city"],
        capacity=row["capacity"],
        equipment=tuple(row["equipment"]),
        step_free=row["step_free"],
        hearing_loop=row["hearing_loop"],
        policy_id=row["policy_id"],
        calendar_id=row["calendar_id"],
        site_id=row["site_id"],
        free=free,
        place_in_list=place_in_list,
    )


_SEARCH = """
    WITH wanted AS MATERIALIZED (
        SELECT range_agg(span) AS spans, tstzrange(min(lower(span)), max(upper(span))) AS window
        FROM (
            SELECT tstzrange(
                       greatest((g::date + make_interval(mins => $3)) AT TIME ZONE 'Europe/Copenhagen', $6),
                       greatest((g::date + make_interval(mins => $4)) AT TIME ZONE 'Europe/Copenhagen', $6)) AS span
            FROM generate_series($1::date, $2::date, interval '1 day') g
            WHERE extract(isodow FROM g)::int = ANY($13::int[]) AND $4 > $3
        ) days
        WHERE NOT isempty(span)
    ), candidates AS MATERIALIZED (
        SELECT r.id, r.slug, r.name, r.type, r.capacity, r.equipment, r.step_free, r.hearing_loop, r.policy_id,
               r.calendar_id, r.site_id, s.name AS site_name, s.slug AS site_slug, s.city,
               lpad(coalesce(r.capacity - $7, 9999)::text, 4, '0') || r.sort_key || r.id AS place_in_list
        FROM rooms r JOIN sites s ON s.id = r.site_id
        WHERE (r.capacity IS NULL OR r.capacity >= $7)
          AND ($8::text IS NULL OR r.type = $8)
          AND ($9 = '%%' OR s.name ILIKE $9 OR s.city ILIKE $9 OR s.postcode ILIKE $9)
          AND r.equipment @> $10::text[]
          AND (NOT $11 OR r.step_free)
          AND (NOT $12 OR r.hearing_loop)
          AND ($17 OR r.part_of IS NULL)
    )
    SELECT c.*, found.free
    FROM (SELECT * FROM candidates WHERE place_in_list COLLATE "C" > $14 ORDER BY place_in_list COLLATE "C" OFFSET 0) c
    CROSS JOIN wanted
    CROSS JOIN LATERAL (
        SELECT range_agg(fit.span) AS free
        FROM (
            SELECT span
            FROM unnest(free_spans(c.id, c.calendar_id, wanted.window) * wanted.spans) span
            WHERE upper(span) - lower(span) >= $5::interval
            ORDER BY span LIMIT $16
        ) fit
    ) found
    WHERE found.free IS NOT NULL
    LIMIT $15
"""
