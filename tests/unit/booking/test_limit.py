# SPDX-License-Identifier: MPL-2.0
"""Limits count what they say, in the stretch they say, and as plain counting would."""

import random
from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from services.booking.model import Span, Use
from services.booking.rules.limit import Limit, limit
from services.shared.wall_clock import instant_near, local
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import ROOM, facts, used, wish

OTHER = UUID(int=77)
HALF = timedelta(minutes=30)
HERE = replace(ROOM, site_id=UUID(int=2))


def at(day: str, hour: int = 18, hours: float = 2) -> Span:
    start = instant_near(date.fromisoformat(day), time(hour))
    return Span(start, start + timedelta(hours=hours))


def fail() -> Any:
    raise AssertionError("the wish has no association")


def said(parameters: dict[str, Any], day: str, uses: list[Use], **changes: Any) -> str | None:
    rule = Limit.model_validate(parameters)
    span = changes.pop("span", at(day))
    return code_of(limit(wish(span=span, **changes), facts(room=HERE, uses=tuple(uses)), rule))


def test_one_date_a_month_is_one_by_the_danish_calendar() -> None:
    rule = {"maximum": 1, "per": "month"}
    assert said(rule, "2026-10-01", [used(at("2026-10-31", 23))]) == "limit_bookings"
    assert said(rule, "2026-11-01", [used(at("2026-10-31", 23))]) is None
    first_hour = used(at("2026-11-01", 0))  # 31 October by UTC
    assert said(rule, "2026-11-30", [first_hour]) == "limit_bookings"
    assert said(rule, "2026-10-31", [first_hour]) is None


def test_fifteen_private_lettings_of_a_house_within_twelve_months() -> None:
    rule = {"maximum": 15, "per": "rolling", "period": "P12M", "by": "room", "groups": ["private_person"]}
    private = {"groups": frozenset({"private_person"}), "association_id": OTHER}
    days = [date(2026, 1, 10) + timedelta(days=7 * number) for number in range(15)]
    lettings = [used(at(day.isoformat()), **private) for day in days]
    assert said(rule, "2027-01-09", lettings) == "limit_bookings"
    assert said(rule, "2027-01-10", lettings) is None
    assert said(rule, "2026-06-01", lettings[1:]) is None
    assert said(rule, "2026-06-01", [*lettings[1:], used(at("2026-06-02"))]) is None, "an association's own"
    assert said(rule, "2026-06-01", [*lettings[1:], used(at("2026-06-02"), **private)]) == "limit_bookings"


def test_eight_cancellations_of_a_slot_in_a_season() -> None:
    rule = {"maximum": 8, "per": "season", "season": ["--08-01", "--06-30"], "counts": "cancellations", "by": "slot"}
    weeks = [at((date(2026, 9, 1) + timedelta(days=7 * number)).isoformat()) for number in range(9)]  # over October
    cancelled = [used(span, status="cancelled") for span in weeks]
    assert said(rule, "2027-03-02", cancelled) == "limit_cancellations"
    assert said(rule, "2027-03-02", cancelled[1:]) is None
    assert said(rule, "2027-03-03", cancelled) is None, "another weekday"
    assert said(rule, "2027-03-02", cancelled, span=at("2027-03-02", 19)) is None, "another time of day"
    assert said(rule, "2027-08-03", cancelled) is None, "another season"
    assert said(rule, "2027-07-06", cancelled) is None, "no season at all"
    assert said({**rule, "late_only": True}, "2027-03-02", cancelled) is None
    by_staff = [replace(use, by_staff=True) for use in cancelled[:1]]
    assert said(rule, "2027-03-02", [*by_staff, *cancelled[1:]]) is None


def test_teams_and_no_shows_and_sites_have_counters_of_their_own() -> None:
    team = {"maximum": 2, "per": "week", "by": "team", "counts": "hours"}
    held = used(at("2026-12-02"), team="U13 ")
    assert said(team, "2026-12-01", [held], team="u13") == "limit_hours"
    assert said(team, "2026-12-01", [held], team="U15") is None
    absent = {"maximum": 0, "per": "year", "counts": "no_shows"}
    assert said(absent, "2026-12-01", [used(at("2026-02-02"), unused=True)]) == "limit_no_shows"
    assert said(absent, "2026-12-01", [used(at("2026-02-02"))]) is None
    site = {"maximum": 1, "per": "day", "by": "site"}
    next_door = used(at("2026-12-01"), room_id=OTHER, association_id=OTHER, site_id=HERE.site_id)
    assert said(site, "2026-12-01", [next_door]) == "limit_bookings"
    assert said(site, "2026-12-01", [replace(next_door, site_id=OTHER)]) is None


