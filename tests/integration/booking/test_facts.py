# SPDX-License-Identifier: MPL-2.0
"""The facts that rules look at hold all that is known, and the uses that the policy's limits count."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.booking.commands.place_booking import place_booking
from services.booking.model import SchoolHoliday, Span
from services.booking.rules import judge
from services.booking.store.facts import read_all_facts, read_facts
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at, found

FAR = [{"rule": "limit", "maximum": 2, "per": "rolling", "period": "P12M", "by": "room", "groups": ["private"]}]
OWN = [{"rule": "limit", "maximum": 1, "per": "rolling", "period": "P60D", "counts": "cancellations", "by": "slot"}]


async def hold(
    pool: Pool, town: Municipality, span: Span, association: UUID, *, room: UUID | None = None, **marks: Any
) -> UUID:
    """A date that is or was booked, marked as things went."""
    placed = await place_booking(
        pool, town.wish(span=span, room_id=room or town.hall), town.caseworker, now=NOW, override_reason="Prøve"
    )
    date_id = await pool.fetchval("SELECT id FROM occurrences WHERE booking_id = $1", placed.booking_id)
    for column, value in {"association_id": association, **marks}.items():
        await pool.execute(f"UPDATE occurrences SET {column} = $2 WHERE id = $1", date_id, value)
    return date_id


async def test_everything_that_is_known_of_room_and_association_is_told(pool: Pool, town: Municipality) -> None:
    await pool.execute(
        "UPDATE rooms SET groups = '{school}', equipment = '{stage}', capacity_by_layout = $2 WHERE id = $1",
        town.hall,
        {"theatre": 300},
    )
    await pool.execute(
        "UPDATE associations SET groups = '{local}', documents = '{statutes}', members = 40, members_under_25 = 25"
        " WHERE id = $1",
        town.club,
    )
    day = date(2026, 12, 1)
    elsewhere = await pool.fetchval(
        "INSERT INTO sites (id, slug, name, sort_key, street, postcode, city, calendar_id)"
        " VALUES ($1, 'en-anden-skole', 'En anden skole', 'en anden skole', '', '', '', $2) RETURNING id",
        uuid4(),
        town.calendar,
    )
    for site, first, last, name in (
        (None, day, day, "Alle"),
        (town.site, day - timedelta(days=5), day, "Skolen"),
        (elsewhere, day, day, "En anden skole"),
        (None, day + timedelta(days=1), day + timedelta(days=9), "Senere"),
        (None, day - timedelta(days=9), day - timedelta(days=1), "Tidligere"),
    ):
        await pool.execute("INSERT INTO school_holidays VALUES ($1, $2, $3, $4, $5)", uuid4(), site, first, last, name)
    async with pool.acquire() as tx:
        facts, _ = await read_facts(tx, town.wish(), town.chair, now=NOW)
    room, association = facts.room, facts.association
    assert (room.slug, room.site_slug, room.type, room.groups) == ("hal-b", "floejby-hallen", "sports_hall", {"school"})
    assert (room.equipment, room.capacity_by_layout) == ({"stage"}, {"theatre": 300})
    assert association
    assert (association.groups, association.documents) == ({"local"}, {"statutes"})
    assert (association.members, association.members_under_25) == (40, 25)
    assert facts.policy_version == 1
    assert facts.school_holidays == (
        SchoolHoliday(day - timedelta(days=5), day, "Skolen"),
        SchoolHoliday(day, day, "Alle"),
    )


async def test_a_limit_over_a_room_counts_what_others_had_within_its_reach(pool: Pool) -> None:
    town = await found(pool, FAR)
    await pool.execute("UPDATE associations SET groups = '{private}' WHERE id = $1", town.choir)
    first = await hold(pool, town, at(9, day=2), town.choir)
    await hold(pool, town, at(9, day=3), town.choir)
    await hold(pool, town, at(9, day=4), town.choir, room=town.meeting_room)
    await hold(pool, town, at(9, day=5), town.club)
    elsewhere = Span(datetime(2028, 3, 1, 17, tzinfo=NOW.tzinfo), datetime(2028, 3, 1, 19, tzinfo=NOW.tzinfo))
    async with pool.acquire() as tx:
        near, far = await read_all_facts(tx, [town.wish(), town.wish(span=elsewhere)], None, now=NOW)
        moved, policy = await read_facts(tx, town.wish(), None, now=NOW, apart_from=first)
    assert [(use.room_id == town.hall, use.groups) for use in near[0].uses] == [
        (True, {"association", "private"}),
        (True, {"association", "private"}),
        (False, {"association", "private"}),
        (True, {"association"}),
    ]
    assert far[0].uses == ()
    after = town.wish(span=at(9, day=9))
    assert judge(policy.rules, after, near[0]).refused
    assert not judge(policy.rules, after, moved).refused, "the date that is being moved does not count"


async def test_a_limit_of_ones_own_counts_cancellations_but_none_of_the_municipality(pool: Pool) -> None:
    town = await found(pool, OWN)
    back = timedelta(days=7)
    slots = [Span(TUESDAY.start + number * back, TUESDAY.end + number * back) for number in range(4)]
    await hold(pool, town, slots[1], town.club, status="cancelled")
    await hold(pool, town, slots[2], town.club, status="cancelled", late=True)
    await hold(pool, town, slots[3], town.club, status="cancelled", by_staff=True)
    await hold(pool, town, at(9, day=4), town.choir, status="cancelled")
    async with pool.acquire() as tx:
        facts, policy = await read_facts(tx, town.wish(), town.chair, now=NOW)
    assert [(use.by_staff, use.late) for use in facts.uses] == [(False, False), (False, True), (True, False)]
    last = town.wish(span=Span(slots[3].start + back, slots[3].end + back))
    (verdict,) = judge(policy.rules, last, facts).verdicts
    assert verdict.parameters["counted"] == 2
