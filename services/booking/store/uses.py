# SPDX-License-Identifier: MPL-2.0
"""What limits count that lies further from a wish than its week, or is not its association's own."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from asyncpg import Record

from services.booking.model import Facts, Span, Use, Wish
from services.booking.rules.limit import Limit
from services.booking.rules.policy import Policy
from services.shared.db import Tx

WEEK = timedelta(days=7)
"""As far as the facts are read in any case."""

type Known = tuple[Facts, Policy]


async def with_uses(tx: Tx, wishes: Sequence[Wish], known: list[Known], *, apart_from: Collection[UUID]) -> list[Known]:
    """The same facts with all uses that the policies reach; one more statement where some policy reaches that far."""
    asked = [(wish, facts, policy) for wish, (facts, policy) in zip(wishes, known, strict=True) if policy.reach > WEEK]
    if not asked:
        return known
    rows = await tx.fetch(
        _USES,
        [policy.policy_id for _, _, policy in asked],
        min(wish.span.start - policy.reach for wish, _, policy in asked),
        max(wish.span.start + policy.reach for wish, _, policy in asked),
        wishes[0].association_id,
        [facts.room.site_id for _, facts, policy in asked if _counts_everybody(policy)],
        list(apart_from),
    )
    uses = [(row["policy_id"], _use(row)) for row in rows]
    return [
        (replace(facts, uses=_within(uses, wish, policy)) if policy.reach > WEEK else facts, policy)
        for wish, (facts, policy) in zip(wishes, known, strict=True)
    ]


def _counts_everybody(policy: Policy) -> bool:
    return any(isinstance(rule, Limit) and rule.by in ("room", "site") for rule in policy.rules)


def _within(uses: Sequence[tuple[UUID, Use]], wish: Wish, policy: Policy) -> tuple[Use, ...]:
    first, last = wish.span.start - policy.reach, wish.span.start + policy.reach
    return tuple(use for under, use in uses if under == policy.policy_id and first <= use.span.start <= last)


def _use(row: Record) -> Use:
    return Use(
        booking_id=row["booking_id"],
        association_id=row["association_id"],
        room_id=row["room_id"],
        room_type=row["room_type"],
        span=Span(row["starts"], row["ends"]),
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


_USES = """
    SELECT o.booking_id, o.association_id, o.room_id, lower(o.during) AS starts, upper(o.during) AS ends, o.status,
           o.by_staff, o.late, o.unused, r.type AS room_type, r.site_id, r.groups AS room_groups, r.policy_id,
           b.team, b.traits, b.activity, b.attendance, a.type AS association_type, a.groups AS association_groups
    FROM (
        SELECT * FROM occurrences
        WHERE association_id = $4 AND lower(during) BETWEEN $2 AND $3
        UNION ALL
        SELECT * FROM occurrences
        WHERE association_id <> $4 AND lower(during) BETWEEN $2 AND $3
          AND room_id IN (SELECT id FROM rooms WHERE site_id = ANY ($5::uuid[]))
    ) o
    JOIN rooms r ON r.id = o.room_id
    JOIN bookings b ON b.id = o.booking_id
    JOIN associations a ON a.id = o.association_id
    WHERE r.policy_id = ANY ($1::uuid[]) AND o.status IN ('requested', 'confirmed', 'cancelled')
      AND o.id <> ALL ($6::uuid[])
    ORDER BY o.during, o.id
"""
