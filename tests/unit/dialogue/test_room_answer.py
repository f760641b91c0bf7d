# SPDX-License-Identifier: MPL-2.0
"""What booking's answers come to, in whatever order they come, and however often."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dialogue.model import Place, Session
from services.dialogue.rules.room_answer import Heard, hear_answer
from services.dialogue.rules.room_place import is_then, is_there, moved_into, without_place
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.shared.contracts.booking import ProposalEvent
from services.shared.contracts.rooms import ProposedRoom, RoomNeed, SessionRooms
from tests.integration.dialogue.meeting import meeting
from tests.unit.dialogue.house import DAY, EVENING, HOUR, NOW, House, room

STAFF_AND_TIME = ("change_rooms", "change_times", "change_hold", "take_hold", "lapse", "cancel")


def session(**changes: Any) -> Session:
    return meeting(**{"place": Place(), "starts_at": EVENING, "ends_at": EVENING + 2 * HOUR} | changes)


def request(**changes: Any) -> RoomRequest:
    plain = RoomRequest(
        id=uuid4(),
        session_id=uuid4(),
        version=2,
        state=RoomState.ASKED,
        need=RoomNeed(starts_at=EVENING, ends_at=EVENING + 2 * HOUR, people=30),
        rooms=SessionRooms(),
        chosen=None,
        alternatives=(),
        why=None,
        asked_at=NOW,
        answered_at=None,
    )
    return replace(plain, **changes)


def hear(one: RoomRequest, session: Session, events: Sequence[ProposalEvent]) -> Heard:
    """As the consumer does: what is not newer than what has been heard is dropped."""
    heard, newest = Heard(one, session, None), 0
    for event in events:
        if event.version > newest:
            newest = event.version
            heard = hear_answer(heard.request, heard.session, event, now=NOW)
    return heard


def booked_at(starts_at: datetime) -> SessionRooms:
    return SessionRooms(booked_id=uuid4(), booked=room("Salen", starts_at), booked_answers=1)


@dataclass(frozen=True)
class Story:
    """Where dialogue stands when the first event comes, and all that booking says until it has answered our last word."""

    request: RoomRequest
    session: Session
    events: tuple[ProposalEvent, ...]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A session that has a room, has left its time, or has none; asks or accepts; staff and time act before and after."""
    kept = draw(st.sampled_from([SessionRooms(), booked_at(EVENING), booked_at(EVENING - DAY)]))
    chosen = draw(st.sampled_from([None, room("chosen"), room("chosen", EVENING + DAY)]))
    there = replace(moved_into(session(), kept.booked), starts_at=EVENING) if kept.booked else session()
    there = replace(there, starts_at=EVENING, ends_at=EVENING + 2 * HOUR)
    asks = request(rooms=kept, chosen=chosen, state=RoomState.ACCEPTED if chosen else RoomState.ASKED)
    house = House(asks.id, asked=1, rooms=kept)
    if chosen:
        house.hold()
    for act in draw(st.lists(st.sampled_from(STAFF_AND_TIME), max_size=4)):
        getattr(house, act)()
    house.asked = asks.version
    answers(house, draw(st.sampled_from(("hold", "fail", "confirm"))), chosen)
    for act in draw(st.lists(st.sampled_from(STAFF_AND_TIME), max_size=4)):
        getattr(house, act)()
    return Story(asks, there, tuple(house.told))


def answers(house: House, how: str, chosen: ProposedRoom | None) -> None:
    if how == "confirm":
        house.confirm(chosen or (house.rooms.booked or room("Salen")).model_copy(update=_evening()))
    elif how == "fail" or chosen:
        house.fail(keeps_hold=chosen is not None)
    else:
        house.hold()


def _evening() -> dict[str, datetime]:
    return {"starts_at": EVENING, "ends_at": EVENING + 2 * HOUR}


@settings(max_examples=1000)
@given(story=stories(), data=st.data())
def test_any_order_and_any_repetition_end_as_the_right_order_does(story: Story, data: st.DataObject) -> None:
    right = hear(story.request, story.session, story.events)
    came = data.draw(st.permutations(story.events + story.events[: data.draw(st.integers(0, len(story.events)))]))
    other = hear(story.request, story.session, came)
    assert other.session.place == right.session.place
    if right.request.rooms.booked:  # without one, a time that nobody was ever told of is no time of the session
        assert (other.request, other.session) == (right.request, right.session)
    else:
        assert replace(other.request, need=right.request.need) == right.request


