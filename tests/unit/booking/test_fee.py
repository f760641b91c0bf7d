# SPDX-License-Identifier: MPL-2.0
"""Prices: each line of a price list, and what a booking comes to."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.booking.model import MUNICIPALITY, Effect, Facts, Span, Wish
from services.booking.rules.fee import Fee, amount_of, fee
from services.booking.rules.price import Price, PriceLine, price_of
from tests.unit.booking.terms import KINDS, code_of, full_facts, talkative_wishes
from tests.unit.booking.wishes import ASSOCIATION, EVENING, facts, wish

HOUR = timedelta(hours=1)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def lasting(length: timedelta, **more: Any) -> Wish:
    return wish(span=Span(EVENING.start, EVENING.start + length), **more)


def by_clock(first: tuple[int, int], last: tuple[int, int]) -> Wish:
    """From and to a day of December 2026 and an hour of the Danish clock."""
    start, end = (datetime(2026, 12, day, hour, tzinfo=COPENHAGEN).astimezone(UTC) for day, hour in (first, last))
    return wish(span=Span(start, end))


def line(**parameters: Any) -> Fee:
    return Fee.model_validate(parameters)


@pytest.mark.parametrize(
    ("parameters", "asked", "ore"),
    [
        ({"per": "hour", "amount_ore": 4600}, lasting(2 * HOUR), 9200),
        ({"per": "hour", "amount_ore": 4600}, lasting(1.5 * HOUR), 6900),
        ({"per": "hour", "amount_ore": 4600, "counted_in": 60}, lasting(1.5 * HOUR), 9200),
        ({"per": "hour", "amount_ore": 4600, "counted_in": 30}, lasting(timedelta(minutes=61)), 6900),
        ({"per": "hour", "amount_ore": 63_500, "hours": 3, "counted_in": 180}, lasting(4 * HOUR), 127_000),
        ({"per": "hour", "amount_ore": 1}, lasting(timedelta(minutes=30)), 1),
        ({"per": "hour", "amount_ore": 1}, lasting(timedelta(minutes=29)), 0),
        ({"per": "hour", "amount_ore": 60_000, "day_cap_ore": 500_000}, lasting(9 * HOUR), 500_000),
        ({"per": "day", "amount_ore": 19_900}, by_clock((1, 10), (3, 11)), 59_700),
        ({"per": "day", "amount_ore": 19_900}, by_clock((1, 10), (3, 10)), 39_800),
        ({"per": "day", "amount_ore": 19_900}, by_clock((1, 18), (2, 3)), 19_900),
        ({"per": "booking", "amount_ore": 146_000}, lasting(9 * HOUR), 146_000),
        ({"per": "person", "amount_ore": 500}, lasting(HOUR, attendance=12), 6000),
        ({"per": "person_night", "amount_ore": 3500}, by_clock((4, 18), (6, 10)), 70_000),
        ({"per": "hour", "amount_ore": 34_000, "clock": ["20:00", "23:00"]}, by_clock((1, 19), (1, 22)), 68_000),
        ({"per": "hour", "amount_ore": 34_000, "clock": ["23:00", "06:00"]}, by_clock((2, 1), (2, 3)), 68_000),
    ],
)
def test_a_line_comes_to_what_its_unit_says(parameters: dict[str, Any], asked: Wish, ore: int) -> None:
    assert amount_of(asked, line(**parameters)) == ore


def test_an_evening_over_the_october_night_is_paid_for_as_long_as_it_lasts() -> None:
    doubled = wish(span=Span(datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)))
    assert amount_of(doubled, line(per="hour", amount_ore=100)) == 400


def test_a_day_and_a_night_over_the_october_night_are_one_day() -> None:
    doubled = wish(span=Span(datetime(2026, 10, 24, 10, tzinfo=UTC), datetime(2026, 10, 25, 11, tzinfo=UTC)))
    assert amount_of(doubled, line(per="day", amount_ore=100)) == 100  # 12.00 to 12.00, 25 hours


def test_hours_of_the_clock_count_only_on_the_days_the_rule_speaks_of() -> None:
    friday_night = line(per="hour", amount_ore=100, clock=["18:00", "23:00"], when={"days": ["fri"]})
    assert amount_of(by_clock((4, 18), (5, 23)), friday_night) == 500  # Friday the 4th to Saturday the 5th
    assert price_of([friday_night], by_clock((5, 18), (5, 23)), facts()) == Price((), True)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"amount_ore": 100}, "fee_amount"),
        ({"amount_ore": 0}, "fee_free"),
        ({"amount_ore": 100, "per": "season"}, "fee_rate"),
        ({}, "fee_by_bill"),
        ({"percent": -20}, "fee_less"),
        ({"percent": 20}, "fee_more"),
        ({"amount_ore": 100, "on_breach": True}, None),
        ({"amount_ore": 100, "clock": ["02:00", "03:00"], "per": "hour"}, None),
        ({"amount_ore": 100, "longer_than": "PT2H"}, None),
        ({"amount_ore": 100, "longer_than": "PT1H59M"}, "fee_amount"),
        ({"amount_ore": 100, "up_to": "PT2H"}, "fee_amount"),
        ({"amount_ore": 100, "up_to": "PT1H59M"}, None),
    ],
)
def test_what_is_to_be_paid_is_told_when_booking(parameters: dict[str, Any], code: str | None) -> None:
    verdict = fee(wish(), facts(), line(**parameters))
    assert code_of(verdict) == code
    assert verdict is None or verdict.effect is Effect.NOTE


def test_lines_add_up_by_item_and_percentages_change_their_own_item() -> None:
    rules = [
        line(per="hour", amount_ore=10_000),
        line(percent=-20),
        line(percent=50, item="light"),
        line(amount_ore=5000, item="light"),
        line(amount_ore=99_900, item="cleaning", on_breach=True),
        line(amount_ore=77_700, when={"groups": ["company"]}),
    ]
    price = price_of(rules, wish(), facts())
    assert price == Price((PriceLine("light", 7500), PriceLine("room", 16_000)), True)
    assert price.ore == 23_500


def test_a_bill_or_a_price_by_the_season_makes_the_price_unfinished() -> None:
    assert not price_of([line()], wish(), facts()).is_final
    assert not price_of([line(amount_ore=100, per="season")], wish(), facts()).is_final
    assert price_of([line(amount_ore=0, per="season")], wish(), facts()).is_final


def test_the_municipality_pays_no_price_meant_for_an_association() -> None:
    rule = line(amount_ore=100, when={"association_types": [ASSOCIATION.type]})
    assert price_of([rule], wish(), facts()).ore == 100
    assert price_of([rule], wish(association_id=MUNICIPALITY), facts()).ore == 0


@pytest.mark.parametrize("wrong", [{"amount_ore": 1, "percent": 1}, {"clock": ["20:00Z", "22:00"]}, {"amount_ore": -1}])
def test_a_line_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        line(**wrong)


@given(
    st.lists(st.sampled_from(KINDS["fee"]), max_size=8),
    talkative_wishes(),
    full_facts(),
    st.randoms(use_true_random=False),
)
def test_a_price_is_total_never_negative_and_the_same_in_any_order(
    stored: list[dict[str, Any]], asked: Wish, known: Facts, chance: random.Random
) -> None:
    rules = [line(**one) for one in stored]
    price = price_of(rules, asked, known)
    assert all(one.ore > 0 for one in price.lines)
    chance.shuffle(rules)
    assert price_of(rules, asked, known) == price
