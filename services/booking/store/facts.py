# SPDX-License-Identifier: MPL-2.0
"""What the rules look at, read in one statement; what far-reaching limits count, in a second."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Record

from services.booking.errors import NoSuchAssociation, NoSuchRoom
from services.booking.model import (
    Actor,
    Association,
    AssociationRole,
    ClosedDay,
    Facts,
    Room,
    SchoolHoliday,
    Span,
    Use,
    Wish,
    Words,
)
from services.booking.rules.policy import Policy, read_policy
from services.booking.store.uses import with_uses
from services.shared.db import Tx
from services.shared.wall_clock import local, monday_of, start_of_day


async def read_facts(
    tx: Tx, wish: Wish, actor: Actor | None, *, now: datetime, apart_from: UUID | None = None
) -> tuple[Facts, Policy]:
    """The facts about a wish, and the policy in force today.

    `apart_from` leaves one occurrence out of the association's hours: the one that is being moved.
    Raises NoSuchRoom, or NoSuchAssociation when the wish names one that is not there.
    """
    return (await read_all_facts(tx, [wish], actor, now=now, apart_from=[apart_from] if apart_from else []))[0]


async def read_all_facts(
    tx: Tx, wishes: Sequence[Wish], actor: Actor | None, *, now: datetime, apart_from: Collection[UUID] = ()
) -> list[tuple[Facts, Policy]]:
    """As `read_facts`, of several wishes of one association, in their order: in one statement, or two (`with_uses`)."""
    rows = await tx.fetch(
        _FACTS,
        [wish.room_id for wish in wishes],
        wishes[0].association_id,
        actor.id if actor else None,
        local(now).date(),
        [wish.span.start for wish in wishes],
        [wish.span.end for wish in wishes],
        [start_of_day(monday_of(wish.span.start)) for wish in wishes],
        [start_of_day(monday_of(wish.span.end) + timedelta(days=7)) for wish in wishes],
        list(apart_from),
    )
    if len(rows) < len(wishes):
        raise NoSuchRoom(", ".join(sorted({str(wish.room_id) for wish in wishes})))
    if rows[0]["association_name"] is None:
        raise NoSuchAssociation(str(wishes[0].association_id))
    known = [(_facts(row, wish, actor, now), _policy(row)) for row, wish in zip(rows, wishes, strict=True)]
    return await with_uses(tx, wishes, known, apart_from=apart_from)


def _policy(row: Record) -> Policy:
    return read_policy(
        row["policy_id"],
        row["policy_version"],
        row["policy_name"],
        row["valid_from"],
        row["adopted_by"],
        row["adopted_on"],
        row["document_url"],
        row["rules"],
    )


def _facts(row: Record, wish: Wish, actor: Actor | None, now: datetime) -> Facts:
    roles = frozenset(AssociationRole(role) for role in row["roles"])
    if actor and actor.association_id == wish.association_id:
        roles |= {AssociationRole.BOOKING_OFFICER}
    return Facts(
        now=now,
        room=Room(
            id=row["room_id"],
            name=row["room_name"],
            site_id=row["site_id"],
            site_name=row["site_name"],
            address=row["address"],
            capacity=row["capacity"],
            calendar_id=row["calendar_id"],
            policy_id=row["policy_id"],
            slug=row["slug"],
            site_slug=row["site_slug"],
            type=row["room_type"],
            groups=frozenset(row["room_groups"]),
            equipment=frozenset(row["equipment"]),
            capacity_by_layout=row["capacity_by_layout"],
        ),
        hours=tuple(Span(hours.lower, hours.upper) for hours in row["hours"]),
        closed_days=tuple(ClosedDay(date.fromisoformat(day), Words(da, en)) for day, da, en in row["closed_days"]),
        association=Association(
            id=wish.association_id,
            name=row["association_name"],
            type=row["association_type"],
            approved_on=row["approved_on"],
            approved_until=row["approved_until"],
            child_certificate_declared_on=row["child_certificate_declared_on"],
            members=row["members"],
            members_under_25=row["members_under_25"],
            groups=frozenset(row["association_groups"]),
            documents=frozenset(row["documents"]),
        ),
        actor_roles=roles,
        actor_is_staff=bool(actor and actor.is_staff),
        contact_id=row["contact_id"],
        uses=tuple(
            Use(
                booking_id=UUID(booking_id),
                association_id=wish.association_id,
                room_id=UUID(room_id),
                room_type=room_type,
                span=Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends)),
                team="",
                status=status,
            )
            for booking_id, room_id, room_type, starts, ends, status in row["booked"]
        ),
        school_holidays=tuple(
            SchoolHoliday(date.fromisoformat(first), date.fromisoformat(last), name)
            for first, last, name in row["school_holidays"]
        ),
        policy_version=row["policy_version"],
    )


_FACTS = """
    SELECT r.id AS room_id, r.name AS room_name, r.capacity, r.calendar_id, r.policy_id, r.slug, r.type AS room_type,
           r.groups AS room_groups, r.equipment, r.capacity_by_layout,
           s.id AS site_id, s.name AS site_name, s.slug AS site_slug,
           concat_ws(', ', s.street, nullif(concat_ws(' ', s.postcode, s.city), '')) AS address,
           coalesce(days.hours, '{}') AS hours,
           coalesce(days.closed, '[]') AS closed_days,
           a.name AS association_name, a.type AS association_type, a.approved_on, a.approved_until,
           a.child_certificate_declared_on, a.members, a.members_under_25, a.groups AS association_groups, a.documents,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(h.first_day, h.last_day, h.name) ORDER BY h.first_day, h.id), '[]')
            FROM school_holidays h
            WHERE (h.site_id IS NULL OR h.site_id = s.id)
              AND h.last_day >= (w.starts AT TIME ZONE 'Europe/Copenhagen')::date
              AND h.first_day <= (w.ends AT TIME ZONE 'Europe/Copenhagen')::date) AS school_holidays,
           ARRAY(SELECT role FROM association_roles
                 WHERE association_id = $2 AND person_id = $3 AND (valid_until IS NULL OR valid_until >= $4)) AS roles,
           (SELECT person_id FROM association_roles
            WHERE association_id = $2 AND role IN ('booking_officer', 'chair')
              AND (valid_until IS NULL OR valid_until >= $4)
            ORDER BY role, person_name, person_id LIMIT 1) AS contact_id,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(
                        o.booking_id, o.room_id, same.type, lower(o.during), upper(o.during), o.status)), '[]')
                 FROM occurrences o JOIN rooms same ON same.id = o.room_id
                 WHERE o.association_id = $2 AND o.status IN ('requested', 'confirmed')
                   AND lower(o.during) > w.first_week - interval '7 days' AND lower(o.during) < w.after_last_week
                   AND same.policy_id = r.policy_id AND o.id <> ALL ($9::uuid[])) AS booked,
           p.version AS policy_version, p.valid_from, p.adopted_by, p.adopted_on, p.document_url,
           p.rules::text AS rules, policies.name AS policy_name
    FROM unnest($1::uuid[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
         WITH ORDINALITY AS w (room_id, starts, ends, first_week, after_last_week, place)
    JOIN rooms r ON r.id = w.room_id
    JOIN sites s ON s.id = r.site_id
    JOIN policies ON policies.id = r.policy_id
    JOIN LATERAL (
        SELECT * FROM policy_versions
        WHERE policy_id = r.policy_id AND valid_from <= $4
        ORDER BY valid_from DESC, version DESC LIMIT 1
    ) p ON true
    LEFT JOIN associations a ON a.id = $2
    CROSS JOIN LATERAL (
        SELECT range_agg(d.hours) AS hours,
               jsonb_agg(DISTINCT jsonb_build_array(d.day, d.closed_da, d.closed_en)) FILTER (
                   WHERE d.closed_da IS NOT NULL
                     AND (d.hours && tstzrange(w.starts, w.ends) OR d.day = (w.starts AT TIME ZONE 'Europe/Copenhagen')::date)
               ) AS closed
        FROM calendar_days(r.calendar_id, tstzrange(w.starts, w.ends)) d
    ) days
    WHERE EXISTS (SELECT FROM room_cells WHERE room_id = r.id)
    ORDER BY w.place
"""