@given(story=stories())
def test_in_order_what_is_kept_follows_from_events_that_do_not_tell_it_whole(story: Story) -> None:
    told_less = [event.model_copy(update={"rooms": None}) for event in story.events]
    whole, less = (hear(story.request, story.session, events) for events in (story.events, told_less))
    assert less.request == whole.request
    assert less.session == whole.session


@given(story=stories())
def test_a_session_is_said_to_be_in_a_room_only_when_the_room_is_kept_for_it_then(story: Story) -> None:
    for count in range(1, len(story.events) + 1):
        heard = hear(story.request, story.session, story.events[:count])
        answered = heard.request.answered_at is not None
        if heard.session.place.name and answered:
            assert is_there(heard.session, heard.request.rooms.booked)
            assert is_then(heard.session, heard.request.rooms.booked)
        if heard.request.rooms.booked is None:
            assert heard.session.place == Place()
        if answered:
            assert heard.request.need.starts_at == heard.session.starts_at


@given(story=stories(), status=st.sampled_from(["cancelled", "released"]))
def test_what_needs_no_room_is_never_moved_and_gives_back_what_is_kept(story: Story, status: str) -> None:
    over = replace(story.session, status="cancelled") if status == "cancelled" else story.session
    asked = replace(story.request, state=RoomState.RELEASED) if status == "released" else story.request
    heard = hear(asked, over, story.events)
    assert heard.session == over
    assert heard.answer is None
    kept = heard.request.rooms
    assert heard.release == (status == "cancelled" or bool(kept.booked or kept.held))


def test_an_answer_to_an_older_question_settles_nothing() -> None:
    asks = request()
    house = House(asks.id, asked=1)
    house.hold()
    heard = hear(asks, session(), house.told)
    assert (heard.request.state, heard.answer, heard.request.answered_at) == (RoomState.ASKED, None, None)


def test_a_room_taken_back_is_no_place_any_more_even_while_another_answer_is_awaited() -> None:
    kept = booked_at(EVENING)
    assert kept.booked
    there = moved_into(session(), kept.booked)
    asks = request(rooms=kept)
    house = House(asks.id, asked=1, rooms=kept)
    house.cancel()
    heard = hear(asks, there, house.told)
    assert (heard.request.state, heard.answer, heard.session.place) == (RoomState.ASKED, "lost", Place())


def test_the_time_the_facilitator_has_chosen_since_goes_before_the_one_staff_gave_earlier() -> None:
    kept = booked_at(EVENING)
    assert kept.booked
    there = moved_into(session(), kept.booked)
    asks = request(rooms=kept)
    house = House(asks.id, asked=1, rooms=kept)
    house.change_times()
    heard = hear(asks, there, house.told)
    assert (heard.session, heard.answer) == (without_place(there), "lost")
    assert heard.request.rooms == house.rooms


@pytest.mark.parametrize(("act", "answer"), [("change_rooms", "moved"), ("change_times", "moved"), ("cancel", "lost")])
def test_a_session_goes_where_staff_put_it(act: str, answer: str) -> None:
    kept = booked_at(EVENING)
    assert kept.booked
    there = moved_into(session(), kept.booked)
    asks = request(rooms=kept, state=RoomState.CONFIRMED)
    house = House(asks.id, asked=2, rooms=kept)
    getattr(house, act)()
    heard = hear(asks, there, house.told)
    assert heard.answer == answer
    assert heard.session != there
    assert is_then(heard.session, house.rooms.booked) == is_there(heard.session, house.rooms.booked)
    assert heard.request.why == ("Vandskade" if act == "cancel" else None)


def test_a_room_kept_at_the_time_a_session_has_left_does_not_draw_it_back() -> None:
    kept = booked_at(EVENING - DAY)
    asks = request(rooms=kept)
    house = House(asks.id, asked=2, rooms=kept)
    house.fail()
    house.change_rooms()
    heard = hear(asks, session(), house.told)
    assert heard.session.starts_at == EVENING
    assert heard.request.state is RoomState.LOST


def test_a_place_written_by_hand_is_not_overwritten_by_what_is_known_already() -> None:
    kept = booked_at(EVENING)
    by_hand = session(place=Place("Biblioteket"))
    asks = request(rooms=kept)
    house = House(asks.id, asked=2, rooms=kept)
    house.hold()
    house.lapse()
    assert hear(asks, by_hand, house.told).session == by_hand
