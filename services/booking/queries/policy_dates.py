# SPDX-License-Identifier: MPL-2.0
"""Upcoming dates in rooms under a policy with the facts to judge them anew: two statements, however many there are."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Range, Record

from services.booking.model import (
    Association,
    AssociationRole,
    ClosedDay,
    Facts,
    Room,
    SchoolHoliday,
    Series,
    Span,
    Use,
    Wish,
    Words,
)
from services.shared.db import Tx
from services.shared.wall_clock import local

type DatePlace = tuple[datetime, UUID]
"""Where a list of dates goes on: beginning and id of the last one seen."""


@dataclass(frozen=True, slots=True)
class PolicyDate:
    """A date that has been asked for or confirmed, and what there is to know of it."""

    id: UUID
    booking_id: UUID
    number: str
    association_name: str
    status: str
    wish: Wish
    facts: Facts
    """As of the moment it was asked for; association, room and hours as they are now."""

    @property
    def place(self) -> DatePlace:
        """Where a list goes on after it."""
        return self.wish.span.start, self.id


async def list_policy_dates(
    tx: Tx,
    policy_id: UUID,
    *,
    now: datetime,
    after: DatePlace | None,
    limit: int,
    reach: timedelta,
    by_room: bool,
    within: Sequence[Span] | None = None,
) -> list[PolicyDate]:
    """Those that are not over, in order of time; at most `limit`. `within`: only those that touch one of these spans.

    `reach`: how far from a date others count. `by_room`: other associations' dates count as well, not only its own.
    """
    begins, last = after or (None, None)
    spans = None if within is None else [Range(span.start, span.end) for span in within]
    rows = await tx.fetch(_DATES, policy_id, now, begins, last, limit, spans)
    if not rows:
        return []
    first = min(row["during"].lower for row in rows) - reach
    end = max(row["during"].upper for row in rows) + reach
    uses = _Uses(await tx.fetch(_USES, policy_id, first, end), by_room=by_room)
    return [_policy_date(row, uses, reach) for row in rows]


class _Uses:
    """Dates under the policy, found by association and time. In memory, so that a thousand dates need no thousand reads."""

    def __init__(self, rows: Sequence[Record], *, by_room: bool) -> None:
        self._by_room = by_room
        self._longest = max((row["during"].upper - row["during"].lower for row in rows), default=timedelta())
        self._found: defaultdict[UUID | None, list[tuple[datetime, UUID, Use]]] = defaultdict(list)
        for row in rows:
            use = _use(row)
            self._found[None if by_room else use.association_id].append((use.span.start, row["id"], use))

    def around(self, wish: Wish, reach: timedelta, apart_from: UUID) -> tuple[Use, ...]:
        """Those within reach of the wish, without the date itself."""
        known = self._found[None if self._by_room else wish.association_id]
        first = bisect_left(known, wish.span.start - reach - self._longest, key=lambda one: one[0])
        last = bisect_right(known, wish.span.end + reach, key=lambda one: one[0])
        return tuple(use for _, date_id, use in known[first:last] if date_id != apart_from)


def _policy_date(row: Record, uses: _Uses, reach: timedelta) -> PolicyDate:
    wish = _wish(row)
    association = Association(
        id=row["association_id"],
        name=row["association_name"],
        type=row["association_type"],
        approved_on=row["approved_on"],
        approved_until=row["approved_until"],
        child_certificate_declared_on=row["child_certificate_declared_on"],
        groups=frozenset(row["association_groups"]),
        documents=frozenset(row["documents"]),
    )
    facts = Facts(
        now=row["placed_at"],
        room=_room(row),
        hours=tuple(Span(hours.lower, hours.upper) for hours in row["hours"]),
        closed_days=tuple(ClosedDay(date.fromisoformat(day), Words(da, en)) for day, da, en in row["closed_days"]),
        association=association,
        actor_roles=frozenset(AssociationRole(role) for role in row["roles"]),
        actor_is_staff=row["by_staff"],
        contact_id=row["contact_id"],
        uses=uses.around(wish, reach, row["id"]),
        school_holidays=tuple(
            SchoolHoliday(date.fromisoformat(first), date.fromisoformat(last), name)
            for first, last, name in row["school_holidays"]
        ),
        policy_version=row["policy_version"],
    )
    return PolicyDate(row["id"], row["booking_id"], row["number"], row["association_name"], row["status"], wish, facts)


def _room(row: Record) -> Room:
    return Room(
        id=row["room_id"],
        name=row["room_name"],
        site_id=row["site_id"],
        site_name=row["site_name"],
        address="",
        capacity=row["capacity"],
        calendar_id=row["calendar_id"],
        policy_id=row["policy_id"],
        slug=row["slug"],
        site_slug=row["site_slug"],
        type=row["room_type"],
        groups=frozenset(row["room_groups"]),
        equipment=frozenset(row["room_equipment"]),
        capacity_by_layout=row["capacity_by_layout"],
    )


def _wish(row: Record) -> Wish:
    series = None
    if row["dates"] > 1:
        series = Series(row["dates"], local(row["first_date"]).date(), local(row["last_date"]).date())
    return Wish(
        association_id=row["association_id"],
        room_id=row["room_id"],
        span=Span(row["during"].lower, row["during"].upper),
        purpose=row["purpose"],
        attendance=row["attendance"],
        activity=row["activity"],
        team=row["team"],
        age_group=row["age_group"],
        note=row["note"],
        occasion=row["occasion"],
        age_from=row["age_from"],
        age_to=row["age_to"],
        is_public=row["is_public"],
        ticket_price=row["ticket_price"],
        layout=row["layout"],
        equipment=tuple(row["equipment"]),
        traits=tuple(row["traits"]),
        series=series,
    )


def _use(row: Record) -> Use:
    return Use(
        booking_id=row["booking_id"],
        association_id=row["association_id"],
        room_id=row["room_id"],
        room_type=row["room_type"],
        span=Span(row["during"].lower, row["during"].upper),
        team=row["team"],
        status=row["status"],
        by_staff=row["by_staff"],
        late=row["late"],
        unused=row["unused"],
        site_id=row["site_id"],
        room_groups=frozenset(row["room_groups"]),
        groups=frozenset((row["association_type"], *row["association_groups"])),
        traits=tuple(row["traits"]),
        activity=row["activity"],
        attendance=row["attendance"],
    )


_DATES = """
    SELECT o.id, o.booking_id, o.association_id, o.room_id, o.during, o.status,
           b.number, b.purpose, b.attendance, b.activity, b.team, b.age_group, b.note, b.occasion, b.age_from, b.age_to,
           b.is_public, b.ticket_price, b.layout, b.equipment, b.traits, b.placed_at, b.contact_id, b.policy_version,
           coalesce(placed.by_staff, false) AS by_staff,
           series.dates, series.first_date, series.last_date,
           r.name AS room_name, r.slug, r.type AS room_type, r.capacity, r.capacity_by_layout, r.calendar_id,
           r.policy_id, r.groups AS room_groups, r.equipment AS room_equipment,
           s.id AS site_id, s.name AS site_name, s.slug AS site_slug,
           a.name AS association_name, a.type AS association_type, a.approved_on, a.approved_until,
           a.child_certificate_declared_on, a.groups AS association_groups, a.documents,
           ARRAY(SELECT role FROM association_roles x
                 WHERE x.association_id = o.association_id AND x.person_id = b.placed_by
                   AND (x.valid_until IS NULL
                        OR x.valid_until >= (b.placed_at AT TIME ZONE 'Europe/Copenhagen')::date)) AS roles,
           coalesce(days.hours, '{}') AS hours, coalesce(days.closed, '[]') AS closed_days,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(h.first_day, h.last_day, h.name)), '[]')
            FROM school_holidays h
            WHERE (h.site_id IS NULL OR h.site_id = r.site_id)
              AND h.last_day >= (lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date - 1
              AND h.first_day <= (upper(o.during) AT TIME ZONE 'Europe/Copenhagen')::date) AS school_holidays
    FROM occurrences o
    JOIN rooms r ON r.id = o.room_id
    JOIN sites s ON s.id = r.site_id
    JOIN bookings b ON b.id = o.booking_id
    JOIN associations a ON a.id = o.association_id
    LEFT JOIN booking_history placed ON placed.booking_id = b.id AND placed.version = 1
    CROSS JOIN LATERAL (
        SELECT count(*) AS dates, min(lower(one.during)) AS first_date, max(lower(one.during)) AS last_date
        FROM occurrences one WHERE one.booking_id = o.booking_id
    ) series
    CROSS JOIN LATERAL (
        SELECT range_agg(d.hours) AS hours,
               jsonb_agg(DISTINCT jsonb_build_array(d.day, d.closed_da, d.closed_en)) FILTER (
                   WHERE d.closed_da IS NOT NULL
                     AND (d.hours && o.during
                          OR d.day = (lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date)
               ) AS closed
        FROM calendar_days(r.calendar_id, o.during) d
    ) days
    WHERE r.policy_id = $1 AND o.status IN ('requested', 'confirmed') AND lower(o.during) > $2
      AND ($3::timestamptz IS NULL OR (lower(o.during), o.id) > ($3, $4::uuid))
      AND ($6::tstzrange[] IS NULL OR EXISTS (SELECT FROM unnest($6) AS near WHERE o.during && near))
    ORDER BY lower(o.during), o.id
    LIMIT $5
"""

_USES = """
    SELECT o.id, o.booking_id, o.association_id, o.room_id, o.during, o.status, o.by_staff, o.late, o.unused,
           b.team, b.traits, b.activity, b.attendance, r.type AS room_type, r.site_id, r.groups AS room_groups, a.groups AS association_groups,
           a.type AS association_type
    FROM occurrences o
    JOIN rooms r ON r.id = o.room_id
    JOIN bookings b ON b.id = o.booking_id
    JOIN associations a ON a.id = o.association_id
    WHERE r.policy_id = $1 AND o.status <> 'missing' AND o.during && tstzrange($2, $3)
    ORDER BY lower(o.during)
"""
