# SPDX-License-Identifier: MPL-2.0
"""What can be done to a booking that is there, by whom, and until when."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.decide_request import approve_request, decline_request
from services.booking.commands.describe_booking import Texts, describe_booking
from services.booking.commands.lapse_requests import lapse_requests
from services.booking.commands.move_booking import move_booking
from services.booking.commands.place_booking import place_booking
from services.booking.commands.restore_booking import REGRET, restore_booking
from services.booking.commands.shorten_booking import shorten_booking
from services.booking.errors import (
    NoSuchBooking,
    NotAllowed,
    NotShorter,
    ReasonMissing,
    Refused,
    SlotTaken,
    StaleVersion,
    WrongState,
)
from services.booking.model import Span, Status
from services.booking.queries.availability import list_taken
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, RULES, TUESDAY, Municipality, at, found

HOUR = timedelta(hours=1)


@pytest.fixture
async def booked(pool: Pool, town: Municipality) -> UUID:
    return (await place_booking(pool, town.wish(), town.chair, now=NOW)).booking_id


@pytest.fixture
async def requested(pool: Pool, town: Municipality) -> UUID:
    return (await place_booking(pool, town.wish(attendance=150), town.chair, now=NOW)).booking_id


async def last_event(pool: Pool) -> tuple[str, dict[str, Any]]:
    row = await pool.fetchrow("SELECT type, payload FROM outbox ORDER BY id DESC LIMIT 1")
    assert row
    return row["type"].split(".")[2], row["payload"]["data"]


async def taken(pool: Pool, room: UUID, span: Span = TUESDAY) -> tuple[Span, ...]:
    async with pool.acquire() as connection:
        return await list_taken(connection, room, span)


async def test_a_moved_booking_keeps_its_identity_and_frees_its_old_cells(
    pool: Pool, town: Municipality, booked: UUID
) -> None:
    before = await pool.fetchrow("SELECT id, sequence FROM occurrences WHERE booking_id = $1", booked)
    assert before
    moved = await move_booking(pool, booked, town.courts[0], at(18), town.chair, now=NOW, version=1)
    kind, data = await last_event(pool)
    assert (moved.occurrence.id, moved.occurrence.sequence) == (before["id"], before["sequence"] + 1)
    assert kind == "moved"
    assert data["previous"][0]["room_name"] == "Hal B"
    assert await taken(pool, town.halves[1]) == ()
    assert await taken(pool, town.hall, at(17, hours=4)) == (at(18),)


async def test_a_booking_can_move_half_an_hour_into_its_own_time(pool: Pool, town: Municipality, booked: UUID) -> None:
    later = Span(TUESDAY.start + HOUR / 2, TUESDAY.end + HOUR / 2)
    assert (await move_booking(pool, booked, town.hall, later, town.chair, now=NOW)).occurrence.span == later


async def test_a_move_to_a_taken_time_changes_nothing(pool: Pool, town: Municipality, booked: UUID) -> None:
    await place_booking(pool, town.wish(span=at(10), room_id=town.courts[0]), town.chair, now=NOW)
    with pytest.raises(SlotTaken):
        await move_booking(pool, booked, town.hall, at(10), town.chair, now=NOW)
    assert await taken(pool, town.hall) == (TUESDAY,)
    assert (await last_event(pool))[0] == "confirmed"


async def test_a_move_is_judged_like_a_new_wish(pool: Pool, town: Municipality, booked: UUID) -> None:
    with pytest.raises(Refused):
        await move_booking(pool, booked, town.meeting_room, at(17), town.chair, now=NOW + timedelta(days=7))


async def test_shortening_asks_nobody_and_must_be_shorter(pool: Pool, town: Municipality, requested: UUID) -> None:
    await approve_request(pool, requested, town.caseworker, now=NOW)
    shorter = Span(TUESDAY.start, TUESDAY.end - HOUR)
    short = await shorten_booking(pool, requested, shorter, town.chair, now=NOW)
    assert short.occurrence.status is Status.CONFIRMED
    assert await taken(pool, town.hall) == (shorter,)
    for wrong in (shorter, TUESDAY, at(10)):
        with pytest.raises(NotShorter):
            await shorten_booking(pool, requested, wrong, town.chair, now=NOW)


async def test_what_has_begun_can_give_back_its_end(pool: Pool, town: Municipality, booked: UUID) -> None:
    under_way = TUESDAY.start + HOUR / 2
    early = Span(TUESDAY.start, TUESDAY.start + HOUR)
    await shorten_booking(pool, booked, early, town.chair, now=under_way)
    with pytest.raises(WrongState):
        await shorten_booking(pool, booked, early, town.chair, now=TUESDAY.end)


async def test_a_cancelled_time_is_free_at_once_and_told(pool: Pool, town: Municipality, booked: UUID) -> None:
    await cancel_booking(pool, booked, town.chair, now=NOW, reason="Udekamp")
    assert (await last_event(pool))[0] == "cancelled"
    await place_booking(pool, town.wish(association_id=town.choir), town.conductor, now=NOW)
    with pytest.raises(WrongState):
        await cancel_booking(pool, booked, town.chair, now=NOW)


async def test_the_municipality_cannot_cancel_or_decline_without_a_reason(
    pool: Pool, town: Municipality, booked: UUID
) -> None:
    with pytest.raises(ReasonMissing):
        await cancel_booking(pool, booked, town.caseworker, now=NOW, reason="  ")
    with pytest.raises(ReasonMissing):
        await decline_request(pool, booked, town.caseworker, reason="", now=NOW)


async def test_a_cancellation_can_be_regretted_while_the_time_is_free(
    pool: Pool, town: Municipality, booked: UUID
) -> None:
    await cancel_booking(pool, booked, town.chair, now=NOW)
    back = await restore_booking(pool, booked, town.chair, now=NOW + REGRET)
    assert (back.occurrence.status, back.occurrence.sequence) == (Status.CONFIRMED, 2)
    await cancel_booking(pool, booked, town.chair, now=NOW)
    with pytest.raises(WrongState):
        await restore_booking(pool, booked, town.chair, now=NOW + REGRET + timedelta(seconds=1))
    await place_booking(pool, town.wish(association_id=town.choir), town.conductor, now=NOW)
    with pytest.raises(SlotTaken):
        await restore_booking(pool, booked, town.chair, now=NOW)


async def test_what_was_booked_meanwhile_counts_when_a_cancellation_is_taken_back(pool: Pool) -> None:
    rule = {"rule": "hours_per_week", "maximum_hours": 4, "source": "§ 7"}
    town = await found(pool, [*RULES, rule])
    first, second = [
        (await place_booking(pool, town.wish(span=at(17, day=day)), town.chair, now=NOW)).booking_id for day in (1, 2)
    ]
    await cancel_booking(pool, first, town.chair, now=NOW)
    await place_booking(pool, town.wish(span=at(17, day=3)), town.chair, now=NOW)

    with pytest.raises(Refused) as refused:
        await restore_booking(pool, first, town.chair, now=NOW)
    assert [(one.code, one.source) for one in refused.value.verdicts] == [("too_many_hours", "§ 7")]

    await cancel_booking(pool, second, town.chair, now=NOW)
    assert (await restore_booking(pool, first, town.chair, now=NOW)).occurrence.status is Status.CONFIRMED
    back = await restore_booking(pool, second, town.caseworker, now=NOW)
    assert back.occurrence.status is Status.CONFIRMED, "staff have what they decide"


async def test_taken_back_over_a_limit_that_staff_decide_about_it_waits_for_them(pool: Pool) -> None:
    rule = {"rule": "limit", "counts": "hours", "maximum": 4, "per": "week", "effect": "needs_staff"}
    town = await found(pool, [*RULES, rule])
    first = (await place_booking(pool, town.wish(), town.chair, now=NOW)).booking_id
    await cancel_booking(pool, first, town.chair, now=NOW)
    for day in (2, 3):
        await place_booking(pool, town.wish(span=at(17, day=day)), town.chair, now=NOW)
    assert (await restore_booking(pool, first, town.chair, now=NOW)).occurrence.status is Status.REQUESTED


async def test_an_association_cannot_undo_what_the_municipality_cancelled(
    pool: Pool, town: Municipality, booked: UUID
) -> None:
    await cancel_booking(pool, booked, town.caseworker, now=NOW, reason="Valg")
    with pytest.raises(WrongState):
        await restore_booking(pool, booked, town.chair, now=NOW)
    await restore_booking(pool, booked, town.caseworker, now=NOW)


async def test_a_restored_request_still_waits_for_staff(pool: Pool, town: Municipality, requested: UUID) -> None:
    await cancel_booking(pool, requested, town.chair, now=NOW)
    back = await restore_booking(pool, requested, town.chair, now=NOW)
    assert back.occurrence.status is Status.REQUESTED


async def test_approval_confirms_and_refusal_frees_with_its_reason(
    pool: Pool, town: Municipality, requested: UUID
) -> None:
    with pytest.raises(NotAllowed):
        await approve_request(pool, requested, town.chair, now=NOW)
    await decline_request(pool, requested, town.caseworker, reason="Hallen bruges til valg", now=NOW)
    kind, data = await last_event(pool)
    assert (kind, data["reason"], data["by_staff"]) == ("declined", "Hallen bruges til valg", True)
    assert await taken(pool, town.hall) == ()
    with pytest.raises(WrongState):
        await approve_request(pool, requested, town.caseworker, now=NOW)


async def test_who_saw_an_older_version_is_stopped(pool: Pool, town: Municipality, requested: UUID) -> None:
    await approve_request(pool, requested, town.caseworker, now=NOW, version=1)
    with pytest.raises(StaleVersion):
        await cancel_booking(pool, requested, town.chair, now=NOW, version=1)


async def test_new_words_touch_no_time_and_mail_nobody(pool: Pool, town: Municipality, booked: UUID) -> None:
    texts = Texts("Kamp mod Viborg", "håndbold", "U13", "børn", "")
    described = await describe_booking(pool, booked, texts, town.chair, now=NOW)
    assert (described.asked.purpose, described.version, described.occurrence.sequence) == ("Kamp mod Viborg", 2, 0)
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1


async def test_others_and_unknown_bookings_are_out_of_reach(pool: Pool, town: Municipality, booked: UUID) -> None:
    with pytest.raises(NotAllowed):
        await cancel_booking(pool, booked, town.conductor, now=NOW)
    with pytest.raises(NoSuchBooking):
        await cancel_booking(pool, UUID(int=1), town.chair, now=NOW)


async def test_a_request_nobody_decided_lapses_once_when_its_time_begins(
    pool: Pool, town: Municipality, requested: UUID
) -> None:
    assert await lapse_requests(pool, now=TUESDAY.start - HOUR) == 0
    assert await lapse_requests(pool, now=TUESDAY.start) == 1
    assert await lapse_requests(pool, now=TUESDAY.start) == 0
    kind, data = await last_event(pool)
    assert (kind, data["booking_id"]) == ("lapsed", str(requested))
    assert await taken(pool, town.hall) == ()


async def test_history_tells_who_did_what_in_order(pool: Pool, town: Municipality, requested: UUID) -> None:
    await approve_request(pool, requested, town.caseworker, now=NOW)
    await cancel_booking(pool, requested, town.chair, now=NOW)
    rows = await pool.fetch("SELECT version, action, actor_name, by_staff FROM booking_history ORDER BY version")
    assert [tuple(row) for row in rows] == [
        (1, "placed", "Kirsten Formand", False),
        (2, "approved", "Sagsbehandler Mie", True),
        (3, "cancelled", "Kirsten Formand", False),
    ]
