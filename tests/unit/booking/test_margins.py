# SPDX-License-Identifier: MPL-2.0
"""How long a room is kept around a booking."""

import random

from hypothesis import given
from hypothesis import strategies as st

from services.booking.model import MUNICIPALITY, NO_MARGINS, Margins, Wish
from services.booking.rules import judge
from services.booking.rules.margins import MarginsKept, margins, margins_of
from tests.unit.booking.terms import code_of, talkative_wishes
from tests.unit.booking.wishes import ASSOCIATION, facts, wish


def kept(**parameters: object) -> MarginsKept:
    return MarginsKept.model_validate(parameters)


def test_the_longest_of_each_side_counts_among_the_rules_that_speak() -> None:
    rules = [kept(before=30, after=5), kept(after=15), kept(before=240, when={"attendance_over": 100})]
    assert margins_of(rules, wish(), facts()) == Margins(30, 15)
    assert margins_of(rules, wish(attendance=101), facts()) == Margins(240, 15)
    assert margins_of([], wish(), facts()) == NO_MARGINS
    assert margins_of(rules[2:], wish(), facts()) == NO_MARGINS


def test_what_is_kept_for_associations_is_not_kept_for_the_municipality_as_its_rules_say() -> None:
    rules = [kept(before=30, when={"association_types": [ASSOCIATION.type]})]
    own = wish(association_id=MUNICIPALITY)
    assert margins_of(rules, wish(), facts()) == Margins(30, 0)
    assert judge(rules, own, facts()).verdicts == ()
    assert margins_of(rules, own, facts()) == NO_MARGINS


def test_what_is_kept_is_told() -> None:
    assert code_of(margins(wish(), facts(), kept(before=30))) == "kept_before"
    assert code_of(margins(wish(), facts(), kept(after=30))) == "kept_after"
    assert code_of(margins(wish(), facts(), kept(before=30, after=30))) == "kept_around"
    assert margins(wish(), facts(), kept()) is None


@given(
    st.lists(
        st.builds(lambda before, after: kept(before=before, after=after), st.integers(0, 1440), st.integers(0, 1440))
    ),
    talkative_wishes(),
    st.randoms(use_true_random=False),
)
def test_margins_do_not_depend_on_the_order_of_rules(
    rules: list[MarginsKept], asked: Wish, chance: random.Random
) -> None:
    shuffled = rules.copy()
    chance.shuffle(shuffled)
    found = margins_of(rules, asked, facts())
    assert found == margins_of(shuffled, asked, facts())
    assert found.around(asked.span).contains(asked.span)
