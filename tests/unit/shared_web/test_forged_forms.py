# SPDX-License-Identifier: MPL-2.0
import pytest

from services.shared.web.csrf import csrf_token
from tests.unit.shared_web.small_app import browser, small_app

COOKIE = {"cookie": "aaben=a-random-value"}
TOKEN = csrf_token("a-random-value")


async def test_a_form_with_the_token_of_this_browser_counts() -> None:
    async with browser(small_app(), **COOKIE) as visitor:
        answer = await visitor.post("/aaben", data={"csrf": TOKEN})
    assert (answer.status_code, answer.text) == (201, "changed")


async def test_htmx_may_send_the_token_as_a_header() -> None:
    async with browser(small_app(), **COOKIE) as visitor:
        assert (await visitor.post("/aaben", headers={"x-csrf": TOKEN})).status_code == 201


@pytest.mark.parametrize("token", ["", "guess", csrf_token("another"), "æøå", "\ufffd", TOKEN.upper() + "x"])
async def test_a_form_without_the_right_token_is_refused(token: str) -> None:
    async with browser(small_app(), **COOKIE) as visitor:
        answer = await visitor.post("/aaben", data={"csrf": token})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "http://kommune.example.evil.example"},
    ],
)
async def test_another_site_is_refused_even_with_the_token(headers: dict[str, str]) -> None:
    async with browser(small_app(), **COOKIE) as visitor:
        answer = await visitor.post("/aaben", data={"csrf": TOKEN}, headers=headers)
    assert answer.status_code == 403


async def test_a_header_that_is_no_key_does_not_excuse_a_form_from_its_token() -> None:
    async with browser(small_app(), **COOKIE) as visitor:
        answer = await visitor.post("/aaben", headers={"authorization": "Basic eDp5"})
    assert answer.status_code == 403


async def test_a_program_with_a_key_needs_no_token() -> None:
    async with browser(small_app(), authorization="Bearer ak_x") as program:
        assert (await program.post("/aaben")).status_code == 201


def test_browsers_have_different_tokens_and_no_cookie_has_none() -> None:
    assert csrf_token("one") != csrf_token("two")
    assert csrf_token("") == ""
