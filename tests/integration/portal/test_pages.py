# SPDX-License-Identifier: MPL-2.0
"""The pages of the front door."""

import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from services.shared.contracts.booking import AssociationMembership, MembershipsReply, MembershipsRequest
from services.shared.sentences import read
from services.shared.settings import Settings
from tests.integration.portal.browser import Browser
from tests.integration.portal.conftest import House

CLUB = uuid4()


async def sign_in(house: House, email: str) -> Browser:
    browser = house.browser()
    await browser.ask_for_code(email)
    await browser.give_code(await house.code())
    return browser


async def booking_answers(house: House) -> None:
    async def memberships(_: MembershipsRequest) -> MembershipsReply:
        roles = [AssociationMembership(association_id=CLUB, association_name="Fløjby HK", role=role)
                 for role in ("chair", "team_contact")]  # fmt: skip
        return MembershipsReply(memberships=tuple(roles))

    await house.parts.bus.answer(MembershipsRequest, memberships)


@pytest.mark.parametrize("path", ["/", "/log-ind", "/cookies", "/tilgaengelighed", "/problemer/not-found"])
@pytest.mark.parametrize("language", ["da", "en"])
async def test_a_page_is_there_in_both_languages(house: House, path: str, language: str) -> None:
    page = await house.browser().open(path if language == "da" else f"/en{path}".rstrip("/"))
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert page.text.count("<h1") == 1


async def test_the_front_page_asks_booking_what_was_filled_in(house: House) -> None:
    page = (await house.browser().open("/")).text
    form = re.search(r'<form method="get" action="/lokaler">(.*?)</form>', page, re.DOTALL)
    assert form is not None
    assert set(re.findall(r'name="(\w+)"', form[1])) == {"date", "from", "to", "people", "place"}
    assert 'value="2026-11-24"' in form[1]


async def test_my_page_shows_each_association_once_with_all_roles(house: House) -> None:
    await booking_answers(house)
    page = (await (await sign_in(house, "haandbold-formand@forening.example")).open("/min-side")).text
    assert "formand, holdansvarlig." in re.sub(r"\s+", " ", page)
    assert page.count(f'<h3 class="h4"><a href="/foreninger/{CLUB}/bookinger">') == 1
    assert "/anmodninger" not in page


async def test_my_page_says_so_when_booking_does_not_answer_and_shows_the_rest(house: House) -> None:
    page = await (await sign_in(house, "sagsbehandler@kommune.example")).open("/min-side")
    assert page.status_code == 200
    assert "Vi kan ikke hente dine foreninger lige nu" in page.text
    assert 'href="/anmodninger"' in page.text


async def test_staff_see_their_own_work_only(house: House) -> None:
    page = (await (await sign_in(house, "halinspektoer@kommune.example")).open("/")).text
    section = page.split('id="ansat"')[1].split("</section>")[0]
    assert re.findall(r'href="([^"]+)"', section) == [
        "/steder",
        "/lokaler/lukkedage",
        "/lokaler/aabningstider",
        "/lokaler/skoleferier",
        "/lokaler/helligdage",
        "/lokaler/regler",
        "/kalendere",
    ]


def every_problem() -> list[str]:
    texts = [read(folder, "da") for folder in Path("services").glob("*/texts")]
    keys = {key for text in texts for key in text}
    return sorted(found[1] for key in keys if (found := re.fullmatch(r"problem\.([a-z-]+)\.title", key)))


async def test_every_problem_of_every_service_has_its_page(house: House) -> None:
    problems = every_problem()
    assert {"not-found", "malformed", "away"} < set(problems)
    for slug in problems:
        page = await house.browser().open(f"/problemer/{slug}")
        assert page.status_code == 200
        assert "{" not in page.text.split("<main")[1].split("</main>")[0], slug
    assert (await house.browser().open("/problemer/no-such-problem")).status_code == 404


async def test_was_leads_to_the_registered_statement_or_to_our_own(house: House) -> None:
    assert (await house.browser().open("/was")).headers["location"] == "/tilgaengelighed"
    assert (await house.browser().open("/en/was")).headers["location"] == "/en/tilgaengelighed"
    settings: Settings = house.parts.settings.model_copy(update={"was_url": "https://www.was.digst.dk/floejby"})
    registered = house.browser_of(settings)
    assert (await registered.open("/was")).headers["location"] == "https://www.was.digst.dk/floejby"


async def test_all_files_a_page_names_are_there_and_kept_for_ever(house: House) -> None:
    browser = house.browser()
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', (await browser.open("/")).text))
    assert len(named) >= 4
    style = next(path for path in named if path.endswith("dkfds.css"))
    for path in named:
        await expect_file(browser, path)
    inner = set(re.findall(r"url\(['\"]?(?!data:)([^)'\"]+)", (await browser.open(style)).text))
    assert sum(address.endswith(".woff2") for address in inner) >= 3
    for address in sorted(one for one in inner if one.endswith((".svg", ".woff2"))):
        await expect_file(browser, httpx.URL(f"http://127.0.0.1:8000{style}").join(address).path)


async def expect_file(browser: Browser, path: str) -> None:
    answer = await browser.open(path)
    assert answer.status_code == 200, path
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/static/x/../pages.py", "/static/x/%2e%2e/pages.py", "/static/x/package.json"])
async def test_no_other_file_can_be_had(house: House, path: str) -> None:
    assert (await house.browser().open(path)).status_code == 404


async def test_robots_keep_out_of_what_is_somebodys_own_and_may_read_feeds(house: House) -> None:
    rules = (await house.browser().open("/robots.txt")).text
    assert "Disallow: /log-ind" in rules
    assert "/kalender" not in rules


async def test_pages_load_nothing_from_elsewhere(house: House) -> None:
    page = await house.browser().open("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert re.findall(r'(?:src|<link[^>]*href)="(https?:)?//', page.text) == []
    assert "<script>" not in page.text
    assert " style=" not in page.text
