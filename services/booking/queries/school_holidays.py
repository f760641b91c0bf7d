# SPDX-License-Identifier: MPL-2.0
"""School holidays and their changes, as staff see them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.booking.model import Holiday
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One holiday in the list."""

    id: UUID
    holiday: Holiday
    site_name: str | None
    """None: the whole municipality."""
    changed_by_name: str | None
    """None: it came with the installation."""
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of them in the list."""

    id: UUID
    at: datetime
    actor_name: str
    source: str
    """The file it came from; empty: typed by hand."""
    added: int
    changed: int
    removed: int
    undoes_at: datetime | None
    """When the change was made that it takes back."""
    is_undone: bool


@dataclass(frozen=True, slots=True)
class HolidayPlace:
    """A site that can have holidays of its own."""

    id: UUID
    slug: str
    name: str


async def list_school_holidays(tx: Tx, since: date) -> tuple[HolidayLine, ...]:
    """Those that are not over on that day, earliest first; at the same time the municipality's before the schools'."""
    rows = await tx.fetch(
        """
        SELECT h.id, h.site_id, h.first_day, h.last_day, h.name, h.source, h.changed_by_name, h.changed_at,
               s.name AS site_name
        FROM school_holidays h LEFT JOIN sites s ON s.id = h.site_id
        WHERE h.last_day >= $1
        ORDER BY h.first_day, s.sort_key COLLATE "C" NULLS FIRST, h.last_day, h.id
        """,
        since,
    )
    return tuple(
        HolidayLine(
            row["id"],
            Holiday(row["first_day"], row["last_day"], row["name"], row["site_id"], source=row["source"]),
            row["site_name"],
            row["changed_by_name"],
            row["changed_at"],
        )
        for row in rows
    )


async def find_school_holiday(tx: Tx, holiday_id: UUID) -> HolidayLine | None:
    """One of them, whenever it is."""
    return next((one for one in await list_school_holidays(tx, date.min) if one.id == holiday_id), None)


async def list_holiday_changes(tx: Tx, *, limit: int) -> tuple[ChangeLine, ...]:
    """The newest changes first."""
    rows = await tx.fetch(
        """
        SELECT c.id, c.at, c.actor_name, c.source, jsonb_array_length(c.added) AS added,
               jsonb_array_length(c.changed) AS changed, jsonb_array_length(c.removed) AS removed,
               undone.at AS undoes_at,
               EXISTS (SELECT FROM school_holiday_changes back WHERE back.undoes = c.id) AS is_undone
        FROM school_holiday_changes c LEFT JOIN school_holiday_changes undone ON undone.id = c.undoes
        ORDER BY c.at DESC, c.id DESC LIMIT $1
        """,
        limit,
    )
    return tuple(ChangeLine(**dict(row)) for row in rows)


async def list_holiday_places(tx: Tx) -> tuple[HolidayPlace, ...]:
    """Every site that has rooms, in Danish order."""
    rows = await tx.fetch(
        """
        SELECT s.id, s.slug, s.name FROM sites s
        WHERE EXISTS (SELECT FROM rooms r WHERE r.site_id = s.id)
        ORDER BY s.sort_key COLLATE "C", s.id
        """
    )
    return tuple(HolidayPlace(**dict(row)) for row in rows)
