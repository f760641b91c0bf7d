# SPDX-License-Identifier: MPL-2.0
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.web.sessions import bearer_in, cookie_in


def scope(**headers: str) -> Any:
    return {"headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]}


@pytest.mark.parametrize(
    "sent",
    ["aaben=abc", "x=1; aaben=abc", 'prefs={"a":1,"b":[2]}; aaben=abc', "a[b]=c; aaben=abc; z=1", "ø=1;aaben=abc"],
)
def test_the_cookie_is_found_whatever_other_sites_of_the_municipality_have_set(sent: str) -> None:
    assert cookie_in(scope(cookie=sent)) == "abc"


@pytest.mark.parametrize("sent", ["", "aabenx=abc", "xaaben=abc", "x=aaben=abc"])
def test_a_cookie_of_another_name_is_not_ours(sent: str) -> None:
    assert cookie_in(scope(cookie=sent)) == ""


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_any_header_can_be_read(sent: str) -> None:
    assert isinstance(cookie_in(scope(cookie=sent)), str)
    assert isinstance(bearer_in(scope(authorization=sent)), str)


@pytest.mark.parametrize(
    ("sent", "key"), [("Bearer ak_1", "ak_1"), ("bearer  ak_1 ", "ak_1"), ("Basic eDp5", ""), ("", "")]
)
def test_only_a_bearer_key_is_a_key(sent: str, key: str) -> None:
    assert bearer_in(scope(authorization=sent)) == key
