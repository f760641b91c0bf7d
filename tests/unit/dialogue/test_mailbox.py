# SPDX-License-Identifier: MPL-2.0
"""When two addresses reach the same person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.dialogue.rules.mailbox import mailbox_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A@x.dk", "a@x.dk "),
        ("a+1@gmail.com", "a@gmail.com"),
        ("a.b@googlemail.com", "ab@gmail.com"),
        ("anne+hal@outlook.dk", "anne@outlook.dk"),
    ],
)
def test_these_are_the_same_person(one: str, other: str) -> None:
    assert mailbox_key(one) == mailbox_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("a+1@unknown.dk", "a@unknown.dk"), ("a.b@kommune.dk", "ab@kommune.dk"), ("a@x.dk", "a@y.dk")],
)
def test_these_may_be_two_people(one: str, other: str) -> None:
    assert mailbox_key(one) != mailbox_key(other)


@pytest.mark.parametrize("typed", ["", "a", "@gmail.com", "a@b", "a b@x.dk", "a@x.dk, b@x.dk"])
def test_what_is_no_address_has_no_form(typed: str) -> None:
    assert mailbox_key(typed) is None


@given(st.emails())
def test_the_form_of_a_form_is_itself(typed: str) -> None:
    key = mailbox_key(typed)
    assert key is None or mailbox_key(key) == key
