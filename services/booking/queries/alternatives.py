# SPDX-License-Identifier: MPL-2.0
"""The nearest times and rooms, for somebody who cannot have what they asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from services.booking.model import Span, Wish
from services.booking.queries.availability import list_free
from services.shared.db import Tx
from services.shared.wall_clock import local

LOOK_AROUND = timedelta(days=7)
STEP = timedelta(minutes=30)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """A time that is free now for a wish of the same length."""

    kind: Literal["other_time", "other_room"]
    room_id: UUID
    room_slug: str
    room_name: str
    site_name: str
    span: Span


async def list_alternatives(tx: Tx, wish: Wish, *, now: datetime) -> tuple[Alternative, ...]:
    """Up to three other times in the same room, then up to three other rooms at the same time; nearest first."""
    return (*await _other_times(tx, wish, now), *await _other_rooms(tx, wish, now))


async def _other_times(tx: Tx, wish: Wish, now: datetime) -> list[Alternative]:
    room = await tx.fetchrow(
        "SELECT r.slug, r.name, s.name AS site FROM rooms r JOIN sites s ON s.id = r.site_id WHERE r.id = $1",
        wish.room_id,
    )
    if room is None:
        return []
    return [
        Alternative("other_time", wish.room_id, room["slug"], room["name"], room["site"], span)
        for span in await list_other_times(tx, wish.room_id, wish.span, now=now)
    ]


async def list_other_times(tx: Tx, room_id: UUID, wanted: Span, *, now: datetime) -> list[Span]:
    """Up to three free times in the room, the nearest to the wanted one first."""
    around = Span(
        max(wanted.start - LOOK_AROUND, now), max(wanted.end + LOOK_AROUND, now + timedelta(days=1) + LOOK_AROUND)
    )
    return nearest_starts(await list_free(tx, room_id, around), wanted)


def nearest_starts(free: tuple[Span, ...], wanted: Span) -> list[Span]:
    """The times nearest to the wanted one, of its length and on the half-hour, one a day.

    A day away counts as an hour on the clock: people would rather come the next evening than the same morning.
    """
    found: dict[date, Span] = {}
    fitting = [Span(start, start + wanted.length) for gap in free for start in _starts(gap, wanted)]
    for span in sorted(fitting, key=lambda span: (_distance(span, wanted), span.start)):
        found.setdefault(local(span.start).date(), span)
    return list(found.values())[:SHOWN]


def _distance(span: Span, wanted: Span) -> timedelta:
    there, here = local(span.start), local(wanted.start)
    days = abs((there.date() - here.date()).days)
    on_the_clock = abs(timedelta(hours=there.hour - here.hour, minutes=there.minute - here.minute))
    return timedelta(hours=days) + on_the_clock


def _starts(gap: Span, wanted: Span) -> list[datetime]:
    """Starts on the half-hour within the gap, and the wanted hour itself."""
    first = gap.start + (-(gap.start - wanted.start)) % STEP
    count = int((gap.end - wanted.length - first) / STEP) + 1
    return [first + STEP * number for number in range(max(count, 0))]


async def _other_rooms(tx: Tx, wish: Wish, now: datetime) -> list[Alternative]:
    if wish.span.start <= now:
        return []
    rows = await tx.fetch(_OTHER_ROOMS, wish.room_id, wish.span.start, wish.span.end, wish.attendance, SHOWN)
    return [Alternative("other_room", row["id"], row["slug"], row["name"], row["site"], wish.span) for row in rows]


_OTHER_ROOMS = """
    SELECT r.id, r.slug, r.name, s.name AS site
    FROM rooms wanted
    JOIN rooms r ON r.id <> wanted.id AND r.type = wanted.type AND coalesce(r.capacity, wanted.capacity, $4) >= $4
    JOIN sites s ON s.id = r.site_id
    JOIN sites here ON here.id = wanted.site_id
    CROSS JOIN LATERAL (
        SELECT free_spans(r.id, r.calendar_id, tstzrange($2, $3)) AS spans
        WHERE NOT EXISTS (
            SELECT FROM room_cells rc JOIN occupancies o ON o.cell_id = rc.cell_id
            WHERE rc.room_id = r.id AND o.during && tstzrange($2, $3))
    ) free
    WHERE wanted.id = $1 AND free.spans = tstzmultirange(tstzrange($2, $3))
    ORDER BY s.id <> here.id, coalesce(s.city <> here.city, true),
             abs(coalesce(r.capacity, 0) - coalesce(wanted.capacity, 0)), r.sort_key, r.id
    LIMIT $5
"""
