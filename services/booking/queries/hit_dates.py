# SPDX-License-Identifier: MPL-2.0
"""Dates that a change of opening hours would leave outside, by association."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from asyncpg import Record

from services.booking.model import Span
from services.booking.queries.closing_hits import HitDate
from services.shared.db import Tx

SHOWN = 20
"""Dates of one association that are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class HitAssociation:
    """All that one association would have outside."""

    association_id: UUID
    name: str
    count: int
    dates: tuple[HitDate, ...]
    """The first of them."""


async def list_hit_associations(tx: Tx, occurrences: Collection[UUID]) -> tuple[HitAssociation, ...]:
    """In Danish order."""
    rows = await tx.fetch(
        """
        SELECT * FROM (
            SELECT b.id AS booking_id, b.number, a.id AS association_id, a.name AS association_name, a.sort_key,
                   b.purpose, o.during, o.id AS occurrence_id, o.status = 'requested' AS is_requested,
                   b.room_request_id IS NOT NULL AS is_session, r.name AS room_name, s.name AS site_name,
                   count(*) OVER (PARTITION BY a.id) AS theirs,
                   row_number() OVER (PARTITION BY a.id ORDER BY lower(o.during), o.id) AS place
            FROM occurrences o
            JOIN bookings b ON b.id = o.booking_id
            JOIN associations a ON a.id = o.association_id
            JOIN rooms r ON r.id = o.room_id
            JOIN sites s ON s.id = r.site_id
            WHERE o.id = ANY($1)
        ) hit
        WHERE place <= $2
        ORDER BY sort_key COLLATE "C", association_id, place
        """,
        list(occurrences),
        SHOWN,
    )
    return tuple(_association(list(own)) for _, own in groupby(rows, key=lambda row: row["association_id"]))


def _association(rows: list[Record]) -> HitAssociation:
    first = rows[0]
    dates = tuple(_date(row) for row in rows)
    return HitAssociation(first["association_id"], first["association_name"], first["theirs"], dates)


def _date(row: Record) -> HitDate:
    return HitDate(
        booking_id=row["booking_id"],
        number=row["number"],
        association_id=row["association_id"],
        association_name=row["association_name"],
        purpose=row["purpose"],
        span=Span(row["during"].lower, row["during"].upper),
        is_requested=row["is_requested"],
        is_session=row["is_session"],
        room_name=row["room_name"],
        site_name=row["site_name"],
    )
