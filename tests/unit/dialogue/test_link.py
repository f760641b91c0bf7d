# SPDX-License-Identifier: MPL-2.0
"""Secret links open what they were made for, and nothing else."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.dialogue.rules.link import read_link, ticket, write_link

ids = st.uuids()


@given(ids)
def test_a_link_leads_back_to_what_it_was_made_for(of: UUID) -> None:
    assert read_link("secret", "own", write_link("secret", "own", of)) == of


@given(ids)
def test_a_link_for_one_purpose_or_of_another_house_opens_nothing(of: UUID) -> None:
    assert read_link("secret", "own", write_link("secret", "confirm", of)) is None
    assert read_link("secret", "own", write_link("other", "own", of)) is None


@given(ids, st.integers(0, 45), st.sampled_from("abcXYZ019-_"))
def test_a_changed_link_opens_nothing_or_is_the_same(of: UUID, at: int, sign: str) -> None:
    link = write_link("secret", "own", of)
    changed = link[:at] + sign + link[at + 1 :]
    assert changed == link or read_link("secret", "own", changed) is None


@given(st.text(max_size=100))
def test_anything_else_opens_nothing_and_raises_nothing(text: str) -> None:
    assert read_link("secret", "own", text) is None


@given(ids, ids)
def test_tickets_differ_and_are_easy_to_read_aloud(one: UUID, other: UUID) -> None:
    assert one == other or ticket("secret", one) != ticket("secret", other)
    assert not set(ticket("secret", one)) & set("01IO")
    assert len(ticket("secret", one)) == 14
