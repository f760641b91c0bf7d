# SPDX-License-Identifier: MPL-2.0
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.web.paging import MAXIMUM, BadCursor, read_cursor, write_cursor

PLACES = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300)


@given(PLACES)
def test_a_cursor_leads_back_to_its_place_and_fits_in_an_address(place: str) -> None:
    cursor = write_cursor(place)
    assert read_cursor(cursor) == place
    assert re.fullmatch(r"[A-Za-z0-9_-]*", cursor)


@given(st.text())
def test_anything_else_is_refused_as_a_cursor_or_read_as_a_place(cursor: str) -> None:
    with suppress(BadCursor):
        assert "\0" not in read_cursor(cursor)


@pytest.mark.parametrize("cursor", ["x", write_cursor("a\0b"), "_____w", "A" * (MAXIMUM + 1)])
def test_a_cursor_that_was_not_made_here_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        read_cursor(cursor)
