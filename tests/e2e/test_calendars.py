# SPDX-License-Identifier: MPL-2.0
"""A caseworker on a phone, without JavaScript: school holidays from a file, and shorter opening hours that some lose by."""

import re
from collections import Counter
from collections.abc import Generator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from services.shared.wall_clock import ZONE
from tests.e2e.conftest import photograph, signed_in
from tests.e2e.test_closing_days import STAFF, association_in, text_of
from tests.e2e.test_story import eventually
from tests.running import Municipality

REASON = "Rengøringen begynder klokken 16"


@pytest.fixture(scope="module")
def phone(browser: Browser, town: Municipality) -> Generator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}, locale="da-DK")
    page = context.new_page()
    page.set_default_timeout(15_000)
    signed_in(page, town, STAFF)
    yield page
    context.close()


def narrow(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})


def submit(page: Page, form: str) -> None:
    page.click(f"main form[action*='{form}'] button[type=submit]")


def a_file(text: str) -> FilePayload:
    return {"name": "ferier.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}


def test_school_holidays_come_from_a_file_once_its_mistake_is_put_right(phone: Page, town: Municipality) -> None:
    year = datetime.now(ZONE).year + 1
    phone.goto(f"{town.url}/lokaler/skoleferier")
    photograph(phone, "da-skoleferier-tom")
    narrow(phone)
    table = f"fra;til;navn\n15.2.{year};19.2.{year};Vinterferie\n18.10.{year};22.10.{year};Efterårsferie\n"
    phone.set_input_files("#file", a_file(f"{table}31.4.{year};;Lukkedag"))
    submit(phone, "/skoleferier/proev")
    assert f"“31.4.{year}” findes ikke. Måneden slutter den 30.04.{year}." in phone.inner_text("main")
    photograph(phone, "da-skoleferier-forkert")
    narrow(phone)
    phone.fill("#lines", f"{table}30.4.{year};;Lukkedag")
    submit(phone, "/skoleferier/proev")
    assert "Nye: 3." in phone.inner_text("main")
    photograph(phone, "da-skoleferier-proev")
    narrow(phone)
    submit(phone, "/skoleferier/gem")
    phone.wait_for_url(re.compile("gemt=ja"))
    said = phone.inner_text("main")
    assert "Skoleferierne er gemt" in said and "Efterårsferie" in said and "hentede filen ferier.csv" in said
    photograph(phone, "da-skoleferier")
    narrow(phone)
    phone.click("main li a:has-text('Ret')")
    photograph(phone, "da-skoleferie")
    narrow(phone)
    phone.go_back()
    phone.click("button:has-text('Fortryd')")
    assert "Fjernes" in phone.inner_text("main")
    submit(phone, "/skoleferier/gem")
    assert "Ændringen er taget tilbage" in phone.inner_text("main")


def test_shorter_hours_are_tried_and_each_association_that_loses_times_gets_one_mail(
    phone: Page, town: Municipality
) -> None:
    phone.goto(f"{town.url}/lokaler/aabningstider")
    photograph(phone, "da-aabningstider")
    narrow(phone)
    phone.fill("#q", "randers idrætshaller")
    submit(phone, "/aabningstider")
    phone.click("main li a:has-text('Ret')")
    photograph(phone, "da-aabningstider-ret")
    narrow(phone)
    for number in range(1, 6):
        phone.fill(f"#h{number}", "8-16")
    phone.click("summary:has-text('Tilføj en periode')")
    phone.fill("#s0_from", "1.6.")
    phone.fill("#s0_to", "31.8.")
    submit(phone, "/proev")
    said = phone.inner_text("main")
    counted = re.search(r"(\d+) tider vil ligge uden for åbningstiden", said)
    assert counted, said
    dates = int(counted[1])
    associations = phone.locator("section.season h4").count()
    assert dates >= associations > 1
    photograph(phone, "da-aabningstider-hvem")
    narrow(phone)
    before = len(town.mails())
    phone.check("#ending-alle")
    phone.fill("#reason_da", REASON)
    submit(phone, "/gem")
    phone.wait_for_url(re.compile("gemt=ja"))
    assert f"{dates} tider blev aflyst." in phone.inner_text("main")
    photograph(phone, "da-aabningstider-efter")
    narrow(phone)

    def told() -> Counter[tuple[str, str]]:
        mails = [one for one in town.mails()[before:] if REASON in text_of(one)]
        return Counter((str(one["To"]), association_in(text_of(one))) for one in mails)

    eventually(lambda: len({association for _, association in told()}) >= associations - 1, "somebody is not told")
    phone.wait_for_timeout(500)  # for a second mail that must not come
    assert max(told().values()) == 1
    phone.goto(f"{town.url}/lokaler/helligdage")
    photograph(phone, "da-helligdage")
