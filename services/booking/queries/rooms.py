# SPDX-License-Identifier: MPL-2.0
"""One room with everything people want to know of it before they ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.booking.model import Room
from services.booking.rules.policy import Policy, read_policy
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Opening hours on one weekday: wall-clock minutes after midnight, beyond 1440 the next day."""

    weekday: int
    """ISO: Monday is 1."""
    opens: int
    closes: int
    season: tuple[int, int] | None
    """From and to, both included, as month * 100 + day; None: all year."""


@dataclass(frozen=True, slots=True)
class RoomLink:
    """Another room, as a link shows it."""

    id: UUID
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class RoomDetail:
    """What the room page tells. None where the municipality has not said."""

    id: UUID
    slug: str
    name: str
    type: str
    capacity: int | None
    capacity_by_layout: Mapping[str, int]
    area_m2: int | None
    equipment: tuple[str, ...]
    equipment_text: str | None
    step_free: bool | None
    hearing_loop: bool | None
    accessible_toilet: bool | None
    quiet_room: bool | None
    note: str | None
    source_url: str | None
    calendar_id: UUID
    policy_id: UUID
    site_id: UUID
    site_slug: str
    site_name: str
    street: str | None
    postcode: str | None
    city: str | None
    address_approximate: bool
    site_note: str | None
    hours_published: bool
    closed_on_public_holidays: bool
    hours: tuple[WeeklyHours, ...]
    part_of: RoomLink | None
    parts: tuple[RoomLink, ...]

    @property
    def address(self) -> str:
        """Street, postcode and town, as far as known."""
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, town) if part)

    @property
    def for_rules(self) -> Room:
        """The room as rules see it."""
        return Room(
            id=self.id,
            name=self.name,
            site_id=self.site_id,
            site_name=self.site_name,
            address=self.address,
            capacity=self.capacity,
            calendar_id=self.calendar_id,
            policy_id=self.policy_id,
        )


async def find_room(tx: Tx, slug: str) -> RoomDetail | None:
    """The room with that name in the address bar."""
    row = await tx.fetchrow(_ROOM, slug)
    return _room(row) if row else None


async def find_room_slug(tx: Tx, room_id: UUID) -> str | None:
    """The room's name in the address bar."""
    return await tx.fetchval("SELECT slug FROM rooms WHERE id = $1", room_id)


async def list_policies(tx: Tx, policy_ids: frozenset[UUID], today: date) -> dict[UUID, Policy]:
    """The versions in force today, by policy."""
    rows = await tx.fetch(
        """
        SELECT DISTINCT ON (v.policy_id) v.*, v.rules::text AS text, p.name
        FROM policy_versions v JOIN policies p ON p.id = v.policy_id
        WHERE v.policy_id = ANY($1) AND v.valid_from <= $2
        ORDER BY v.policy_id, v.valid_from DESC, v.version DESC
        """,
        list(policy_ids),
        today,
    )
    return {row["policy_id"]: _policy(row) for row in rows}


def _policy(row: Record) -> Policy:
    return read_policy(
        row["policy_id"],
        row["version"],
        row["name"],
        row["valid_from"],
        row["adopted_by"],
        row["adopted_on"],
        row["document_url"],
        row["text"],
    )


def _room(row: Record) -> RoomDetail:
    values: dict[str, Any] = dict(row) | {
        "equipment": tuple(row["equipment"]),
        "hours": tuple(
            WeeklyHours(weekday, opens, closes, (first, last) if first else None)
            for weekday, opens, closes, first, last in row["hours"]
        ),
        "part_of": RoomLink(*row["part_of"]) if row["part_of"] else None,
        "parts": tuple(RoomLink(UUID(part), slug, name) for part, slug, name in row["parts"]),
    }
    return RoomDetail(**values)


_ROOM = """
    SELECT r.id, r.slug, r.name, r.type, r.capacity, r.capacity_by_layout, r.area_m2, r.equipment, r.equipment_text,
           r.step_free, r.hearing_loop, r.accessible_toilet, r.quiet_room, r.note, r.source_url, r.calendar_id,
           r.policy_id,
           s.id AS site_id, s.slug AS site_slug, s.name AS site_name, s.street, s.postcode, s.city,
           s.address_approximate, s.note AS site_note,
           c.published AS hours_published, c.closed_on_public_holidays,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(weekday, opens_minute, closes_minute, from_month_day, to_month_day)
                                      ORDER BY from_month_day NULLS FIRST, weekday, opens_minute), '[]')
            FROM opening_hours WHERE calendar_id = r.calendar_id) AS hours,
           (SELECT (whole.id, whole.slug, whole.name) FROM rooms whole WHERE whole.id = r.part_of) AS part_of,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(part.id, part.slug, part.name) ORDER BY part.sort_key), '[]')
            FROM rooms part WHERE part.part_of = r.id) AS parts
    FROM rooms r
    JOIN sites s ON s.id = r.site_id
    JOIN opening_calendars c ON c.id = r.calendar_id
    WHERE r.slug = $1
"""
