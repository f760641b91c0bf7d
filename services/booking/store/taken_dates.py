# SPDX-License-Identifier: MPL-2.0
"""Dates that closing days or other opening hours have ended, and which of them could stand again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from services.booking.model import Status
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class TakenDate:
    """A date that stands as a closing of its day, or a change of opening hours, left it."""

    occurrence_id: UUID
    association_id: UUID
    room_id: UUID
    was: Status


async def list_taken(tx: Tx, calendars: Collection[UUID], days: Collection[date], now: datetime) -> list[TakenDate]:
    """Those that the closing of these days ended, that nothing was done to since, and that have not begun.

    A closing and what it ended bear the same instant. Rooms for citizens' sessions are left out: dialogue was told that
    the room is gone, and looks for another.
    """
    rows = await tx.fetch(
        """
        SELECT DISTINCT o.id, o.association_id, o.room_id, was.status
        FROM opening_exceptions x
        JOIN rooms r ON r.calendar_id = x.calendar_id
        JOIN occurrences o ON o.room_id = r.id AND o.status = 'cancelled' AND o.by_staff AND o.changed_at = x.closed_at
        JOIN bookings b ON b.id = o.booking_id AND b.room_request_id IS NULL
        JOIN booking_history h
            ON h.booking_id = b.id AND h.action = 'cancelled' AND h.at = x.closed_at AND h.actor_id = x.closed_by
        CROSS JOIN LATERAL (
            SELECT d ->> 'was' AS status FROM jsonb_array_elements(h.details -> 'dates') d WHERE d ->> 'id' = o.id::text
        ) was
        CROSS JOIN LATERAL (
            SELECT tstzrange(lower(o.during) - make_interval(mins => o.minutes_before),
                             upper(o.during) + make_interval(mins => o.minutes_after)) AS during
        ) kept
        WHERE x.calendar_id = ANY($1) AND x.day = ANY($2) AND x.opens_minute IS NULL AND lower(o.during) > $3
          AND EXISTS (
              SELECT FROM calendar_days(x.calendar_id, kept.during) c
              WHERE c.day = x.day
                AND (c.day = (lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date OR c.hours && kept.during))
        """,
        list(calendars),
        list(days),
        now,
    )
    return [_taken(row) for row in rows]


async def list_ended(tx: Tx, calendar_id: UUID, version: int, now: datetime) -> list[TakenDate]:
    """Those that a change of opening hours ended, by the version it made; else as `list_taken`."""
    rows = await tx.fetch(
        """
        SELECT o.id, o.association_id, o.room_id, was.status
        FROM opening_history c
        JOIN occurrences o ON o.status = 'cancelled' AND o.by_staff AND o.changed_at = c.at
        JOIN bookings b ON b.id = o.booking_id AND b.room_request_id IS NULL
        JOIN booking_history h
            ON h.booking_id = b.id AND h.action = 'cancelled' AND h.at = c.at AND h.actor_id = c.actor_id
        CROSS JOIN LATERAL (
            SELECT d ->> 'was' AS status FROM jsonb_array_elements(h.details -> 'dates') d WHERE d ->> 'id' = o.id::text
        ) was
        WHERE c.calendar_id = $1 AND c.version = $2 AND c.cancelled > 0 AND lower(o.during) > $3
        """,
        calendar_id,
        version,
        now,
    )
    return [_taken(row) for row in rows]


def _taken(row: Record) -> TakenDate:
    return TakenDate(row["id"], row["association_id"], row["room_id"], Status(row["status"]))


async def list_shut_out(tx: Tx, occurrences: Collection[UUID]) -> frozenset[UUID]:
    """Those that lie on a day that is still closed, or outside hours that were changed since they were ended.

    What lay outside before, or on a public holiday, was given knowingly.
    """
    rows = await tx.fetch(
        """
        SELECT o.id FROM occurrences o JOIN rooms r ON r.id = o.room_id
        WHERE o.id = ANY($1) AND (
            EXISTS (
                SELECT FROM calendar_days(r.calendar_id, o.during) c
                JOIN opening_exceptions x
                    ON x.calendar_id = r.calendar_id AND x.day = c.day AND x.opens_minute IS NULL
                WHERE c.day = (lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date OR c.hours && o.during)
            OR EXISTS (SELECT FROM opening_history h WHERE h.calendar_id = r.calendar_id AND h.at >= o.changed_at)
               AND NOT coalesce((SELECT range_agg(c.hours) @> o.during
                                 FROM calendar_days(r.calendar_id, o.during) c), false))
        """,
        list(occurrences),
    )
    return frozenset(row["id"] for row in rows)