def test_only_the_rooms_and_uses_that_are_meant_count() -> None:
    use = used(at("2026-12-01", 8), room_groups=frozenset({"school"}), traits=("private",))
    rule = {"maximum": 1, "per": "day"}
    for fits, not_ in (
        ({"room_types": ["sports_hall"]}, {"room_types": ["meeting_room"]}),
        ({"room_groups": ["school"]}, {"room_groups": ["culture"]}),
        ({"traits": ["private"]}, {"traits": ["alcohol"]}),
    ):
        assert said({**rule, **fits}, "2026-12-01", [use]) == "limit_bookings"
        assert said({**rule, **not_}, "2026-12-01", [use]) is None


def test_two_hours_of_prime_time_a_week_count_only_as_far_as_they_lie_in_it() -> None:
    rule = {"maximum": 2, "per": "week", "counts": "hours", "days": ["mon", "tue"], "between": ["16:00", "20:00"]}
    monday = used(at("2026-11-30", 19, hours=3))  # one hour of it in prime time
    assert said(rule, "2026-12-01", [monday], span=at("2026-12-01", 16, hours=1)) is None
    assert said(rule, "2026-12-01", [monday], span=at("2026-12-01", 16, hours=2)) == "limit_hours"
    assert said(rule, "2026-12-01", [monday], span=at("2026-12-01", 20, hours=5)) is None, "after it"
    assert said(rule, "2026-12-02", [monday], span=at("2026-12-02", 16, hours=5)) is None, "not on Wednesdays"
    assert said({**rule, "maximum": 0}, "2026-12-02", [], span=at("2026-12-02", 16)) is None


def test_once_a_month_outside_the_fixed_hours() -> None:
    rule = {"maximum": 1, "per": "month", "days": ["mon", "tue", "wed", "thu"], "between": ["12:00", "18:00"]}
    rule["outside"] = True
    inside_, evening = used(at("2026-12-08", 14)), used(at("2026-12-08", 17))  # the latter until 19
    assert said(rule, "2026-12-01", [inside_], span=at("2026-12-01", 19)) is None
    assert said(rule, "2026-12-01", [evening], span=at("2026-12-01", 19)) == "limit_bookings"
    assert said(rule, "2026-12-01", [evening], span=at("2026-12-01", 13)) is None
    assert said(rule, "2026-12-05", [evening], span=at("2026-12-05", 13)) == "limit_bookings", "a Saturday"


def test_the_hours_after_midnight_belong_to_the_evening_before() -> None:
    rule = {"maximum": 1, "per": "week", "days": ["fri"], "between": ["22:00", "03:00"]}
    friday = used(at("2026-12-05", 1, hours=1))  # Saturday at one
    assert said(rule, "2026-12-04", [friday], span=at("2026-12-04", 22)) == "limit_bookings"
    assert said(rule, "2026-12-04", [friday], span=at("2026-12-04", 20)) is None


def test_only_large_events_and_some_activities_count_where_that_is_said() -> None:
    rule = {"maximum": 1, "per": "month", "attendance_over": 150, "activities": ["koncert"]}
    large = used(at("2026-12-10"), attendance=200, activity="Koncert")
    assert said(rule, "2026-12-01", [large]) == "limit_bookings"
    assert said(rule, "2026-12-01", [replace(large, attendance=150)]) is None
    assert said(rule, "2026-12-01", [replace(large, activity="fest")]) is None


