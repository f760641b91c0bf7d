# SPDX-License-Identifier: MPL-2.0
"""Rooms a session could have at one time: open by the calendar, and free by the same rows that bookings hold."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.booking.model import Span
from services.booking.rules.best_room import PossibleRoom
from services.shared.contracts.rooms import RoomNeed
from services.shared.db import Tx


async def list_possible_rooms(
    tx: Tx, need: RoomNeed, kept: Span, *, apart_from: Collection[UUID] = ()
) -> list[PossibleRoom]:
    """All rooms at the site asked for that hold at least half the people, or nobody knows how many.

    `kept` is the time with setting up and clearing. `apart_from` are occurrences that will make way.
    """
    return await _list(tx, kept, need.site_id, (need.people + 1) // 2, None, apart_from)


async def find_possible_room(
    tx: Tx, room_id: UUID, kept: Span, *, apart_from: Collection[UUID] = ()
) -> PossibleRoom | None:
    """One room, whatever was asked for; None when there is none with that id."""
    found = await _list(tx, kept, None, 0, room_id, apart_from)
    return found[0] if found else None


async def _list(
    tx: Tx, kept: Span, site_id: UUID | None, people: int, room_id: UUID | None, apart_from: Collection[UUID]
) -> list[PossibleRoom]:
    rows = await tx.fetch(_ROOMS, kept.start, kept.end, site_id, people, room_id, list(apart_from))
    return [_room(row) for row in rows]


def _room(row: Record) -> PossibleRoom:
    values: dict[str, Any] = dict(row) | {"equipment": tuple(row["equipment"])}
    return PossibleRoom(**values)


async def list_holidays(tx: Tx, first: date, last: date) -> frozenset[date]:
    """Public holidays, both days included."""
    rows = await tx.fetch("SELECT day FROM public_holidays WHERE day BETWEEN $1 AND $2", first, last)
    return frozenset(row["day"] for row in rows)


_ROOMS = """
    WITH calendars AS MATERIALIZED (
        SELECT id, open_spans(id, tstzrange($1, $2)) = tstzmultirange(tstzrange($1, $2)) AS is_open
        FROM opening_calendars
    )
    SELECT r.id, r.name, r.type, s.id AS site_id, s.name AS site_name,
           concat_ws(', ', s.street, nullif(concat_ws(' ', s.postcode, s.city), '')) AS address,
           s.city, s.postcode, s.latitude, s.longitude, r.capacity, r.equipment, r.step_free, r.hearing_loop,
           r.accessible_toilet, r.quiet_room, c.is_open,
           NOT EXISTS (
               SELECT FROM room_cells rc JOIN occupancies o ON o.cell_id = rc.cell_id
               WHERE rc.room_id = r.id AND o.during && tstzrange($1, $2)
                 AND (o.closure_id IS NOT NULL OR o.occurrence_id <> ALL($6::uuid[]))) AS is_free
    FROM rooms r
    JOIN sites s ON s.id = r.site_id
    JOIN calendars c ON c.id = r.calendar_id
    WHERE ($3::uuid IS NULL OR r.site_id = $3)
      AND coalesce(r.capacity, $4) >= $4
      AND ($5::uuid IS NULL OR r.id = $5)
      AND EXISTS (SELECT FROM room_cells WHERE room_id = r.id)
"""
