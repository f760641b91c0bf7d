# SPDX-License-Identifier: MPL-2.0
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.shared.web.language import address, asked_for
from tests.unit.shared_web.small_app import browser, small_app


@pytest.mark.parametrize("path", ["/aaben", "/nowhere", "/api/dialogue/", "/api/dialogue/v1/defect", "/mit"])
async def test_every_answer_forbids_foreign_content(path: str) -> None:
    async with browser(small_app()) as visitor:
        headers = (await visitor.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_defect_is_answered_without_details() -> None:
    async with browser(small_app()) as visitor:
        answer = await visitor.get("/api/dialogue/v1/defect")
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text


async def test_an_unknown_page_is_told_in_the_readers_language() -> None:
    async with browser(small_app()) as visitor:
        danish, english = await visitor.get("/nowhere"), await visitor.get("/en/nowhere")
    assert (danish.status_code, english.status_code) == (404, 404)
    assert '<html lang="da">' in danish.text
    assert "Siden findes ikke" in danish.text
    assert '<html lang="en">' in english.text
    assert "Siden findes ikke" not in english.text


async def test_a_page_has_no_inline_script_or_style() -> None:
    async with browser(small_app()) as visitor:
        page = (await visitor.get("/nowhere")).text
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")


def scope(path: str, query: str = "") -> object:
    return {"path": path, "query_string": query.encode()}


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.text(alphabet="/\\abæ?#%:@. \t\n"), st.sampled_from(["da", "en"]))
def test_a_link_to_the_same_page_never_leads_to_another_site(path: str, language: str) -> None:
    link = address(asked_for(scope("/" + path)), language)  # type: ignore[arg-type]
    assert link.startswith("/")
    assert not link.startswith("//")
    assert "\\" not in link
    assert urlsplit(f"http://kommune.example{link}").netloc == "kommune.example"
    assert urlsplit(link).fragment == urlsplit(link).query == ""


@pytest.mark.parametrize("path", ["/en//evil.example", "/en/%5Cevil.example"])
async def test_the_language_switch_stays_here(path: str) -> None:
    async with browser(small_app()) as visitor:
        page = (await visitor.get(path)).text
    assert 'href="//' not in page
    assert 'href="/\\' not in page


@pytest.mark.parametrize(
    ("path", "english"),
    [("/", "/en"), ("/lokaler", "/en/lokaler"), ("/api/booking", "/api/booking"), ("/static/x", "/static/x")],
)
def test_pages_have_an_english_address_and_apis_only_one(path: str, english: str) -> None:
    assert address(path, "en") == english
    assert address(path, "da") == path
