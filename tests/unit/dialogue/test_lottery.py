# SPDX-License-Identifier: MPL-2.0
"""The draw: the same for whoever checks it, fair, and bound beforehand."""

import hashlib
from collections import Counter
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.dialogue.rules.lottery import Lot, commitment, draw, new_seed

lots = st.lists(st.builds(Lot, st.uuids(), st.sampled_from([0, 0, 0, 1])), unique_by=lambda lot: lot.id, max_size=30)


@given(lots, st.randoms())
def test_the_order_in_which_people_signed_up_makes_no_difference(given_lots: list[Lot], chance: object) -> None:
    shuffled = list(given_lots)
    chance.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue]
    assert draw("seed", shuffled) == draw("seed", given_lots)


@given(lots)
def test_anybody_can_check_it_with_the_published_seed_and_numbers(given_lots: list[Lot]) -> None:
    drawn = draw("seed", given_lots)
    plain = [lot.number for lot in drawn if lot.priority == 0]
    assert plain == sorted(plain, key=lambda number: hashlib.sha256(f"seed:{number}".encode()).hexdigest())
    assert sorted(drawn, key=lambda lot: lot.id) == sorted(given_lots, key=lambda lot: lot.id)


def test_another_seed_does_not_fit_what_was_published() -> None:
    seed = new_seed()
    assert commitment(seed) == hashlib.sha256(seed.encode()).hexdigest() != commitment(new_seed())


def test_everybody_has_the_same_chance() -> None:
    people = [Lot(uuid4()) for _ in range(5)]
    first: Counter[UUID] = Counter(draw(str(number), people)[0].id for number in range(5000))
    assert all(800 < first[lot.id] < 1200 for lot in people)
