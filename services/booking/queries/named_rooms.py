# SPDX-License-Identifier: MPL-2.0
"""Rooms asked for by name. They are always shown, and when they do not fit, why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from asyncpg import Record

from services.booking.model import Effect, Span, Verdict, Words
from services.booking.queries.availability import as_spans
from services.booking.queries.search import TIMES_SHOWN, FoundRoom, Search, found_room, minutes
from services.shared.db import Tx
from services.shared.wall_clock import ZONE, local

SHOWN = 6
DAYS_EXPLAINED = 3


@dataclass(frozen=True, slots=True)
class NamedRoom:
    """A room somebody asked for. `against` is empty when it fits."""

    room: FoundRoom
    against: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """A room's time in the days asked about."""

    open: tuple[Span, ...]
    free: tuple[Span, ...]
    taken: tuple[Span, ...]
    closed: dict[date, Words]


async def list_named(tx: Tx, name: str, search: Search, *, now: datetime) -> tuple[NamedRoom, ...]:
    """Rooms in whose own and site's name all the words are found, at most six; those that fit first.

    A short word, as in "hal b", must be a word of its own.
    """
    words = re.findall(r"\w+", name.replace("_", " "))[:8]
    wanted = tuple(wanted_spans(search, now))
    if not words or not wanted:
        return ()
    parts = [f"%{word}%" for word in words if len(word) > 2]
    short = [rf"\m{word}\M" for word in words if len(word) <= 2]
    rows = await tx.fetch(_NAMED, parts, short, wanted[0].start, wanted[-1].end, " ".join(words).lower(), SHOWN)
    named = [_named(row, search, wanted) for row in rows]
    return tuple(sorted(named, key=lambda found: len(found.against) > 0))


def wanted_spans(search: Search, now: datetime) -> Iterator[Span]:
    """The hours asked about on each day, without what has been."""
    for number in range((search.last_day - search.first_day).days + 1):
        day = search.first_day + timedelta(days=number)
        if search.weekdays and day.isoweekday() not in search.weekdays:
            continue
        start = max(_instant(day, minutes(search.earliest)), now)
        end = _instant(day, minutes(search.latest) if search.latest else 1440)
        if start < end:
            yield Span(start, end)


def _instant(day: date, minute: int) -> datetime:
    """A skipped time counts as an hour later, as PostgreSQL reads it."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - wall-clock
    return wall.replace(tzinfo=ZONE).astimezone(UTC)


def _named(row: Record, search: Search, wanted: tuple[Span, ...]) -> NamedRoom:
    time = Time(
        as_spans(row["open"]),
        as_spans(row["free"]),
        as_spans(row["taken"] or []),
        {date.fromisoformat(day): Words(da, en) for day, da, en in row["closed"]},
    )
    fitting = [part for span in wanted for part in shared(time.free, span) if part.length >= search.length]
    room = found_room(row, tuple(fitting[:TIMES_SHOWN]), "")
    against = tuple(lacking(room, search)) + (() if fitting else tuple(in_the_way(time, wanted, search.length)))
    return NamedRoom(room, against)


def shared(spans: tuple[Span, ...], within: Span) -> list[Span]:
    """The parts of the spans that lie within."""
    return [Span(max(span.start, within.start), min(span.end, within.end)) for span in spans if span.overlaps(within)]


def lacking(room: FoundRoom, search: Search) -> Iterator[Verdict]:
    """What the room is not or has not."""
    if room.capacity is not None and room.capacity < search.people:
        yield _against("too_many_people", capacity=room.capacity, attendance=search.people)
    if search.type and room.type != search.type:
        yield _against("another_type", type=room.type)
    if missing := tuple(sorted(search.equipment - set(room.equipment))):
        yield _against("lacks_equipment", equipment=missing)
    for wanted, has, name in (
        (search.step_free, room.step_free, "step_free"),
        (search.hearing_loop, room.hearing_loop, "hearing_loop"),
    ):
        if wanted and not has:
            yield _against(f"no_{name}" if has is False else f"unknown_{name}")


def in_the_way(time: Time, wanted: tuple[Span, ...], length: timedelta) -> Iterator[Verdict]:
    """Why none of the first days asked about has free time enough."""
    for span in wanted[:DAYS_EXPLAINED]:
        day = local(span.start).date()
        hours = [part for part in time.open if part.overlaps(span)]
        if day in time.closed:
            yield _against("closing_day", day=day, reason=time.closed[day])
        elif not hours:
            yield _against("not_open_then", day=day)
        elif not any(part.length >= length for part in shared(tuple(hours), span)):
            yield _against("outside_opening_hours", opens=hours[0].start, closes=hours[-1].end)
        for taken in time.taken:
            if taken.overlaps(span):
                yield _against("taken", start=taken.start, end=taken.end)


def _against(code: str, **parameters: int | str | date | datetime | Words | tuple[str, ...]) -> Verdict:
    return Verdict("search", Effect.REFUSE, code, parameters)


_NAMED = """
    SELECT r.id, r.slug, r.name, r.type, r.capacity, r.equipment, r.step_free, r.hearing_loop, r.policy_id,
           r.calendar_id, r.site_id, s.name AS site_name, s.slug AS site_slug, s.city,
           open_spans(r.calendar_id, tstzrange($3, $4)) AS open,
           free_spans(r.id, r.calendar_id, tstzrange($3, $4)) AS free,
           (SELECT range_agg(o.during) FROM room_cells rc JOIN occupancies o ON o.cell_id = rc.cell_id
            WHERE rc.room_id = r.id AND o.during && tstzrange($3, $4)) AS taken,
           (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(day, closed_da, closed_en)), '[]')
            FROM calendar_days(r.calendar_id, tstzrange($3, $4)) WHERE closed_da IS NOT NULL) AS closed
    FROM rooms r JOIN sites s ON s.id = r.site_id
    WHERE r.name || ' ' || s.name ILIKE ALL($1) AND r.name || ' ' || s.name ~* ALL($2)
    ORDER BY lower(r.name) <> $5, r.part_of IS NOT NULL, r.sort_key COLLATE "C", r.id
    LIMIT $6
"""
