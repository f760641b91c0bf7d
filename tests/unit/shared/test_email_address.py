# SPDX-License-Identifier: MPL-2.0
"""E-mail addresses as people type them."""

import pytest

from services.shared.email_address import read_email


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Kirsten@Forening.DK ", "kirsten@forening.dk"),
        ("søren.o'neill+hal@æble.kommune.dk", "søren.o'neill+hal@æble.kommune.dk"),
    ],
)
def test_case_and_spaces_around_do_not_matter(typed: str, read: str) -> None:
    assert read_email(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", "kirsten", "kirsten@", "@forening.dk", "kirsten@forening", "a b@c.dk", "a@b@c.dk", "a@b..dk", "<a@b.dk>",
     "a@b.dk, c@d.dk", "a@b.dk\r\nBcc: c@d.dk", "x" * 250 + "@b.dk"],
)  # fmt: skip
def test_what_cannot_be_one_address_is_none(typed: str) -> None:
    assert read_email(typed) is None
