# SPDX-License-Identifier: MPL-2.0
"""The demo's sessions on any day of the year: alive, by the rules, and marked where they are invented."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.dialogue.demo.days import day_of
from services.dialogue.demo.people import DemoSignUp, sign_ups_of
from services.dialogue.demo.sessions import Planned, plan_sessions
from services.dialogue.demo.slugs import DEMO_SLUGS
from services.dialogue.demo.written import When, demo_programme
from services.dialogue.model import Session, State
from services.dialogue.rules.mailbox import mailbox_key
from services.dialogue.rules.party import require_answers
from services.dialogue.rules.seats import free_seats, limits
from services.shared.wall_clock import local

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLANNED = plan_sessions(NOW)
TO_COME = [one for one in PLANNED if one.invitation]
SESSIONS = {one.session.slug: one.session for one in PLANNED}
RESERVED = {"styring", "tilmelding", "bekraeft", "mine", "filer", "lodtraekning"}

any_moment = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


def confirmed(people: list[DemoSignUp]) -> Counter[str]:
    seats = Counter[str]()
    for one in people:
        if one.sign_up.state is State.CONFIRMED and one.end is None:
            seats[one.sign_up.category] += one.sign_up.seats
    return seats


def test_every_name_that_tests_use_is_a_session() -> None:
    assert set(DEMO_SLUGS.values()) <= set(SESSIONS)


def test_addresses_are_plain_unique_and_no_fixed_word() -> None:
    assert len(SESSIONS) == len(PLANNED)
    assert all(slug.isascii() and slug.replace("-", "").isalnum() and slug not in RESERVED for slug in SESSIONS)


def test_every_kind_and_every_way_to_take_part_is_there() -> None:
    sessions = [one.session for one in TO_COME]
    assert {one.kind for one in sessions} == {
        "citizen_meeting", "dialogue_meeting", "workshop", "visit", "study_trip", "committee_meeting", "other",
    }  # fmt: skip
    assert {one.mode for one in sessions} == {"in_person", "online", "hybrid"}
    assert {one.status for one in sessions} == {"draft", "published", "cancelled"}
    assert {one.terms.waiting_list for one in sessions} == {"none", "fifo", "lottery"}


def test_the_two_quotas_overlap_as_they_were_announced() -> None:
    plan = SESSIONS[DEMO_SLUGS["quotas"]].seat_plan
    assert plan.capacity == 100
    assert sorted(quota.capacity for quota in plan.quotas) == [25, 75]
    assert plan.quotas[0].categories & plan.quotas[1].categories


def test_the_series_has_four_dates() -> None:
    series = SESSIONS[DEMO_SLUGS["series"]].series_id
    assert sum(one.series_id == series for one in SESSIONS.values()) == 4


@pytest.mark.parametrize("session", SESSIONS.values(), ids=lambda one: one.slug)
def test_each_is_real_enough_to_be_published(session: Session) -> None:
    told = session.influence
    assert all((told.purpose, told.feeds_decision, told.open_to_influence, told.settled, told.decided_by, told.level))
    assert told.decided_on
    assert told.answer_by
    assert local(session.ends_at).date() < told.decided_on < told.answer_by
    assert session.summary
    assert "(demo)" in session.description


def test_what_nobody_announced_says_so_everywhere() -> None:
    for one in TO_COME:
        if one.invitation and one.invitation.takes_over is None:
            session = one.session
            assert session.source_url is None
            written = (session.title, session.summary, session.description.rstrip("."), session.place.name)
            assert all("(demo)" in text for text in (*written, *(point.title for point in session.programme)))


def test_what_is_taken_over_names_from_whom_and_keeps_the_source() -> None:
    for one in TO_COME:
        if one.invitation and one.invitation.takes_over:
            assert one.session.source_url
            assert "Demoen har overtaget mødet fra: " in one.session.description


def test_a_day_that_is_a_holiday_or_at_christmas_gives_way_to_a_later_week() -> None:
    assert day_of(When(in_weeks=4, weekday=4), NOW) == date(2027, 1, 7)
    assert day_of(When(in_weeks=1, weekday=1), datetime(2027, 3, 24, 9, tzinfo=UTC)) == date(2027, 4, 5)


@pytest.mark.parametrize(("hour", "day"), [(0, 24), (14, 24), (15, 25), (23, 25)])
def test_the_next_evening_is_todays_until_the_afternoon(hour: int, day: int) -> None:
    now = datetime(2026, 11, 24, hour, tzinfo=UTC) - timedelta(hours=1)
    assert day_of(When(next_evening=True), now).day == day


@given(any_moment)
@settings(max_examples=25)
def test_on_any_day_what_is_to_come_is_to_come_and_nobody_is_oversold(now: datetime) -> None:
    for planned in plan_sessions(now):
        session = planned.session
        assert (session.starts_at > now) == (planned.invitation is not None)
        people = sign_ups_of(planned, now)
        check_people(session, people, now)


def check_people(session: Session, people: list[DemoSignUp], now: datetime) -> None:
    taken = confirmed(people)
    for category in session.seat_plan.categories:
        assert all(limit.free >= 0 for limit in limits(session.seat_plan, taken, category.key, now=now))
    keys = [one.sign_up.email_key for one in people]
    assert len(keys) == len(set(keys))
    for one in people:
        made = one.sign_up
        assert made.email_key == mailbox_key(made.email or "")
        assert made.proved_at
        assert (session.published_at or now) <= made.created_at < made.proved_at < min(now, session.closes_at)
        assert made.seats <= 1 + session.terms.max_companions


def test_the_same_people_come_every_time() -> None:
    def everybody(planned: list[Planned]) -> list[tuple[str, DemoSignUp]]:
        return [(one.session.slug, person) for one in planned for person in sign_ups_of(one, NOW)]

    assert everybody(plan_sessions(NOW)) == everybody(PLANNED)


def test_answers_and_needs_are_what_was_asked_for() -> None:
    for planned in TO_COME:
        for one in sign_ups_of(planned, NOW):
            if one.sign_up.state is State.CONFIRMED and one.end is None:
                assert require_answers(planned.session.terms.questions, one.answers) == one.answers
            else:
                assert not one.answers
            assert all(need.kind in planned.session.terms.needs_offered for need in one.needs)


def test_the_session_with_a_line_is_full_to_the_last_seat() -> None:
    planned = next(one for one in TO_COME if one.session.slug == DEMO_SLUGS["waiting_list"])
    people = sign_ups_of(planned, NOW)
    assert free_seats(planned.session.seat_plan, confirmed(people), "all", now=NOW) == 0
    assert any(one.sign_up.state is State.WAITING and one.sign_up.seats > 1 for one in people)


def test_every_invitation_has_people_only_where_one_signs_up() -> None:
    assert all(one.terms.sign_up or not one.people.parties for one in demo_programme().sessions)
