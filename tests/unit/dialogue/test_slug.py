# SPDX-License-Identifier: MPL-2.0
"""The word in a session's address."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.dialogue.rules.slug import LONGEST, RESERVED, free_slug, slug_of

DAY = date(2026, 12, 8)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Borgermøde om en ny hal", "borgermoede-om-en-ny-hal"),
        ("Æbler, Ål & Ørreder!", "aebler-aal-oerreder"),
        ("Café på Musée", "cafe-paa-musee"),
        ("Gruß aus Tønder", "gruss-aus-toender"),
        ("حوار", "moede"),
        ("2027: hvad nu?", "2027-hvad-nu"),
        ("Ord " * 40, "-".join(["ord"] * 15)),
    ],
)
def test_a_title_becomes_plain_letters(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(st.text(max_size=200), st.sets(st.sampled_from(["moede", "moede-2026-12-08", "moede-2026-12-08-2"])))
def test_whatever_the_title_the_address_is_plain_free_and_no_page_of_ours(title: str, taken: set[str]) -> None:
    slug = free_slug(title, DAY, taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST + 15
    assert slug not in taken | RESERVED


def test_a_session_called_as_one_of_our_pages_has_its_day_in_its_address() -> None:
    assert free_slug("Mine", DAY, ()) == "mine-2026-12-08"
