# SPDX-License-Identifier: MPL-2.0
"""A session asks for a room: what is proposed, held, taken, moved and given back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.booking.commands.place_booking import place_booking
from services.booking.model import MUNICIPALITY, Span
from services.booking.queries.requests import count_requests, list_requests
from services.shared.contracts.booking import ProposalConfirmed, ProposalFailed, ProposalMade, ProposalWithdrawn
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at
from tests.integration.booking.session_rooms import (
    Session,
    answers,
    booked,
    hear,
    hear_and_read,
    kept_of,
    later,
    standing,
)

DAY = timedelta(days=1)


@pytest.fixture
def session() -> Session:
    return Session()


async def describe(pool: Pool, room: UUID, **facts: Any) -> None:
    for name, value in facts.items():
        await pool.execute(f"UPDATE rooms SET {name} = $2 WHERE id = $1", room, value)


async def test_the_smallest_room_that_fits_is_held_and_others_are_told(
    pool: Pool, town: Municipality, session: Session
) -> None:
    await pool.execute("UPDATE sites SET latitude = 55.5, longitude = 9.5")
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    assert (made.room.room_name, made.room.city, made.room.latitude, made.room.capacity) == (
        "Mødelokale",
        "Fløjby",
        55.5,
        12,
    )
    assert made.room.lacks == ()
    assert made.held_until == datetime(2026, 11, 30, 17, tzinfo=NOW.tzinfo)  # a day before, which is sooner
    assert len(made.alternatives) == 5
    assert [other.room_name for other in made.alternatives[:3]] == [f"Hal B, bane {n}" for n in (1, 2, 3)]
    assert all(
        other.room_id == town.meeting_room and other.starts_at != TUESDAY.start for other in made.alternatives[3:]
    )
    assert await standing(pool) == [("requested", "Mødelokale", TUESDAY.start)]


async def test_a_hold_is_a_booking_of_the_municipality_that_calendars_hear_of_and_staff_need_not_decide(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    row = await pool.fetchrow("SELECT type, payload FROM outbox WHERE aggregate_id = $1", made.booking_id)
    assert row
    told = row["payload"]["data"]
    assert row["type"] == "booking.booking.requested.v1"
    assert (told["association_id"], told["association_name"], told["tell"]) == (str(MUNICIPALITY), "Kommunen", [])
    assert told["purpose"] == "Hvad skal der ske med havnen?"
    async with pool.acquire() as connection:
        assert await list_requests(connection, now=NOW) == ()
        assert await count_requests(connection, now=NOW) == 0


async def test_what_is_taken_is_confirmed_once_and_calendars_follow(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    done = await hear_and_read(pool, session, session.accepted(made.room), ProposalConfirmed)
    assert (done.booking_id, done.room) == (made.booking_id, made.room)
    assert await standing(pool) == [("confirmed", "Mødelokale", TUESDAY.start)]
    kinds = await pool.fetch("SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY version", made.booking_id)
    assert [row["type"] for row in kinds] == ["booking.booking.requested.v1", "booking.booking.confirmed.v1"]


async def test_an_alternative_is_taken_in_place_of_what_was_held(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    for other in (made.alternatives[0], made.alternatives[-1]):  # another room, then another time
        done = await hear_and_read(pool, session, session.accepted(other), ProposalConfirmed)
        assert (done.booking_id, done.room.room_id) == (made.booking_id, other.room_id)
        assert await standing(pool) == [("confirmed", other.room_name, other.starts_at)]


async def test_an_alternative_that_others_took_is_told_as_taken_and_the_hold_stays(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    await place_booking(pool, town.wish(room_id=made.alternatives[0].room_id), town.chair, now=NOW)
    failed = await hear_and_read(pool, session, session.accepted(made.alternatives[0]), ProposalFailed)
    assert failed.why == "taken"
    assert failed.alternatives[0] == made.room
    done = await hear_and_read(pool, session, session.accepted(made.room), ProposalConfirmed)
    assert done.booking_id == made.booking_id


async def test_an_access_need_outweighs_size_and_is_never_passed_over_in_silence(
    pool: Pool, town: Municipality, session: Session
) -> None:
    await describe(pool, town.courts[1], step_free=True)
    await describe(pool, town.meeting_room, step_free=False)
    made = await hear_and_read(pool, session, session.requested(step_free=True), ProposalMade)
    assert (made.room.room_name, made.room.lacks) == ("Hal B, bane 2", ())
    assert {other.lacks for other in made.alternatives[:3]} == {("step_free",)}

    nobody_has = session.requested(step_free=True, hearing_loop=True, equipment=("projector",))
    made = await hear_and_read(pool, session, nobody_has, ProposalMade)
    assert (made.room.room_name, made.room.lacks) == ("Hal B, bane 2", ("hearing_loop", "projector"))


async def test_the_minutes_before_and_after_are_kept_and_not_shown(
    pool: Pool, town: Municipality, session: Session
) -> None:
    for room in (town.meeting_room, *town.courts[1:]):
        await place_booking(pool, town.wish(room_id=room, span=at(19, hours=1), attendance=5), town.chair, now=NOW)
    wants = {"minutes_before": 60, "minutes_after": 30}
    made = await hear_and_read(pool, session, session.requested(**wants), ProposalMade)
    assert made.room.room_name == "Hal B, bane 1", "the others are taken while we would be clearing"
    assert (made.room.starts_at, made.room.ends_at) == (TUESDAY.start, TUESDAY.end)
    kept = await kept_of(pool, made.booking_id)
    assert kept == Span(TUESDAY.start - timedelta(hours=1), TUESDAY.end + timedelta(minutes=30))
    moved = await hear_and_read(pool, session, session.requested(**wants, **later(24)), ProposalMade)
    kept = await kept_of(pool, made.booking_id)
    assert moved.booking_id == made.booking_id
    assert kept.start == TUESDAY.start + DAY - timedelta(hours=1)


@pytest.mark.parametrize(
    ("wants", "why", "some"),
    [
        ({"people": 900}, "nothing_free", False),
        (later(7), "outside_hours", True),
        (later(-24 * 10), "past", False),
    ],
)
async def test_what_cannot_be_had_is_told_with_the_reason(
    pool: Pool, town: Municipality, session: Session, wants: dict[str, Any], why: str, some: bool
) -> None:
    failed = await hear_and_read(pool, session, session.requested(**wants), ProposalFailed)
    assert failed.why == why
    assert bool(failed.alternatives) == some
    assert await standing(pool) == []


async def test_when_all_is_taken_other_times_are_told(pool: Pool, town: Municipality, session: Session) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    await place_booking(pool, town.wish(room_id=town.meeting_room, attendance=5), town.chair, now=NOW)
    failed = await hear_and_read(pool, session, session.requested(), ProposalFailed)
    assert failed.why == "nothing_free"
    assert failed.alternatives[0].room_id == town.meeting_room
    assert all(other.starts_at != TUESDAY.start for other in failed.alternatives)


async def test_a_new_time_moves_the_booked_room_and_its_date_keeps_its_identity(
    pool: Pool, town: Municipality, session: Session
) -> None:
    first = await booked(pool, session)
    before = await pool.fetchrow("SELECT id, sequence FROM occurrences WHERE booking_id = $1", first.booking_id)
    again = await hear_and_read(pool, session, session.requested(**later(1)), ProposalConfirmed)  # into its own time
    after = await pool.fetchrow("SELECT id, sequence FROM occurrences WHERE booking_id = $1", first.booking_id)
    assert before and after
    assert again.booking_id == first.booking_id
    assert (after["id"], after["sequence"]) == (before["id"], before["sequence"] + 1)
    assert await standing(pool) == [("confirmed", "Mødelokale", TUESDAY.start + timedelta(hours=1))]
    newest = await pool.fetchval(
        "SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY version DESC", first.booking_id
    )
    assert newest == "booking.booking.moved.v1"


async def test_when_the_booked_room_is_taken_then_another_is_held_and_nothing_is_lost(
    pool: Pool, town: Municipality, session: Session
) -> None:
    first = await booked(pool, session)
    wish = town.wish(room_id=town.meeting_room, span=at(17, day=2), attendance=5)
    await place_booking(pool, wish, town.chair, now=NOW)
    made = await hear_and_read(pool, session, session.requested(**later(24)), ProposalMade)
    assert made.booking_id != first.booking_id
    assert ("confirmed", "Mødelokale", TUESDAY.start) in await standing(pool)

    back = await hear_and_read(pool, session, session.requested(), ProposalConfirmed)  # the old time after all
    assert back.booking_id == first.booking_id
    assert await standing(pool) == [
        ("confirmed", "Mødelokale", TUESDAY.start),
        ("confirmed", "Mødelokale", TUESDAY.start + DAY),
    ]

    made = await hear_and_read(pool, session, session.requested(**later(24)), ProposalMade)
    done = await hear_and_read(pool, session, session.accepted(made.room, **later(24)), ProposalConfirmed)
    assert done.booking_id == first.booking_id, "the booking of the session moves, and the hold falls away"
    assert await standing(pool) == [
        ("confirmed", "Hal B, bane 1", TUESDAY.start + DAY),
        ("confirmed", "Mødelokale", TUESDAY.start + DAY),
    ]


async def test_a_booked_room_that_no_longer_fits_the_need_is_not_kept_in_silence(
    pool: Pool, town: Municipality, session: Session
) -> None:
    await booked(pool, session)
    made = await hear_and_read(pool, session, session.requested(people=80), ProposalMade)
    assert made.room.room_name == "Hal B, bane 1"
    await describe(pool, town.courts[3], hearing_loop=True)
    made = await hear_and_read(pool, session, session.requested(hearing_loop=True), ProposalMade)
    assert made.room.room_name == "Hal B, bane 4"


@pytest.mark.parametrize("hours", [0, 1])
async def test_an_access_need_still_stands_when_the_session_asks_again_or_moves(
    pool: Pool, town: Municipality, session: Session, hours: int
) -> None:
    await booked(pool, session)
    await describe(pool, town.courts[1], step_free=True)
    first = await hear_and_read(pool, session, session.requested(step_free=True), ProposalMade)
    again = await hear_and_read(pool, session, session.requested(step_free=True, **later(hours)), ProposalMade)
    assert (again.booking_id, again.room.room_name, again.room.lacks) == (first.booking_id, "Hal B, bane 2", ())
    assert await standing(pool) == [
        *([("requested", "Hal B, bane 2", TUESDAY.start)] if hours == 0 else []),
        ("confirmed", "Mødelokale", TUESDAY.start),
        *([("requested", "Hal B, bane 2", TUESDAY.start + timedelta(hours=1))] if hours else []),
    ]


async def test_an_access_need_still_stands_after_nothing_was_found(
    pool: Pool, town: Municipality, session: Session
) -> None:
    await booked(pool, session)
    await place_booking(pool, town.wish(room_id=town.hall), town.chair, now=NOW)
    for _ in range(2):
        failed = await hear_and_read(pool, session, session.requested(step_free=True), ProposalFailed)
        assert failed.why == "nothing_free"
    assert ("confirmed", "Mødelokale", TUESDAY.start) in await standing(pool)


async def test_what_was_accepted_without_a_lift_moves_with_the_session_until_the_need_is_another(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(step_free=True), ProposalMade)
    await hear_and_read(pool, session, session.accepted(made.room, step_free=True), ProposalConfirmed)
    await describe(pool, town.courts[1], step_free=True)
    wants = {"step_free": True, **later(1)}
    moved = await hear_and_read(pool, session, session.requested(**wants), ProposalConfirmed)
    assert (moved.booking_id, moved.room.lacks) == (made.booking_id, ("step_free",))

    await hear_and_read(pool, session, session.requested(**later(1)), ProposalConfirmed)
    other = await hear_and_read(pool, session, session.requested(**wants), ProposalMade)
    assert other.room.room_name == "Hal B, bane 2", "it was confirmed for a need without it, and this one is new"


async def test_what_is_released_is_free_at_once(pool: Pool, town: Municipality, session: Session) -> None:
    first = await booked(pool, session)
    gone = await hear_and_read(pool, session, session.released(reason="Aflyst"), ProposalWithdrawn)
    assert (gone.booking_id, gone.by_staff, gone.reason) == (first.booking_id, False, "Aflyst")
    assert await standing(pool) == []
    wish = town.wish(room_id=town.meeting_room, attendance=5)
    await place_booking(pool, wish, town.chair, now=NOW)
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    assert made.room.room_name == "Hal B, bane 1"


async def test_every_answer_has_a_version_of_its_own(pool: Pool, town: Municipality, session: Session) -> None:
    first = await booked(pool, session)
    await hear(pool, session.requested(**later(1)), session.accepted(first.room), session.released())
    assert [answer.version for answer in await answers(pool, session)] == [1, 2, 3, 4, 5]
