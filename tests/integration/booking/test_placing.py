# SPDX-License-Identifier: MPL-2.0
"""Asking for a room: what is stored, what is told, and what the same request twice does."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from services.booking.commands.place_booking import place_booking
from services.booking.commands.try_booking import try_booking
from services.booking.errors import KeyReused, NoSuchAssociation, NoSuchRoom, NotAllowed, Refused, SlotTaken
from services.booking.model import Actor, Effect
from services.booking.store.idempotency import Key
from services.booking.store.verdicts import read_verdicts
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at


async def events(pool: Pool) -> list[tuple[str, dict[str, Any]]]:
    rows = await pool.fetch("SELECT type, payload FROM outbox ORDER BY id")
    return [(row["type"].split(".")[2], row["payload"]["data"]) for row in rows]


async def status_of(pool: Pool, booking_id: UUID) -> str:
    return await pool.fetchval("SELECT status FROM occurrences WHERE booking_id = $1", booking_id)


async def test_a_good_wish_is_confirmed_and_told_with_ids_and_no_address(pool: Pool, town: Municipality) -> None:
    placed = await place_booking(pool, town.wish(), town.chair, now=NOW)
    ((kind, data),) = await events(pool)
    assert await status_of(pool, placed.booking_id) == kind == "confirmed"
    assert data["tell"] == [str(town.chair.id)]
    assert data["occurrences"][0]["room_name"] == "Hal B"
    assert town.chair.name not in str(data)


async def test_numbers_carry_the_year_and_rise(pool: Pool, town: Municipality) -> None:
    for day in (1, 2):
        await place_booking(pool, town.wish(span=at(17, day=day)), town.chair, now=NOW)
    numbers = await pool.fetch("SELECT number FROM bookings ORDER BY number")
    assert [row["number"] for row in numbers] == ["2026-000001", "2026-000002"]


async def test_a_wish_for_many_waits_for_staff_and_keeps_others_out(pool: Pool, town: Municipality) -> None:
    placed = await place_booking(pool, town.wish(attendance=150), town.chair, now=NOW)
    assert await status_of(pool, placed.booking_id) == "requested"
    with pytest.raises(SlotTaken):
        await place_booking(pool, town.wish(room_id=town.courts[3]), town.chair, now=NOW)
    assert [kind for kind, _ in await events(pool)] == ["requested"]


async def test_a_refused_wish_leaves_nothing_and_tells_every_reason(pool: Pool, town: Municipality) -> None:
    christmas = at(17, day=25, hours=9)
    with pytest.raises(Refused) as refused:
        await place_booking(pool, town.wish(span=christmas, attendance=500), town.chair, now=NOW)
    codes = [verdict.code for verdict in refused.value.verdicts]
    assert codes == ["closing_day", "outside_opening_hours", "too_long", "too_many_people", "staff_decides_many"]
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 0
    assert await events(pool) == []


async def test_staff_book_for_anybody_and_may_override_with_a_reason(pool: Pool, town: Municipality) -> None:
    wish = town.wish(span=at(17, day=25))
    with pytest.raises(Refused):
        await place_booking(pool, wish, town.caseworker, now=NOW)
    placed = await place_booking(
        pool, wish, town.caseworker, now=NOW, override_reason="Juletræsfest, aftalt med hallen"
    )
    row = await pool.fetchrow(
        "SELECT b.verdicts, b.contact_id, h.details FROM bookings b JOIN booking_history h ON h.booking_id = b.id"
        " WHERE b.id = $1",
        placed.booking_id,
    )
    assert row
    assert row["details"] == {"override_reason": "Juletræsfest, aftalt med hallen"}
    assert [(verdict.code, verdict.effect) for verdict in read_verdicts(row["verdicts"])] == [
        ("closing_day", Effect.NOTE)
    ]
    assert row["contact_id"] == town.chair.id


async def test_people_without_a_role_and_expired_roles_may_not_book(pool: Pool, town: Municipality) -> None:
    with pytest.raises(NotAllowed):
        await place_booking(pool, town.wish(), town.conductor, now=NOW)
    await pool.execute("UPDATE association_roles SET valid_until = '2026-11-23' WHERE person_id = $1", town.chair.id)
    with pytest.raises(NotAllowed):
        await place_booking(pool, town.wish(), town.chair, now=NOW)
    await pool.execute("UPDATE association_roles SET valid_until = '2026-11-24' WHERE person_id = $1", town.chair.id)
    await place_booking(pool, town.wish(), town.chair, now=NOW)


async def test_an_association_key_books_as_its_booking_officer_for_its_own_only(pool: Pool, town: Municipality) -> None:
    key = Actor(UUID(int=77), "Nøgle", association_id=town.club)
    await place_booking(pool, town.wish(), key, now=NOW)
    ((_, data),) = await events(pool)
    assert data["tell"] == [str(town.chair.id)]
    with pytest.raises(NotAllowed):
        await place_booking(pool, town.wish(association_id=town.choir, span=at(10)), key, now=NOW)


async def test_unknown_rooms_and_associations_are_named(pool: Pool, town: Municipality) -> None:
    with pytest.raises(NoSuchRoom):
        await place_booking(pool, town.wish(room_id=UUID(int=1)), town.chair, now=NOW)
    with pytest.raises(NoSuchAssociation):
        await place_booking(pool, town.wish(association_id=UUID(int=1)), town.caseworker, now=NOW)


async def test_the_same_key_many_times_at_once_is_one_booking(pool: Pool, town: Municipality) -> None:
    key = Key(town.chair.id, "dobbeltklik")
    placed = await asyncio.gather(*(place_booking(pool, town.wish(), town.chair, now=NOW, key=key) for _ in range(20)))
    assert len({result.booking_id for result in placed}) == 1
    assert sum(not result.is_replay for result in placed) == 1
    assert len(await events(pool)) == 1


async def test_a_key_for_another_wish_is_refused(pool: Pool, town: Municipality) -> None:
    key = Key(town.chair.id, "k")
    await place_booking(pool, town.wish(), town.chair, now=NOW, key=key)
    with pytest.raises(KeyReused):
        await place_booking(pool, town.wish(span=at(10)), town.chair, now=NOW, key=key)


async def test_a_trial_says_what_placing_would_and_stores_nothing(pool: Pool, town: Municipality) -> None:
    fine = await try_booking(pool, town.wish(), town.chair, now=NOW)
    assert (fine.outcome, fine.alternatives) == ("confirmed", ())
    assert (await try_booking(pool, town.wish(attendance=150), town.chair, now=NOW)).outcome == "needs_staff"
    assert (await try_booking(pool, town.wish(attendance=900), town.chair, now=NOW)).outcome == "refused"
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 0


async def test_a_taken_time_is_answered_with_what_could_be_had_instead(pool: Pool, town: Municipality) -> None:
    await place_booking(pool, town.wish(room_id=town.halves[0]), town.chair, now=NOW)
    trial = await try_booking(pool, town.wish(room_id=town.courts[0]), town.chair, now=NOW)
    assert trial.outcome == "taken"
    assert trial.taken == (TUESDAY,)
    times = [
        (offer.span.start.day, offer.span.start.hour) for offer in trial.alternatives if offer.kind == "other_time"
    ]
    rooms = {offer.room_name for offer in trial.alternatives if offer.kind == "other_room"}
    assert times == [(30, 17), (2, 17), (29, 17)]
    assert rooms <= {"Hal B, bane 3", "Hal B, bane 4", "Hal B, halvdel 2"}
    assert len(rooms) == 3
    for offer in trial.alternatives:
        wish = town.wish(room_id=offer.room_id, span=offer.span)
        assert (await try_booking(pool, wish, town.chair, now=NOW)).outcome == "confirmed"
