# SPDX-License-Identifier: MPL-2.0
"""A club plans its next season: last season copied, a line changed, all of it tried, booked, and told in one mail."""

import re
import time

from playwright.sync_api import Page, expect

from tests.e2e.conftest import photograph, signed_in
from tests.running import Municipality

CHAIR = "haandbold-formand@forening.example"


def test_a_club_copies_its_season_changes_it_tries_it_and_books_it_at_once(page: Page, town: Municipality) -> None:
    signed_in(page, town, CHAIR)
    page.goto(f"{town.url}/min-side")
    page.get_by_role("link", name=re.compile("Fløjby Håndboldklub")).first.click()
    page.get_by_role("link", name="Sæsonplaner: alle hold på én gang").click()
    photograph(page, "season-plans")
    page.get_by_role("button", name="Lav planen").click()
    expect(page.get_by_text("7 faste tider er kopieret")).to_be_visible()

    page.get_by_label("Hold", exact=True).nth(1).fill("U9 piger")
    page.get_by_label("Deltagere", exact=True).nth(1).fill("mange")
    page.get_by_role("button", name="Gem, og få flere tomme linjer").click()
    expect(page.get_by_role("alert")).to_contain_text("»mange« er ikke et antal")
    photograph(page, "season-plan-wrong")
    page.get_by_label("Deltagere", exact=True).nth(1).fill("14")
    page.get_by_label("Fjern Linje 7").check()
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("1 linje er fjernet.")).to_be_visible()
    photograph(page, "season-plan")
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("1 linje er tilbage i planen")).to_be_visible()

    page.get_by_role("button", name="Gem, og prøv hele planen").click()
    expect(page.get_by_text("Alle 7 linjer kan bookes med alle datoer.")).to_be_visible()
    photograph(page, "season-plan-trial")
    page.get_by_role("link", name=re.compile("^Se alle datoer")).first.click()
    photograph(page, "season-plan-line")
    page.go_back()
    before = len(town.mails())
    page.get_by_role("button", name="Book alle de valgte linjer, eller ingen").click()
    expect(page.get_by_text("7 linjer er booket").first).to_be_visible()
    photograph(page, "season-plan-booked")

    until = time.monotonic() + 30
    while time.monotonic() < until and len(town.mails()) == before:
        time.sleep(0.1)
    time.sleep(2)  # a second mail about the same would have come by now
    told = [mail for mail in town.mails()[before:] if CHAIR in mail["To"]]
    assert len(told) == 1
    body = told[0].get_body(("plain",))
    assert body
    words = body.get_content()
    assert "Håndbold U9 piger, træning" in words and "Håndbold U17 drenge, træning" in words
    assert "i alt 450 datoer" in words
