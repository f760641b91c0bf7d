# SPDX-License-Identifier: MPL-2.0
"""Each rule lets a good wish pass, and says what would make a bad one pass."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.booking.model import AssociationRole, ClosedDay, Effect, Span, Words
from services.booking.rules.association_approved import AssociationApproved, association_approved
from services.booking.rules.capacity import Capacity, capacity
from services.booking.rules.child_certificate import ChildCertificate, child_certificate
from services.booking.rules.closing_days import ClosingDays, closing_days
from services.booking.rules.duration import Duration, duration
from services.booking.rules.horizon import Horizon, horizon
from services.booking.rules.hours_per_week import HoursPerWeek, hours_per_week
from services.booking.rules.lead_time import LeadTime, lead_time
from services.booking.rules.not_past import not_past
from services.booking.rules.opening_hours import OpeningHours, opening_hours
from services.booking.rules.period import parse_period
from services.booking.rules.role_may_book import RoleMayBook, role_may_book
from services.booking.rules.staff_decides import StaffDecides, staff_decides
from services.booking.rules.start_grid import StartGrid, start_grid
from tests.unit.booking.wishes import ASSOCIATION, DAY, EVENING, NOW, evening, facts, used, wish

HOUR = timedelta(hours=1)


def test_a_wish_inside_the_opening_hours_passes() -> None:
    assert opening_hours(wish(span=DAY), facts(), OpeningHours()) is None


@pytest.mark.parametrize("span", [Span(DAY.start - HOUR, EVENING.end), Span(EVENING.start, DAY.end + HOUR)])
def test_a_wish_that_reaches_outside_the_hours_is_told_the_hours(span: Span) -> None:
    verdict = opening_hours(wish(span=span), facts(), OpeningHours())
    assert verdict and verdict.parameters == {"opens": DAY.start, "closes": DAY.end}


def test_a_day_without_hours_is_told_by_its_date() -> None:
    verdict = opening_hours(wish(), facts(hours=()), OpeningHours())
    assert verdict and verdict.code == "not_open_that_day"
    assert verdict.parameters == {"day": date(2026, 12, 1)}


def test_a_pause_in_the_hours_cannot_be_bridged() -> None:
    morning, late = Span(DAY.start, EVENING.start + HOUR), Span(EVENING.start + HOUR + timedelta(minutes=1), DAY.end)
    assert opening_hours(wish(), facts(hours=(morning, late)), OpeningHours())


def test_a_closing_day_is_told_with_its_reason() -> None:
    christmas = ClosedDay(date(2026, 12, 25), Words("Juledag", "Christmas Day"))
    verdict = closing_days(wish(), facts(closed_days=(christmas,)), ClosingDays())
    assert verdict and verdict.parameters == {"day": christmas.day, "reason": christmas.reason}
    assert closing_days(wish(), facts(), ClosingDays()) is None


def test_lead_time_is_met_to_the_minute() -> None:
    rule = LeadTime(minimum=parse_period("P2D"))
    edge = NOW + timedelta(days=2)
    assert lead_time(wish(span=Span(edge, edge + HOUR)), facts(), rule) is None
    early = lead_time(wish(span=Span(edge - timedelta(minutes=1), edge + HOUR)), facts(), rule)
    assert early and early.parameters == {"earliest": edge}


def test_lead_time_in_days_keeps_the_wall_clock_over_the_night_the_clocks_change() -> None:
    saturday_noon = datetime(2026, 10, 24, 10, tzinfo=UTC)  # 12.00 summer time
    verdict = lead_time(
        wish(span=Span(saturday_noon + HOUR, saturday_noon + 2 * HOUR)),
        facts(now=saturday_noon),
        LeadTime(minimum=parse_period("P1D")),
    )
    assert verdict and verdict.parameters == {"earliest": datetime(2026, 10, 25, 11, tzinfo=UTC)}  # 12.00 winter time


def test_horizon_is_met_to_the_minute() -> None:
    rule = Horizon(maximum=parse_period("P1M"))
    edge = datetime(2026, 12, 24, 12, tzinfo=UTC)
    assert horizon(wish(span=Span(edge, edge + HOUR)), facts(), rule) is None
    late = horizon(wish(span=Span(edge + timedelta(minutes=1), edge + HOUR)), facts(), rule)
    assert late and late.parameters == {"latest": edge}


def test_duration_has_two_ends() -> None:
    rule = Duration(minimum=HOUR, maximum=3 * HOUR)
    lengths = {hours: duration(wish(span=Span(NOW, NOW + hours * HOUR)), facts(), rule) for hours in (0.5, 1, 3, 3.5)}
    assert [verdict.code if verdict else None for verdict in lengths.values()] == ["too_short", None, None, "too_long"]


def test_an_evening_over_the_october_night_is_as_long_as_it_lasts() -> None:
    doubled = Span(datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))  # 00.00-03.00 local
    assert duration(wish(span=doubled), facts(), Duration(maximum=4 * HOUR)) is None
    assert duration(wish(span=doubled), facts(), Duration(maximum=3 * HOUR))


def test_a_time_off_the_grid_is_told_the_steps_around_it() -> None:
    verdict = start_grid(wish(span=evening(date(2026, 12, 1), 17, 10)), facts(), StartGrid(minutes=30))
    assert verdict and verdict.parameters["before"] == datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert verdict.parameters["after"] == datetime(2026, 12, 1, 17, 30, tzinfo=UTC)
    assert start_grid(wish(), facts(), StartGrid(minutes=30)) is None


def test_an_end_off_the_grid_counts_too() -> None:
    assert start_grid(
        wish(span=Span(EVENING.start, EVENING.end + timedelta(minutes=5))), facts(), StartGrid(minutes=30)
    )


def test_a_room_may_be_filled_but_not_overfilled() -> None:
    assert capacity(wish(attendance=40), facts(), Capacity()) is None
    verdict = capacity(wish(attendance=41), facts(), Capacity())
    assert verdict and verdict.parameters == {"capacity": 40, "attendance": 41}


def test_a_room_without_a_published_figure_refuses_nobody() -> None:
    assert capacity(wish(attendance=9000), facts(room=replace(facts().room, capacity=None)), Capacity()) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"approved_on": None}, "not_approved"),
        ({"approved_until": date(2026, 11, 30)}, "approval_ends"),
        ({"approved_until": date(2026, 12, 1)}, None),
        ({}, None),
    ],
)
def test_approval_must_cover_the_day_of_the_wish(changes: dict[str, date | None], code: str | None) -> None:
    verdict = association_approved(wish(), facts(association=replace(ASSOCIATION, **changes)), AssociationApproved())
    assert (verdict.code if verdict else None) == code


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        (None, "certificate_missing"),
        (date(2025, 11, 23), "certificate_too_old"),
        (date(2025, 11, 24), None),
    ],
)
def test_the_declaration_on_child_certificates_must_hold_today(declared: date | None, code: str | None) -> None:
    association = replace(ASSOCIATION, child_certificate_declared_on=declared)
    verdict = child_certificate(wish(), facts(association=association), ChildCertificate(valid_for=parse_period("P1Y")))
    assert (verdict.code if verdict else None) == code


def test_only_named_roles_book_and_staff_book_for_anybody() -> None:
    rule = RoleMayBook(roles=(AssociationRole.CHAIR, AssociationRole.BOOKING_OFFICER))
    assert role_may_book(wish(), facts(), rule) is None
    treasurer = frozenset({AssociationRole.TREASURER})
    verdict = role_may_book(wish(), facts(actor_roles=treasurer), rule)
    assert verdict and verdict.parameters == {"roles": ("chair", "booking_officer")}
    assert role_may_book(wish(), facts(actor_roles=frozenset(), actor_is_staff=True), rule) is None


def test_hours_count_within_the_week_from_monday_to_sunday() -> None:
    monday, sunday_before = evening(date(2026, 11, 30), 17), evening(date(2026, 11, 29), 17)
    rule = HoursPerWeek(maximum_hours=4)
    assert hours_per_week(wish(), facts(uses=(used(sunday_before), used(monday))), rule) is None
    verdict = hours_per_week(wish(), facts(uses=(used(monday), used(evening(date(2026, 12, 2), 17)))), rule)
    assert verdict and verdict.parameters["monday"] == date(2026, 11, 30)
    assert verdict.parameters["booked"] == 4 * HOUR


def test_a_night_over_the_week_end_counts_in_both_weeks() -> None:
    night = Span(datetime(2026, 12, 6, 22, tzinfo=UTC), datetime(2026, 12, 7, 2, tzinfo=UTC))  # Sunday 23 - Monday 03
    verdict = hours_per_week(wish(span=night), facts(), HoursPerWeek(maximum_hours=2.5))
    assert verdict and verdict.parameters["monday"] == date(2026, 12, 7)
    assert hours_per_week(wish(span=night), facts(), HoursPerWeek(maximum_hours=3)) is None


def test_staff_decide_all_wishes_or_only_the_big_ones() -> None:
    always = staff_decides(wish(), facts(), StaffDecides())
    assert always and always.effect is Effect.NEEDS_STAFF
    assert staff_decides(wish(attendance=150), facts(), StaffDecides(above_attendance=150)) is None
    assert staff_decides(wish(attendance=151), facts(), StaffDecides(above_attendance=150))


def test_what_has_begun_cannot_be_had() -> None:
    assert not_past(wish(span=Span(NOW, NOW + HOUR)), facts()) is None
    assert not_past(wish(span=Span(NOW - timedelta(seconds=1), NOW + HOUR)), facts())