@pytest.mark.parametrize(
    ("members", "young", "parameters", "hours_held", "told"),
    [
        (50, None, {}, 2, None),  # two hours held and two asked for: 2 hours for each 25
        (50, None, {}, 3, "limit_hours"),
        (49, None, {}, 0, None),
        (49, None, {}, 1, "limit_hours"),
        (26, None, {"begun": True}, 2, None),
        (24, None, {}, 0, "limit_hours"),
        (200, 25, {"under_25": True}, 0, None),
        (200, 24, {"under_25": True}, 0, "limit_hours"),
        (None, None, {}, 0, "members_not_reported"),
        (200, None, {"under_25": True}, 0, "members_not_reported"),
    ],
)
def test_hours_for_every_so_many_members(
    members: int | None, young: int | None, parameters: dict[str, Any], hours_held: int, told: str | None
) -> None:
    rule = Limit.model_validate({"maximum": 2, "per": "week", "counts": "hours", "for_each_members": 25, **parameters})
    club = replace(facts().association or fail(), members=members, members_under_25=young)
    held = (used(at("2026-11-23", 10, hours_held)),) if hours_held else ()
    found = limit(wish(span=at("2026-11-24")), facts(room=HERE, association=club, uses=held), rule)
    assert code_of(found) == told


def test_who_is_not_known_has_no_counter_but_the_room_has() -> None:
    nobody = facts(association=None, uses=(used(at("2026-12-01")),))
    rule = {"maximum": 1, "per": "day"}
    assert limit(wish(), nobody, Limit.model_validate(rule)) is None
    assert limit(wish(), nobody, Limit.model_validate({**rule, "by": "room"}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"per": "season"},
        {"per": "week", "begun": True},
        {"per": "week", "for_each_members": 10, "by": "room"},
        {"per": "month", "season": ["--08-01", "--06-30"]},
        {"per": "rolling"},
        {"per": "week", "period": "P7D"},
        {"per": "rolling", "period": "PT5H"},
        {"per": "rolling", "period": "P0D"},
        {"per": "month", "maximum": 1.5},
        {"per": "month", "between": ["16:00Z", "20:00Z"]},
        {"per": "month", "days": ["monday"]},
        {"per": "month", "outside": True},
    ],
)
def test_a_limit_that_cannot_be_counted_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Limit.model_validate({"maximum": 1, **wrong})


