# SPDX-License-Identifier: MPL-2.0
"""Where somebody is sent on to after signing in: never to somebody else's site."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.rules.next_address import next_address

HOME = "/min-side"


@pytest.mark.parametrize(
    "wanted", ["/", "/lokaler", "/en/lokaler/hal-a/book?date=2026-12-01&from=18.00#form", "/foreninger/1/bookinger"]
)
def test_our_own_pages_are_gone_to(wanted: str) -> None:
    assert next_address(wanted, HOME) == wanted


@pytest.mark.parametrize(
    "wanted",
    ["", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", " //evil.example", "/x\r\nSet-Cookie: a=b",
     "/\x00", "/\x85/evil.example", "lokaler", "/" + "x" * 3000, "//[", "/log-ind", "/en/log-ind/kode", "/log-ud"],
)  # fmt: skip
def test_everything_else_leads_home(wanted: str) -> None:
    assert next_address(wanted, HOME) == HOME


@given(st.text(alphabet="/\\.:@?#%evil\t\r\n \x00lokaler", max_size=40))
def test_no_address_leads_to_another_host(wanted: str) -> None:
    gone = urlsplit(urljoin("https://kommune.example/log-ind", next_address(wanted, HOME)))
    assert (gone.scheme, gone.netloc) == ("https", "kommune.example")
