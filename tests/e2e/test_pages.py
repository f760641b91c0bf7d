# SPDX-License-Identifier: MPL-2.0
"""Every page in both languages, looked at by axe-core and photographed narrow and wide."""

import re
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from services.dialogue.demo.slugs import DEMO_SLUGS
from services.shared.demo import DEMO_ASSOCIATIONS, demo_id
from tests.e2e.conftest import photograph, signed_in
from tests.running import Municipality

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
CLUB, STAFF = "haandbold-formand@forening.example", "sagsbehandler@kommune.example"
FACILITATOR = "dialog@kommune.example"
ROOM = "/lokaler/mosaikken-kronen"

OPEN = {
    "forside": "/",
    "find": "/lokaler?people=20&from=18.00&to=20.00",
    "find-intet": "/lokaler?people=9000",
    "find-navn": "/lokaler?q=kronen&people=500",
    "lokale": ROOM,
    "lokale-liste": f"{ROOM}?vis=liste",
    "steder": "/steder",
    "sted": "/steder/mosaikken",
    "dialog": "/dialog",
    "dialog-soegt": "/dialog?q=sol&ledige=1",
    "dialog-intet": "/dialog?q=findes-ikke",
    "dialog-forbi": "/dialog?tid=forbi",
    "dialog-kalender": "/dialog?vis=kalender",
    "dialog-kort": "/dialog?vis=kort",
    "dialog-mine": "/dialog/mine",
    "dialog-moede": f"/dialog/{DEMO_SLUGS['hybrid']}",
    "dialog-aflyst": f"/dialog/{DEMO_SLUGS['cancelled']}",
    "dialog-tilmelding": f"/dialog/{DEMO_SLUGS['quotas']}/tilmelding",
    "dialog-venteliste": f"/dialog/{DEMO_SLUGS['waiting_list']}/tilmelding",
    "dialog-tilmeldt": f"/dialog/{DEMO_SLUGS['open']}/tilmeldt?svar=held",
    "dialog-lod": f"/dialog/{DEMO_SLUGS['lottery']}/lodtraekning",
    "log-ind": "/log-ind",
    "tilgaengelighed": "/tilgaengelighed",
    "cookies": "/cookies",
    "problem": "/problemer/slot-taken",
    "findes-ikke": "/findes-ikke",
    "api": "/api/booking",
    "api-dialog": "/api/dialogue",
    "postkasse": "/postkasse",
}
MEMBER = {
    "min-side": "/min-side",
    "forening": f"/foreninger/{DEMO_ASSOCIATIONS[0].id}/bookinger",
    "kalendere": "/kalendere",
    "book": f"{ROOM}/book?date=2027-02-02&from=18.00&to=20.00&people=12",
    "book-serie": f"{ROOM}/book?date=2027-02-02&from=18.00&to=20.00&people=12&repeat=week&until=2027-03-30",
    "book-afslag": f"{ROOM}/book?date=2027-02-02&from=05.10&to=20.00&people=1200&check=1",
}
OFFICE = {
    "anmodninger": "/anmodninger",
    "regler": "/lokaler/regler",
    "i-dag": "/steder/mosaikken/i-dag",
    "medarbejder-sted": "/steder/mosaikken",
    "medarbejder-side": "/min-side",
    "lukkedage": "/lokaler/lukkedage",
    "skoleferier": "/lokaler/skoleferier",
    "aabningstider": "/lokaler/aabningstider",
    "helligdage": "/lokaler/helligdage",
    "lukkedage-hvem": "/lokaler/lukkedage/ny?where=alle&first=2027-02-02&last=2027-02-03&reason_da=Valgdag",
}
_OPEN = f"/dialog/styring/{demo_id('dialogue-session', DEMO_SLUGS['waiting_list'])}"
RUNNING = {
    "styring": "/dialog/styring",
    "styring-kladder": "/dialog/styring?vis=kladder",
    "styring-nyt": "/dialog/styring/ny",
    "styring-moede": _OPEN,
    "styring-rediger": f"{_OPEN}/rediger",
    "styring-lokale": f"{_OPEN}/lokale",
    "styring-tilmeldinger": f"{_OPEN}/tilmeldinger",
    "styring-opgaver": "/dialog/styring/opgaver",
    "styring-liste": f"{_OPEN}/liste",
    "styring-navneskilte": f"{_OPEN}/navneskilte",
    "styring-evaluering": f"{_OPEN}/evaluering",
}


@pytest.fixture(scope="module")
def pages(browser: Browser, town: Municipality) -> Generator[dict[str, Page]]:
    """One browser profile for each kind of person, signed in once."""
    people = {"": browser.new_context(locale="da-DK").new_page()}
    for email in (CLUB, STAFF, FACILITATOR):
        people[email] = browser.new_context(locale="da-DK").new_page()
        signed_in(people[email], town, email)
    yield people
    for page in people.values():
        page.context.close()


ALL = [
    (who, name, prefix + path)
    for who, paths in (("", OPEN), (CLUB, MEMBER), (STAFF, OFFICE), (FACILITATOR, RUNNING))
    for name, path in paths.items()
    for prefix in ("", "/en")
]


@pytest.mark.parametrize(("who", "name", "path"), ALL, ids=[path for _, _, path in ALL])
def test_axe_finds_nothing_serious(pages: dict[str, Page], town: Municipality, who: str, name: str, path: str) -> None:
    page = pages[who]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    answer = page.goto(town.url + (path.removesuffix("/") or "/" if path != "/" else path))
    assert answer
    assert answer.status == (404 if name == "findes-ikke" else 200)
    assert page.get_attribute("html", "lang") == ("en" if path.startswith("/en") else "da")
    words = page.inner_text("body")
    assert name.startswith("api") or not re.search(r"\{\w+\}", words), "a parameter shows as it stands in the texts"
    serious = look(page)
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= 391"), "the page scrolls sideways on a phone"
    serious += look(page)
    photograph(page, f"{'en' if path.startswith('/en') else 'da'}-{name}")
    assert serious == []
    assert said == []


def look(page: Page) -> list[str]:
    """What axe-core calls serious or critical, with the first place."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_the_first_tab_leads_to_the_content(pages: dict[str, Page], town: Municipality) -> None:
    page = pages[""]
    page.goto(f"{town.url}/lokaler")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#indhold"


def test_pages_work_without_javascript(browser: Browser, town: Municipality) -> None:
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    page.goto(f"{town.url}/lokaler?people=20&from=18.00&to=20.00")
    page.locator(".times a").first.click()
    page.wait_for_url(re.compile(r"/log-ind"))
    context.close()