_days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
_spans = st.builds(
    lambda day, hour, length: Span(instant_near(day, time(hour)), instant_near(day, time(hour)) + length),
    _days,
    st.integers(0, 23),
    st.sampled_from([timedelta(minutes=30), timedelta(hours=1), timedelta(hours=7)]),
)
_uses = st.builds(
    lambda span, status, by_staff, late, unused, association, room, team: used(
        span,
        status=status,
        by_staff=by_staff,
        late=late,
        unused=unused,
        team=team,
        room_id=room,
        site_id=UUID(int=2),
        **({"association_id": OTHER} if association else {}),
    ),
    _spans,
    st.sampled_from(["confirmed", "requested", "cancelled", "declined", "lapsed", "missing"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([ROOM.id, OTHER]),
    st.sampled_from(["", "U13"]),
)
_WINDOWS: list[dict[str, Any]] = [
    {},
    {"days": ["mon", "tue", "wed"], "between": ["16:00", "20:00"]},
    {"between": ["22:00", "03:00"]},
    {"days": ["sat"], "between": ["23:30", "02:30"]},
    {"days": ["sun"]},
    {"days": ["mon", "fri"], "between": ["08:00", "16:00"], "outside": True},
]
_pers = st.sampled_from(
    [
        {"per": "day"},
        {"per": "week"},
        {"per": "month"},
        {"per": "year"},
        {"per": "season", "season": ["--08-01", "--06-30"]},
        {"per": "season", "season": ["--04-01", "--10-31"]},
        {"per": "rolling", "period": "P10D"},
        {"per": "rolling", "period": "P3M"},
        {"per": "rolling", "period": "P12M"},
    ]
)


def in_same_stretch(rule: Limit, first: date, day: date) -> bool:
    """Whether the day lies in the stretch that `first` (its beginning, if rolling; else any day of it) stands for."""
    if rule.per == "rolling":
        assert rule.period
        number = first.month - 1 + rule.period.months
        year, month = first.year + number // 12, number % 12 + 1
        end = date(year, month, min(first.day, monthrange(year, month)[1])) + timedelta(days=rule.period.days)
        return first <= day < end
    if rule.per == "season":
        assert rule.season
        return season_number(first, *rule.season) == season_number(day, *rule.season) is not None
    key = {"day": "%Y-%m-%d", "week": "%G-%V", "month": "%Y-%m", "year": "%Y"}[rule.per]
    return first.strftime(key) == day.strftime(key)


def season_number(day: date, first: tuple[int, int], last: tuple[int, int]) -> int | None:
    at_ = (day.month, day.day)
    if first <= last:
        return day.year if first <= at_ <= last else None
    return day.year if at_ >= first else day.year - 1 if at_ <= last else None


def inside(rule: Limit, span: Span) -> float:
    """Hours of the span that the rule looks at, half an hour at a time."""
    halves = [span.start + number * HALF for number in range(int(span.length / HALF))]
    return sum(is_looked_at(rule, local(at_)) is not rule.outside for at_ in halves) / 2


def is_looked_at(rule: Limit, at_: datetime) -> bool:
    begins, ends = rule.between or (time(0), time(0))
    day = at_.date()
    if begins >= ends and at_.time() < ends:
        day -= timedelta(days=1)
    elif at_.time() < begins or (begins < ends and at_.time() >= ends):
        return False
    return not rule.days or f"{day:%a}".lower() in rule.days


def is_over(rule: Limit, span: Span, uses: list[Use], team: str) -> bool:
    """The same by plain counting."""
    asked = local(span.start)
    relevant: list[Use] = []
    for use in uses:
        begins = local(use.span.start)
        shares = {
            "association": use.association_id != OTHER,
            "team": use.association_id != OTHER and use.team == team,
            "slot": use.association_id != OTHER
            and use.room_id == ROOM.id
            and f"{begins:%a %H:%M}" == f"{asked:%a %H:%M}",
            "room": use.room_id == ROOM.id,
            "site": True,
        }[rule.by]
        sort = {
            "cancellations": use.status == "cancelled" and (use.late or not rule.late_only),
            "no_shows": use.status == "confirmed" and use.unused,
        }.get(rule.counts, use.status in ("confirmed", "requested"))
        if shares and sort and not use.by_staff:
            relevant.append(use)
    if not inside(rule, span):
        return False
    relevant = [use for use in relevant if inside(rule, use.span)]
    own = rule.counts in ("bookings", "hours")
    every = [use.span for use in relevant] + ([span] if own else [])
    beginnings = {local(one.start).date() for one in [*every, span]} if rule.per == "rolling" else {asked.date()}
    for first in beginnings:
        if not in_same_stretch(rule, first, asked.date()):
            continue
        held = [one for one in every if in_same_stretch(rule, first, local(one.start).date())]
        amount = sum(inside(rule, one) for one in held) if rule.counts == "hours" else len(held)
        if amount > rule.maximum:
            return True
    return False


@settings(max_examples=400, deadline=None)
@given(
    _pers,
    st.sampled_from(["bookings", "hours", "cancellations", "no_shows"]),
    st.sampled_from(["association", "team", "slot", "room", "site"]),
    st.integers(0, 4),
    st.sampled_from(_WINDOWS),
    st.booleans(),
    _spans,
    st.lists(_uses, max_size=12),
    st.sampled_from(["", "U13"]),
    st.randoms(use_true_random=False),
)
def test_a_limit_counts_as_plain_counting_would_in_any_order(
    per: dict[str, Any],
    counts: str,
    by: str,
    maximum: int,
    window: dict[str, Any],
    late_only: bool,
    span: Span,
    uses: list[Use],
    team: str,
    chance: random.Random,
) -> None:
    rule = Limit.model_validate(
        {**per, **window, "counts": counts, "by": by, "maximum": maximum, "late_only": late_only}
    )
    asked = wish(span=span, team=team)
    verdict = limit(asked, facts(room=HERE, uses=tuple(uses)), rule)
    assert (verdict is not None) is is_over(rule, span, uses, team)
    chance.shuffle(uses)
    assert limit(asked, facts(room=HERE, uses=tuple(uses)), rule) == verdict
    near = [use for use in uses if abs(use.span.start - span.start) <= rule.reach]
    assert limit(asked, facts(room=HERE, uses=tuple(near)), rule) == verdict, "nothing beyond its reach matters"


def test_clock_time_counts_when_a_slot_is_held_over_the_change_of_the_clock() -> None:
    summer, winter = at("2026-10-20"), at("2026-10-27")
    assert summer.start.astimezone(UTC).hour != winter.start.astimezone(UTC).hour
    rule = {"maximum": 1, "per": "year", "by": "slot"}
    assert said(rule, "2026-10-27", [used(summer)], span=winter) == "limit_bookings"
