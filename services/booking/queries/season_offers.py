# SPDX-License-Identifier: MPL-2.0
"""Which rooms are open and free on which dates of a whole season, at the wished hour and near it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.booking.model import Span
from services.booking.rules.season_offers import OfferKind, SeasonOffer
from services.shared.db import Tx

DAY = 1440


async def list_season_offers(
    tx: Tx, room_id: UUID, attendance: int, dates: Mapping[int, Sequence[Span | None]]
) -> tuple[SeasonOffer, ...]:
    """Offers with the dates they could be had on, not yet judged by any rule.

    `dates`: the times of the series at each shift in minutes; None where the clock has no such time. At shift 0 all
    rooms of the same type that hold the people are looked at, and the parts and the whole of the wished one; at other
    shifts only the wished room.
    """
    wanted = [
        (shift, place, span.start, span.end)
        for shift, spans in dates.items()
        for place, span in enumerate(spans)
        if span is not None
    ]
    if not wanted:
        return ()
    shifts, places, starts, ends = zip(*wanted, strict=True)
    rows = await tx.fetch(_OFFERS, room_id, attendance, list(shifts), list(places), list(starts), list(ends))
    return tuple(
        SeasonOffer(
            kind=_kind(row["shift"], is_part=row["is_part"]),
            room_id=row["id"],
            room_slug=row["slug"],
            room_name=row["name"],
            site_name=row["site_name"],
            same_site=row["same_site"],
            shift=row["shift"],
            places=frozenset(row["places"]),
            size_apart=row["size_apart"],
        )
        for row in rows
    )


def _kind(shift: int, *, is_part: bool) -> OfferKind:
    if not shift:
        return "part" if is_part else "other_room"
    return "other_time" if abs(shift) < DAY else "other_day"


_OFFERS = """
    WITH wanted AS MATERIALIZED (
        SELECT w.shift, w.place, tstzrange(w.starts, w.ends) AS during
        FROM unnest($3::integer[], $4::integer[], $5::timestamptz[], $6::timestamptz[]) AS w (shift, place, starts, ends)
    ), wished AS MATERIALIZED (
        SELECT r.*, ARRAY(SELECT cell_id FROM room_cells WHERE room_id = r.id) AS cells FROM rooms r WHERE r.id = $1
    ), candidates AS MATERIALIZED (
        SELECT r.id, r.slug, r.name, r.calendar_id, r.site_id, r.site_id = wished.site_id AS same_site, other.is_part,
               r.id = wished.id AS is_wished,
               abs((SELECT count(*) FROM room_cells WHERE room_id = r.id)::integer - cardinality(wished.cells)) AS size_apart
        FROM wished
        JOIN rooms r ON r.type = wished.type OR r.site_id = wished.site_id
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT FROM room_cells rc WHERE rc.room_id = r.id AND rc.cell_id = ANY(wished.cells))
                   AND r.id <> wished.id AS is_part
        ) other
        WHERE (r.type = wished.type OR other.is_part) AND coalesce(r.capacity, wished.capacity, $2) >= $2
          AND EXISTS (SELECT FROM room_cells WHERE room_id = r.id)
    ), asked AS MATERIALIZED (
        SELECT DISTINCT c.calendar_id, w.shift, w.place, w.during
        FROM candidates c JOIN wanted w ON (w.shift = 0) <> c.is_wished
    ), open AS MATERIALIZED (
        SELECT * FROM asked a WHERE open_spans(a.calendar_id, a.during) @> a.during
    )
    SELECT c.id, c.slug, c.name, s.name AS site_name, c.same_site, c.is_part, c.size_apart, o.shift,
           array_agg(o.place) AS places
    FROM candidates c
    JOIN open o ON o.calendar_id = c.calendar_id AND (o.shift = 0) <> c.is_wished
    JOIN sites s ON s.id = c.site_id
    WHERE NOT EXISTS (
        SELECT FROM room_cells rc JOIN occupancies held ON held.cell_id = rc.cell_id AND held.during && o.during
        WHERE rc.room_id = c.id
    )
    GROUP BY c.id, c.slug, c.name, s.name, c.same_site, c.is_part, c.size_apart, o.shift
"""
