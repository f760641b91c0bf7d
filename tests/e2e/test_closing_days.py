# SPDX-License-Identifier: MPL-2.0
"""A caseworker closes a day on a phone, with the keyboard and without JavaScript; each association gets one mail."""

import re
from collections import Counter
from collections.abc import Generator
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page

from services.shared.wall_clock import ZONE
from services.shared.written_dates import date_long
from tests.e2e.conftest import photograph, signed_in
from tests.e2e.test_story import eventually
from tests.running import Municipality

STAFF = "sagsbehandler@kommune.example"
REASON = "Vandrøret under gaden er sprunget"


@pytest.fixture
def phone(browser: Browser) -> Generator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}, locale="da-DK")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def a_wednesday() -> date:
    """Three weeks ahead or more, in the season and not in the school holidays of Christmas, autumn and winter."""
    day = datetime.now(ZONE).date() + timedelta(days=21)
    while day.isoweekday() != 3 or day.isocalendar().week in (1, 7, 26, 27, 28, 29, 30, 31, 42, 51, 52, 53):
        day += timedelta(days=1)
    return day


def tab_to(page: Page, selector: str) -> None:
    """As far as it takes, and no farther than a person would try."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_a_day_is_closed_and_opened_by_keyboard_alone(phone: Page, town: Municipality) -> None:
    day = a_wednesday()
    signed_in(phone, town, STAFF)
    phone.goto(f"{town.url}/lokaler/lukkedage")
    tab_to(phone, "#where")
    phone.keyboard.type("Alle")
    tab_to(phone, "#first")
    phone.fill("#first", day.isoformat())
    tab_to(phone, "#reason_da")
    phone.keyboard.type(REASON)
    tab_to(phone, "section[aria-labelledby=luk] button")
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile("/lokaler/lukkedage/ny"))
    said = phone.inner_text("main")
    assert date_long(day, "da") in said and REASON in said
    counted = re.search(r"(\d+) tider bliver aflyst", said)
    theirs = re.search(r"(\d+) foreninger · \d+ bookinger", said)
    assert counted and theirs, said
    dates, associations = int(counted[1]), int(theirs[1])
    assert dates >= associations > 5
    photograph(phone, "da-lukkedage-foer")
    phone.set_viewport_size({"width": 390, "height": 900})

    before = len(town.mails())
    tab_to(phone, "main form[method=post] button")
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile("lukket="))
    assert f"Der er nu lukket, og {dates} tider er aflyst" in phone.inner_text("main")
    photograph(phone, "da-lukkedage-efter")
    phone.set_viewport_size({"width": 390, "height": 900})

    def told() -> list[EmailMessage]:
        return [one for one in town.mails()[before:] if REASON in text_of(one)]

    eventually(lambda: len({association_in(text_of(one)) for one in told()}) == associations, "somebody is not told")
    phone.wait_for_timeout(500)  # for a second mail that must not come
    assert max(Counter((str(one["To"]), association_in(text_of(one))) for one in told()).values()) == 1

    tab_to(phone, ".closing-day summary:has-text('Åbn igen')")
    phone.keyboard.press("Enter")
    photograph(phone, "da-lukkedage-aabn")
    phone.goto(f"{town.url}/lokaler/lukkedage/ny?where=alle&first={day}&reason_da=Igen")
    assert "allerede lukket" in phone.inner_text("main").lower()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return " ".join(body.get_content().split()) if body else ""


def association_in(text: str) -> str:
    found = re.search(r"fordi du booker lokaler for (.*?)\. Mailen", text)
    return found[1] if found else text
