# SPDX-License-Identifier: MPL-2.0
"""The whole municipality once for all stories, and a real browser."""

import os
import re
import shutil
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import Municipality, municipality

SCREENS = Path(__file__).parents[2] / "artifacts" / "screens"
"""What the build keeps to be looked at; git ignores it."""
WIDTHS = (390, 1280)
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=da-DK",
]


@pytest.fixture(scope="package")
def town() -> Generator[Municipality]:
    """Running with the demo data."""
    with municipality() as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    """Debian's Chromium, without a screen. CHROMIUM names another one.

    Gone when these tests are over: Playwright keeps an event loop running, beside which no other may run.
    """
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is missing: install it, or name it with CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Generator[Page]:
    """A fresh browser profile, wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def sign_in(page: Page, town: Municipality, email: str) -> None:
    """As people do: ask for a code, read it in the mailbox, type it."""
    before = len(town.mails())
    page.goto(f"{town.url}/log-ind")
    page.fill("[name=email]", email)
    page.click("main button[type=submit]")
    page.fill("[name=code]", code_for(town, email, before))
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/min-side"))


_signed_in: dict[tuple[str, str], list[Any]] = {}
"""What browsers keep of who has signed in where."""


def signed_in(page: Page, town: Municipality, email: str) -> None:
    """The page's browser as one that has signed in before: nobody is sent more than five codes in a quarter of an hour."""
    kept = _signed_in.get((town.url, email))
    if kept is None:
        sign_in(page, town, email)
        _signed_in[town.url, email] = page.context.cookies()
    else:
        page.context.add_cookies(kept)


def code_for(town: Municipality, email: str, before: int) -> str:
    """The one-time code in the newest mail to the address."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for mail in town.mails()[before:]:
            plain = mail.get_body(("plain",))
            found = re.search(r"\b(\d{3}) ?(\d{3})\b", plain.get_content()) if plain and email in mail["To"] else None
            if found:
                return found[1] + found[2]
        time.sleep(0.05)
    raise AssertionError(f"no code came to {email}")


def photograph(page: Page, name: str) -> None:
    """The page as it stands, narrow and wide."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
