# SPDX-License-Identifier: MPL-2.0
"""Names sort as Danes sort them, byte by byte."""

from hypothesis import given
from hypothesis import strategies as st

from services.shared.danish_order import sort_key


def danish(*names: str) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name).encode())


def test_ae_oe_and_aa_come_last() -> None:
    assert danish("Åben", "Ærø", "Zoo", "Østervang", "Andet") == ["Andet", "Zoo", "Ærø", "Østervang", "Åben"]


def test_double_a_sorts_as_aa_with_ring() -> None:
    assert danish("Aarhus", "Allerød", "Ølgod") == ["Allerød", "Ølgod", "Aarhus"]


def test_capitals_and_accents_do_not_matter() -> None:
    assert sort_key("Café ÆRØ") == sort_key("cafe ærø")


def test_numbers_sort_by_size() -> None:
    assert danish("Hal 10", "Hal 2", "Hal 1") == ["Hal 1", "Hal 2", "Hal 10"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", max_size=12))
def test_a_decomposed_name_sorts_with_its_composed_twin(name: str) -> None:
    assert sort_key(name.replace("å", "a\u030a")) == sort_key(name)
