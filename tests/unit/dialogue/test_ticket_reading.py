# SPDX-License-Identifier: MPL-2.0
"""Tickets as people read them aloud."""

from uuid import uuid4

import pytest

from services.dialogue.rules.link import ticket
from services.dialogue.rules.ticket_reading import spelling


@pytest.mark.parametrize(
    "typed", ["abcd-efgh-2345", "ABCDEFGH2345", " abcd efgh 2345 ", "abcd–efgh–2345", "A.B.C.D efgh/2345"]
)
def test_spaces_capitals_and_dashes_make_no_difference(typed: str) -> None:
    assert spelling(typed) == spelling("ABCD-EFGH-2345")


@pytest.mark.parametrize(("read", "typed"), [("Q", "0"), ("Q", "o"), ("L", "1"), ("L", "i"), ("S", "5"), ("Z", "2")])
def test_signs_that_look_alike_are_one(read: str, typed: str) -> None:
    assert spelling(f"{read}BCD-EFGH-2345") == spelling(f"{typed}BCD-EFGH-2345")


def test_a_thousand_tickets_stay_apart() -> None:
    assert len({spelling(ticket("secret", uuid4())) for _ in range(1000)}) == 1000


def test_nothing_is_no_ticket() -> None:
    assert spelling(" - ") != spelling(ticket("secret", uuid4()))
