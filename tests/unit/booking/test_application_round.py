# SPDX-License-Identifier: MPL-2.0
"""Rounds in which the times of a season are asked for."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.booking.model import Facts, Span, Wish
from services.booking.rules.application_round import ApplicationRound, application_round
from services.booking.rules.yearly_moment import parse_moment, write_moment
from services.shared.wall_clock import instant_near, start_of_day
from tests.unit.booking.terms import code_of, full_facts, talkative_wishes
from tests.unit.booking.timing import KINDS
from tests.unit.booking.wishes import facts, wish

SPRING = {
    "opens": "--03-first-weekday",
    "closes": "--03-15T12:00",
    "covers": ["--07-01", "--12-31"],
    "answer_by": "--03-17",
}
WINTER = {"opens": "--12-15", "closes": "--01-10", "covers": ["--08-01", "--06-15"], "leftovers": True}


def said(round_: dict[str, Any], day: str, now: str) -> str | None:
    start = instant_near(date.fromisoformat(day), time(18))
    at = datetime.fromisoformat(now)
    known = facts(now=instant_near(at.date(), at.time()))
    asked = wish(span=Span(start, start + timedelta(hours=2)))
    return code_of(application_round(asked, known, ApplicationRound.model_validate(round_)))


@pytest.mark.parametrize(
    ("now", "code"),
    [
        ("2026-03-01T23:59", "round_opens"),  # a Sunday
        ("2026-03-02T00:00", None),
        ("2026-03-15T11:59", None),
        ("2026-03-15T12:00", "round_closed"),
        ("2025-03-10T12:00", "round_opens"),  # the round of the year before
    ],
)
def test_a_round_is_open_from_its_first_weekday_to_the_minute(now: str, code: str | None) -> None:
    assert said(SPRING, "2026-09-01", now) == code


def test_what_no_round_covers_is_no_matter_of_it() -> None:
    assert said(SPRING, "2026-06-30", "2026-06-01T12:00") is None
    assert said(SPRING, "2027-01-01", "2026-06-01T12:00") is None


@pytest.mark.parametrize("day", ["2026-08-01", "2027-01-20", "2027-06-15"])
def test_a_season_over_new_year_has_one_round_and_a_round_over_new_year_one_opening(day: str) -> None:
    assert said(WINTER, day, "2025-12-14T23:59") == "round_opens"
    assert said(WINTER, day, "2025-12-15T00:00") is None
    assert said(WINTER, day, "2026-01-10T23:59") is None


def test_a_round_in_autumn_is_for_the_spring_after_it() -> None:
    autumn = {"opens": "--09-first-weekday", "closes": "--09-15T12:00", "covers": ["--01-01", "--06-30"]}
    assert said(autumn, "2027-03-01", "2026-08-31T23:59") == "round_opens"
    assert said(autumn, "2027-03-01", "2026-09-01T00:00") is None
    assert said(autumn, "2027-03-01", "2026-09-15T12:00") == "round_closed"


def test_the_first_weekday_is_no_public_holiday() -> None:
    assert parse_moment("--01-first-weekday").day_in(2026) == date(2026, 1, 2)
    assert parse_moment("--05-first-weekday").day_in(2027) == date(2027, 5, 3)


def test_leftovers_are_free_after_the_answer() -> None:
    assert said(WINTER, "2026-09-01", "2026-01-11T00:00") is None
    answered = {**WINTER, "answer_by": "--05-01"}
    assert said(answered, "2026-09-01", "2026-01-11T00:00") == "round_being_shared_out"
    assert said(answered, "2026-09-01", "2026-05-01T23:59") == "round_being_shared_out"
    assert said(answered, "2026-09-01", "2026-05-02T00:00") is None
    assert said({**answered, "leftovers": False}, "2026-09-01", "2026-05-02T00:00") == "round_closed"


def test_a_round_of_its_own_covers_its_dates_only() -> None:
    own = {"opens": "2024-01-01", "closes": "2024-02-01", "covers_dates": ["2024-08-01", "2026-06-30"]}
    assert said(own, "2026-06-30", "2023-12-31T23:59") == "round_opens"
    assert said(own, "2026-06-30", "2024-02-01T23:59") is None
    assert said(own, "2026-06-30", "2025-02-01T12:00") == "round_closed"
    assert said(own, "2026-07-01", "2025-02-01T12:00") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes": "--02-30", "covers": ["--08-01", "--06-15"]},
        {"closes": "--13-first-weekday", "covers": ["--08-01", "--06-15"]},
        {"closes": "2026-02-29", "covers_dates": ["2026-08-01", "2026-09-01"]},
        {"closes": "--02-01T25:00", "covers": ["--08-01", "--06-15"]},
        {"closes": "--02-01"},
        {"closes": "2024-02-01", "covers": ["--08-01", "--06-15"]},
        {"closes": "--02-01", "covers_dates": ["2024-08-01", "2026-06-30"]},
    ],
)
def test_a_round_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ApplicationRound.model_validate(wrong)


@pytest.mark.parametrize("text", ["--03-15", "--03-15T12:00", "--09-first-weekday", "2024-02-01", "2024-02-01T08:30"])
def test_a_moment_is_written_as_it_was_read(text: str) -> None:
    assert write_moment(parse_moment(text)) == text


@given(st.sampled_from(KINDS["application_round"]), talkative_wishes(), full_facts())
def test_time_goes_only_forward_through_a_round(written: dict[str, Any], asked: Wish, known: Facts) -> None:
    rule = ApplicationRound.model_validate(written)
    stages = {"round_opens": 0, None: 1, "round_being_shared_out": 2, "round_closed": 2}
    begins = start_of_day(asked.span.start.date()) - timedelta(days=1400)
    codes: list[str | None] = []
    for number in range(0, 1400, 7):
        verdict = application_round(asked, facts(now=begins + timedelta(days=number)), rule)
        codes.append(verdict.code if verdict else None)
    seen = [stages[code] for code in codes if code is not None]
    assert seen == sorted(seen)
    assert application_round(asked, known, rule) == application_round(asked, known, rule)
