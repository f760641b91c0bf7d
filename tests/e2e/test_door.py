# SPDX-License-Identifier: MPL-2.0
"""The door on a phone: the connection goes, people are let in, the page is reloaded, and nobody is lost or counted twice."""

import os
import re
import shutil
from collections.abc import Generator
from pathlib import Path
from uuid import UUID

import pytest
import segno
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from services.dialogue.demo.slugs import DEMO_SLUGS
from services.dialogue.rules.link import ticket
from services.shared.demo import demo_id
from tests.e2e.conftest import photograph, signed_in
from tests.e2e.test_pages import look
from tests.running import Municipality

FACILITATOR = "dialog@kommune.example"
HERE = f"/dialog/styring/{demo_id('dialogue-session', DEMO_SLUGS['door'])}"
DOOR = f"{HERE}/indtjekning"


@pytest.fixture(scope="module")
def phone(browser: Browser, town: Municipality) -> Generator[BrowserContext]:
    """Dorte's phone, signed in."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="da-DK")
    page = context.new_page()
    signed_in(page, town, FACILITATOR)
    page.close()
    yield context
    context.close()


@pytest.fixture
def door(phone: BrowserContext, town: Municipality) -> Generator[Page]:
    """The page at the door, kept by the phone."""
    page = phone.new_page()
    page.set_default_timeout(15_000)
    page.goto(town.url + DOOR)
    expect(page.locator("[data-kept]")).to_be_visible()
    yield page
    phone.set_offline(False)
    page.close()


def arrived(page: Page) -> int:
    return int(page.inner_text("[data-arrived]"))


def not_yet(page: Page, count: int) -> list[str]:
    """The first of those who have not come."""
    waiting = page.locator("[data-row]:has([data-check-in]:visible)")
    return [waiting.nth(place).get_attribute("data-row") or "" for place in range(count)]


def row(page: Page, who: str) -> str:
    return page.inner_text(f"[data-row='{who}'] [data-mark]")


def tap(page: Page, who: str) -> None:
    page.click(f"[data-row='{who}'] [data-check-in] button")


def test_offline_at_the_door_nobody_is_lost_or_counted_twice(door: Page, phone: BrowserContext) -> None:
    before = arrived(door)
    first, second = not_yet(door, 2)
    phone.set_offline(True)
    for who in (first, second):
        tap(door, who)
        assert row(door, who) == "Venter på forbindelse"
    expect(door.locator("[data-waits]")).to_have_text("2 venter på forbindelse")
    expect(door.locator("[data-away]")).to_contain_text("Ingen forbindelse lige nu")

    door.reload()
    expect(door.locator("h1")).to_have_text("Indtjekning")
    expect(door.locator("[data-waits]")).to_have_text("2 venter på forbindelse")
    assert row(door, first) == "Venter på forbindelse"
    photograph(door, "da-doer-uden-forbindelse")
    door.set_viewport_size({"width": 390, "height": 844})

    phone.set_offline(False)
    expect(door.locator("[data-waits]")).to_be_empty()
    expect(door.locator(f"[data-row='{first}'] [data-mark]")).to_contain_text("Kommet kl.")
    expect(door.locator(f"[data-row='{second}'] [data-mark]")).to_contain_text("Kommet kl.")
    told = arrived(door)
    door.reload()
    assert arrived(door) == told > before + 1
    assert "Kommet kl." in row(door, first)
    assert door.locator("[data-waits]").inner_text() == ""


def test_what_the_phone_has_not_kept_it_cannot_show(door: Page, phone: BrowserContext) -> None:
    """So the reload above comes from what was kept, and not from a connection that is still there."""
    door.evaluate("caches.delete('door')")
    phone.set_offline(True)
    with pytest.raises(Error, match="ERR_"):
        door.reload()


def test_a_tap_made_offline_is_taken_back_before_anybody_hears_of_it(door: Page, phone: BrowserContext) -> None:
    before = arrived(door)
    (who,) = not_yet(door, 1)
    phone.set_offline(True)
    tap(door, who)
    expect(door.locator("[data-away]")).to_contain_text("Ingen forbindelse lige nu")
    door.click(f"[data-row='{who}'] [data-undo] button")
    assert row(door, who) == "Ikke kommet"
    phone.set_offline(False)
    door.reload()
    assert arrived(door) == before


def test_signed_out_meanwhile_the_phone_keeps_what_it_has(
    browser: Browser, phone: BrowserContext, town: Municipality
) -> None:
    context = browser.new_context(storage_state=phone.storage_state(), viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(town.url + DOOR)
    (who,) = not_yet(page, 1)
    cookies = context.cookies()
    context.clear_cookies()
    tap(page, who)
    expect(page.locator("[data-away]")).to_contain_text("Log ind igen")
    expect(page.locator("[data-waits]")).to_have_text("1 venter på forbindelse")
    context.add_cookies(cookies)  # pyright: ignore[reportArgumentType]  as they were read
    page.goto(town.url + DOOR)
    expect(page.locator(f"[data-row='{who}'] [data-mark]")).to_contain_text("Kommet kl.")
    context.close()


def test_names_are_found_as_they_are_typed(door: Page) -> None:
    name = door.locator("[data-row] h3").first.inner_text()
    everybody = door.locator("[data-row]:visible").count()
    door.fill("#q", name[:6])
    assert 0 < door.locator("[data-row]:visible").count() < everybody
    door.fill("#q", "findes ikke")
    expect(door.locator("[data-nobody]")).to_be_visible()


WIDE, HIGH, MODULE = 640, 480, 10


def film_of(text: str) -> bytes:
    """Ten pictures of a ticket as a camera would see it: YUV4MPEG2, grey only."""
    code = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(scale=MODULE, border=4)]
    top, left = (HIGH - len(code)) // 2, (WIDE - len(code[0])) // 2
    grey = bytearray(b"\xff" * (WIDE * HIGH))
    for y, line in enumerate(code):
        for x, dark in enumerate(line):
            grey[(top + y) * WIDE + left + x] = 0 if dark else 255
    picture = b"FRAME\n" + bytes(grey) + b"\x80" * (WIDE * HIGH // 2)
    return f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode() + picture * 10


def test_the_camera_reads_a_ticket(browser: Browser, town: Municipality, door: Page, tmp_path: Path) -> None:
    """A film of a ticket stands in for the camera."""
    (who,) = not_yet(door, 1)
    film = tmp_path / "ticket.y4m"
    film.write_bytes(film_of(ticket(town.instance["secret"], UUID(who))))
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with_camera = browser.browser_type.launch(
        executable_path=program,
        args=[
            "--no-sandbox",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    context = with_camera.new_context(
        storage_state=door.context.storage_state(), viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(town.url + DOOR)
    page.click("[data-camera]")
    expect(page.locator(f"[data-row='{who}'] [data-mark]")).to_contain_text("Kommet kl.")
    page.click("[data-camera]")
    expect(page.locator("[data-video]")).to_be_hidden()
    with_camera.close()


PAGES = {
    "doer": DOOR,
    "deltagerliste": f"{HERE}/liste",
    "deltagerliste-behov": f"{HERE}/liste?behov=1",
    "navneskilte": f"{HERE}/navneskilte",
    "evaluering": f"{HERE}/evaluering",
}


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_at_the_door(
    phone: BrowserContext, town: Municipality, name: str, prefix: str
) -> None:
    page = phone.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    answer = page.goto(town.url + prefix + PAGES[name])
    assert answer
    assert answer.status == 200
    assert not re.search(r"\{\w+\}", page.inner_text("body")), "a parameter shows as it stands in the texts"
    assert page.evaluate("document.documentElement.scrollWidth <= 391"), "the page scrolls sideways on a phone"
    serious = look(page)
    photograph(page, f"{'en' if prefix else 'da'}-{name}")
    page.close()
    assert serious == []
    assert said == []


def test_signing_out_on_the_page_leaves_no_names_on_the_phone(door: Page) -> None:
    """The last one, for it ends the sign-in of all of them."""
    door.click(".site-header__out")
    door.wait_for_url(re.compile(r"/$"))
    pages = "caches.keys().then(async (all) => (await Promise.all(all.map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)))).flat())"
    assert [url for url in door.evaluate(pages) if "indtjekning" in url] == []
