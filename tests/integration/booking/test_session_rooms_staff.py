# SPDX-License-Identifier: MPL-2.0
"""Staff, or time, change a session's room: dialogue is told in the transaction that does it, or nothing happens."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.booking.commands import tell_session as telling
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.decide_request import approve_request, decline_request
from services.booking.commands.lapse_requests import lapse_requests
from services.booking.commands.move_booking import move_booking
from services.booking.commands.place_booking import place_booking
from services.booking.commands.restore_booking import restore_booking
from services.booking.commands.shorten_booking import shorten_booking
from services.booking.commands.try_booking import try_booking
from services.booking.errors import WrongState
from services.booking.model import MUNICIPALITY, Span
from services.shared.contracts.booking import (
    ProposalConfirmed,
    ProposalFailed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.booking.callers import serving, staff
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at
from tests.integration.booking.session_rooms import (
    Session,
    answers,
    booked,
    hear,
    hear_and_read,
    kept_of,
    last,
    later,
    standing,
)

HOUR = timedelta(hours=1)


async def date_of(pool: Pool, booking_id: UUID) -> UUID:
    return await pool.fetchval("SELECT id FROM occurrences WHERE booking_id = $1", booking_id)


@pytest.fixture
def session() -> Session:
    return Session()


async def test_a_cancellation_by_staff_reaches_dialogue_with_reason_and_alternatives(
    pool: Pool, town: Municipality, session: Session
) -> None:
    first = await booked(pool, session)
    await cancel_booking(pool, first.booking_id, town.caseworker, now=NOW, reason="Vandskade")
    gone = await last(pool, session, ProposalWithdrawn)
    assert (gone.booking_id, gone.by_staff, gone.reason) == (first.booking_id, True, "Vandskade")
    assert gone.alternatives[0].room_name == "Hal B, bane 1"
    assert (first.room.room_id, TUESDAY.start) not in {(one.room_id, one.starts_at) for one in gone.alternatives}


async def test_when_dialogue_cannot_be_told_nothing_is_cancelled(
    pool: Pool, town: Municipality, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await booked(pool, session)
    told = await pool.fetchval("SELECT count(*) FROM outbox")

    async def broken(*_args: object, **_given: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(telling, "answer", broken)
    with pytest.raises(RuntimeError):
        await cancel_booking(pool, first.booking_id, town.caseworker, now=NOW, reason="Vandskade")
    assert await standing(pool) == [("confirmed", "Mødelokale", TUESDAY.start)]
    assert await pool.fetchval("SELECT count(*) FROM outbox") == told


async def test_a_cancellation_taken_back_confirms_the_room_again(
    pool: Pool, town: Municipality, session: Session
) -> None:
    first = await booked(pool, session)
    await cancel_booking(pool, first.booking_id, town.caseworker, now=NOW, reason="Vandskade")
    await restore_booking(pool, first.booking_id, town.caseworker, now=NOW)
    assert (await last(pool, session, ProposalConfirmed)).room == first.room


async def test_a_room_the_session_has_given_up_is_not_brought_back(
    pool: Pool, town: Municipality, session: Session
) -> None:
    first = await booked(pool, session)
    await hear(pool, session.released())
    with pytest.raises(WrongState):
        await restore_booking(pool, first.booking_id, town.caseworker, now=NOW)
    assert await standing(pool) == []


async def test_staff_move_or_shorten_a_room_and_its_minutes_go_with_it(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(minutes_before=30), ProposalMade)
    done = await hear_and_read(pool, session, session.accepted(made.room, minutes_before=30), ProposalConfirmed)
    await move_booking(pool, done.booking_id, town.courts[0], at(18), town.caseworker, now=NOW)
    moved = await last(pool, session, ProposalMoved)
    assert (moved.room.room_name, moved.room.starts_at) == ("Hal B, bane 1", at(18).start)
    assert await kept_of(pool, done.booking_id) == Span(at(18).start - HOUR / 2, at(18).end)
    before = town.wish(room_id=town.courts[0], span=at(15), attendance=5)
    await place_booking(pool, before, town.chair, now=NOW)
    trial = await try_booking(
        pool,
        replace(before, association_id=MUNICIPALITY, span=at(17)),
        town.caseworker,
        now=NOW,
        apart_from=await date_of(pool, done.booking_id),
    )
    assert trial.outcome == "taken", "it would be set up while others are there"
    shorter = Span(at(18).start + HOUR, at(18).end)
    await shorten_booking(pool, done.booking_id, shorter, town.caseworker, now=NOW)
    assert (await last(pool, session, ProposalMoved)).room.starts_at == shorter.start
    assert await kept_of(pool, done.booking_id) == Span(shorter.start - HOUR / 2, shorter.end)


async def test_a_hold_that_staff_move_stays_a_hold(pool: Pool, town: Municipality, session: Session) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    await move_booking(pool, made.booking_id, town.courts[0], TUESDAY, town.caseworker, now=NOW)
    moved = await last(pool, session, ProposalMade)
    assert (moved.room.room_name, moved.held_until) == ("Hal B, bane 1", made.held_until)
    assert await standing(pool) == [("requested", "Hal B, bane 1", TUESDAY.start)]


async def test_staff_can_take_a_hold_for_the_session_or_refuse_it(
    pool: Pool, town: Municipality, session: Session
) -> None:
    first = await booked(pool, session)
    wish = town.wish(room_id=town.meeting_room, span=at(17, day=2), attendance=5)
    await place_booking(pool, wish, town.chair, now=NOW)
    made = await hear_and_read(pool, session, session.requested(**later(24)), ProposalMade)
    await decline_request(pool, made.booking_id, town.caseworker, reason="Gulvet lakeres", now=NOW)
    gone = await last(pool, session, ProposalWithdrawn)
    assert (gone.booking_id, gone.reason, gone.by_staff) == (made.booking_id, "Gulvet lakeres", True)

    made = await hear_and_read(pool, session, session.requested(**later(24)), ProposalMade)
    await approve_request(pool, made.booking_id, town.caseworker, now=NOW)
    done = await last(pool, session, ProposalConfirmed)
    assert done.booking_id == made.booking_id != first.booking_id
    assert [row[1] for row in await standing(pool) if row[2] == TUESDAY.start] == [], "the old room is given back"


async def test_what_staff_took_for_the_session_was_taken_for_what_it_needed_then(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(step_free=True), ProposalMade)
    assert made.room.lacks == ("step_free",)
    await approve_request(pool, made.booking_id, town.caseworker, now=NOW)
    moved = await hear_and_read(pool, session, session.requested(step_free=True, **later(1)), ProposalConfirmed)
    assert (moved.booking_id, moved.room.lacks) == (made.booking_id, ("step_free",))
    other = await hear_and_read(pool, session, session.requested(hearing_loop=True, **later(1)), ProposalMade)
    assert other.booking_id != made.booking_id


async def test_a_hold_that_runs_out_is_told_by_the_sweeper_once(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    assert await lapse_requests(pool, now=made.held_until - HOUR) == 0
    assert await lapse_requests(pool, now=made.held_until) == 1
    assert await lapse_requests(pool, now=made.held_until) == 0
    gone = await last(pool, session, ProposalWithdrawn)
    assert (gone.booking_id, gone.by_staff) == (made.booking_id, False)
    assert await standing(pool) == []


async def test_a_room_taken_too_late_is_had_all_the_same_while_it_is_free(
    pool: Pool, town: Municipality, session: Session
) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    late = made.held_until + HOUR
    await lapse_requests(pool, now=late)
    await hear_and_read(pool, session, session.accepted(made.room), ProposalConfirmed, now=late)
    other = Session()
    made = await hear_and_read(pool, other, other.requested(), ProposalMade)
    await lapse_requests(pool, now=late)
    await place_booking(pool, town.wish(room_id=made.room.room_id), town.chair, now=late)
    failed = await hear_and_read(pool, other, other.accepted(made.room), ProposalFailed, now=late)
    assert failed.why == "held_too_long"
    assert failed.alternatives


async def test_an_ordinary_booking_tells_dialogue_nothing_and_asks_nothing_of_it(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_args: object, **_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(telling, "find_request", never)
    placed = await place_booking(pool, town.wish(), town.chair, now=NOW)
    await cancel_booking(pool, placed.booking_id, town.chair, now=NOW)
    assert await pool.fetchval("SELECT count(*) FROM outbox WHERE type LIKE 'booking.proposal.%'") == 0


async def test_the_page_says_which_session_it_is_for_and_until_when_it_is_held(
    pool: Pool, town: Municipality, session: Session, settings: Settings
) -> None:
    made = await hear_and_read(pool, session, session.requested(), ProposalMade)
    async with serving(town, settings, pool) as callers:
        browser = callers.browser(staff())
        page = (await browser.get(f"/bookinger/{made.booking_id}")).text
        assert "Lokalet er til borgerdialogen »Hvad skal der ske med havnen?«" in page
        assert 'href="/dialog"' in page
        assert "Holdt til en borgerdialog" in page
        inbox = (await browser.get("/anmodninger")).text
        assert "havnen" not in inbox
        await browser.submit(f"/bookinger/{made.booking_id}/aflys", reason="Vandskade")
        gone = (await browser.get(f"/bookinger/{made.booking_id}")).text
        assert "Vandskade" in gone
        english = (await browser.get(f"/en/bookinger/{made.booking_id}")).text
        assert "The room is for the citizen dialogue" in english
    assert len(await answers(pool, session)) == 2
