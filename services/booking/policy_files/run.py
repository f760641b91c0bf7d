# SPDX-License-Identifier: MPL-2.0
"""Examples as the wishes and facts that rules judge, and whether the policy says of them what they expect."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from services.booking.model import (
    Association,
    ClosedDay,
    Effect,
    Facts,
    Judgement,
    Room,
    SchoolHoliday,
    Series,
    Span,
    Use,
    Wish,
    Words,
)
from services.booking.policy_files.example import AssociationLine, Example, FactsLine, RoomLine, UseLine, WishLine
from services.booking.policy_files.issue import Issue, Mark
from services.booking.rules import AnyRule, in_order, judge
from services.booking.rules.scope import days_of, wall_span
from services.shared.wall_clock import instant_near, local

_OWN, _OTHER, _ROOM, _ELSEWHERE, _USE = (UUID(int=number) for number in range(1, 6))


def judged(rules: Iterable[AnyRule], wish: WishLine, facts: FactsLine) -> Judgement:
    """What the rules say of it."""
    return judge(in_order(rules), as_wish(wish), as_facts(wish, facts))


def disappointments(rules: Iterable[AnyRule], example: Example, mark: Mark) -> list[Issue]:
    """Where the policy says something else than the example expects."""
    judgement = judged(rules, example.wish, example.facts)
    said = {
        effect: sorted({verdict.code for verdict in judgement.verdicts if verdict.effect is effect})
        for effect in Effect
    }
    expect = example.expect
    wrong: list[Issue] = []
    if said[Effect.REFUSE] != sorted(set(expect.refused)):
        wrong.append(_other(mark, example, "refused", expect.refused, said[Effect.REFUSE]))
    staff = expect.needs_staff if expect.needs_staff is not None or expect.refused else ()
    if staff is not None and said[Effect.NEEDS_STAFF] != sorted(set(staff)):
        wrong.append(_other(mark, example, "needs_staff", staff, said[Effect.NEEDS_STAFF]))
    if expect.notes is not None and not set(expect.notes) <= set(said[Effect.NOTE]):
        wrong.append(_other(mark, example, "notes", expect.notes, said[Effect.NOTE]))
    return wrong


def _other(mark: Mark, example: Example, what: str, wanted: Iterable[str], said: Iterable[str]) -> Issue:
    codes = {"wanted": ", ".join(sorted(set(wanted))) or "-", "said": ", ".join(said) or "-"}
    return Issue(mark, "example_differs", {"name": example.name, "what": what, **codes})


def as_wish(line: WishLine) -> Wish:
    """As rules know it."""
    whole = line.series
    return Wish(
        association_id=_OWN,
        room_id=_ROOM,
        span=line.span,
        purpose=line.purpose,
        attendance=line.attendance,
        activity=line.activity,
        team=line.team,
        age_group=line.age_group,
        note=line.note,
        occasion=line.occasion,
        age_from=line.age_from,
        age_to=line.age_to,
        is_public=line.public,
        ticket_price=None if line.ticket_kroner is None else line.ticket_kroner * 100,
        layout=line.layout,
        equipment=line.equipment,
        traits=line.traits,
        series=Series(whole.dates, whole.first, whole.last) if whole else None,
    )


def as_facts(line: WishLine, facts: FactsLine) -> Facts:
    """As rules know them."""
    days = days_of(line.span, before=True)
    made_at = line.made_at or datetime.combine(line.date - timedelta(days=28), time(12))
    return Facts(
        now=instant_near(made_at.date(), made_at.time()),
        room=_room(line.room),
        hours=tuple(wall_span(day, *facts.open) for day in days)
        if facts.open
        else (Span(instant_near(days[0], time()), instant_near(days[-1] + timedelta(days=2), time())),),
        closed_days=() if facts.closed is None else (ClosedDay(line.date, Words(facts.closed, facts.closed)),),
        association=_association(line.association, made_at) if line.association else None,
        actor_roles=frozenset(facts.roles),
        actor_is_staff=facts.staff,
        uses=tuple(_use(use, line) for use in facts.uses),
        school_holidays=tuple(
            SchoolHoliday(one.first, one.last, one.name)
            for one in facts.school_holidays
            if one.first <= local(line.span.end).date() and one.last >= line.date
        ),
    )


def _room(line: RoomLine) -> Room:
    return Room(
        id=_ROOM,
        name=line.slug,
        site_id=_ROOM,
        site_name=line.site,
        address="",
        capacity=line.capacity,
        calendar_id=_ROOM,
        policy_id=_ROOM,
        slug=line.slug,
        site_slug=line.site,
        type=line.type,
        groups=frozenset(line.groups),
        equipment=frozenset(line.equipment),
        capacity_by_layout=line.capacity_by_layout,
    )


def _association(line: AssociationLine, made_at: datetime) -> Association:
    declared = line.declared_on or made_at.date() - timedelta(days=1)
    return Association(
        id=_OWN,
        name=line.name,
        type=line.type,
        approved_on=made_at.date() - timedelta(days=365) if line.approved else None,
        approved_until=line.approved_until,
        child_certificate_declared_on=declared if line.child_certificate else None,
        members=line.members,
        members_under_25=line.members_under_25,
        groups=frozenset(line.groups),
        documents=frozenset(line.documents),
    )


def _use(line: UseLine, wish: WishLine) -> Use:
    room, own = wish.room, wish.association if line.own else None
    return Use(
        booking_id=_USE,
        association_id=_OWN if line.own else _OTHER,
        room_id=_ROOM if line.same_room else _ELSEWHERE,
        room_type=line.room_type or room.type,
        span=wall_span(line.date, line.begins, line.ends),
        team=line.team,
        status=line.status,
        by_staff=line.by_staff,
        late=line.late,
        unused=line.unused,
        site_id=_ROOM,
        room_groups=frozenset(room.groups) if line.same_room else frozenset(),
        groups=frozenset((own.type, *own.groups) if own else line.groups),
        traits=tuple(line.traits),
        activity=line.activity,
        attendance=line.attendance,
    )
