# SPDX-License-Identifier: MPL-2.0
"""The pages about closing days, as a browser without JavaScript uses them: from the form to the mail that goes out."""

import re
from collections.abc import AsyncGenerator
from datetime import date
from html import unescape
from urllib.parse import urlencode

import httpx
import pytest

from services.booking.commands.place_booking import place_booking
from services.booking.model import fingerprint
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.closings import DAY, standing, told_associations
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at
from tests.integration.booking.session_rooms import Session, booked

HOME = "/lokaler/lukkedage"
FORM = {"where": "sted:floejby-hallen", "first": DAY.isoformat(), "reason_da": "Vandskade", "reason_en": "Water"}


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def office(callers: Callers) -> Browser:
    return callers.browser(staff())


def text(page: httpx.Response) -> str:
    """What a reader sees, roughly."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


def look(**changes: str) -> str:
    return f"{HOME}/ny?{urlencode(FORM | changes)}"


def hidden(page: httpx.Response) -> dict[str, str]:
    """What the page's form sends: all of it, without the token."""
    form = page.text[page.text.index('method="post" action="/lokaler/lukkedage/ny"') :].split("</form>")[0]
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in fields if name != "csrf"}


async def test_staff_see_who_is_hit_say_yes_and_open_the_day_again(
    town: Municipality, callers: Callers, office: Browser, pool: Pool
) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    big = town.wish(association_id=town.choir, span=at(10), attendance=150)
    await place_booking(pool, big, town.conductor, now=NOW)
    await booked(pool, Session())
    assert "Ingen lukkedage" in text(await office.get(HOME))

    seen = await office.get(look())
    said = text(seen)
    for part in (
        "tirsdag den 1. december 2026",
        "3 tider bliver aflyst",
        "3 foreninger · 3 bookinger",
        "1 af tiderne er et borgermødes",
        "Intet er lukket eller aflyst endnu.",
        "Fløjby Hallen : hele stedet",
        "Ja, luk, og aflys 3 tider",
        "Viser 1-3 af 3",
    ):
        assert part in said, said
    order = [said.index(part) for part in ("Fløjby HK", "Håndbold U13", "Kommunen ", "Koret", "Venter på svar")]
    assert order[0] < order[1] and order[3] < order[4]
    assert len(await standing(pool)) == 3 and await told_associations(pool) == []
    assert "3 times will be cancelled" in text(await office.get(f"/en{look()}"))

    late = town.wish(association_id=town.choir, room_id=town.meeting_room, span=at(8), attendance=4)
    await place_booking(pool, late, town.conductor, now=NOW)
    again = await office.submit(f"{HOME}/ny", **hidden(seen))
    assert again.status_code == 409
    assert "Noget er ændret, siden du så listen" in text(again) and "4 tider bliver aflyst" in text(again)
    assert len(await standing(pool)) == 4

    done = await office.submit(f"{HOME}/ny", **hidden(again))
    assert "Der er nu lukket, og 4 tider er aflyst" in text(done)
    assert "3 foreninger får hver én mail" in text(done)
    assert "Lukket af Mie Sagsbehandler den 24.11.2026." in text(done)
    assert await standing(pool) == []
    twice = await office.submit(f"{HOME}/ny", **hidden(again))
    assert twice.status_code == 409 and "Alle dagene er allerede lukket" in text(twice)
    assert len(await told_associations(pool)) == 2

    week = text(await callers.stranger().get("/steder/floejby-hallen?week=2026-W49"))
    assert "Vandskade" in week
    this = {"first": DAY.isoformat(), "last": DAY.isoformat(), f"calendar-{town.calendar}": "1", "calendar-x": "1"}
    opened = await office.submit(f"{HOME}/aabn", **this)
    assert "Der er åbent igen" in text(opened) and "Bookinger, der blev aflyst, er stadig aflyst." in text(opened)
    assert await standing(pool) == []
    assert "Der var åbent i forvejen" in text(await office.submit(f"{HOME}/aabn", **this))
    assert "Der var åbent i forvejen" in text(await office.submit(f"{HOME}/aabn", **this | {"last": "i morgen"}))


async def test_what_a_closing_took_is_offered_back_where_it_is_opened_again(
    town: Municipality, office: Browser, callers: Callers, pool: Pool
) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    await place_booking(pool, town.wish(span=at(10)), town.chair, now=NOW)
    await office.submit(f"{HOME}/ny", **hidden(await office.get(look())))
    listed = await office.get(HOME)
    assert "Giv foreningerne de 2 aflyste tider tilbage" in text(listed)
    assert re.search(r'<input[^>]*name="back"[^>]*checked', listed.text)
    assert "Mie Sagsbehandler lukkede tirsdag den 1. december 2026 Vandskade" in text(listed)

    this = {"first": DAY.isoformat(), "last": DAY.isoformat(), f"calendar-{town.calendar}": "1", "back": "1"}
    opened = text(await office.submit(f"{HOME}/aabn", **this))
    assert "2 tider er givet tilbage. 1 forening får én mail." in opened
    assert "Mie Sagsbehandler åbnede igen tirsdag den 1. december 2026" in opened
    assert "2 tider givet tilbage" in opened and "2 tider aflyst" in opened
    assert await standing(pool) == [at(10), TUESDAY]
    refused = await callers.browser(member(town.chair)).submit(f"{HOME}/aabn", **this)
    assert refused.status_code == 403


async def test_days_in_a_row_are_one_line_and_some_of_them_can_be_opened(
    town: Municipality, office: Browser, pool: Pool
) -> None:
    asked = FORM | {"last": "2026-12-06", "seen": fingerprint([])}
    await office.submit(f"{HOME}/ny", **asked)
    assert "tirsdag den 1. december 2026 til søndag den 6. december 2026" in text(await office.get(HOME))
    some = {"first": "2026-12-03", "last": "2026-12-04", f"calendar-{town.calendar}": "1"}
    listed = text(await office.submit(f"{HOME}/aabn", **some))
    for part in (
        "tirsdag den 1. december 2026 til onsdag den 2. december 2026",
        "lørdag den 5. december 2026 til søndag den 6. december 2026",
    ):
        assert part in listed
    assert await pool.fetchval("SELECT count(*) FROM opening_exceptions") == 4


async def test_the_preview_names_what_else_is_closed_and_what_is_out_of_the_ordinary(
    town: Municipality, office: Browser, pool: Pool
) -> None:
    other = "sted:anneks"
    await pool.execute(
        "INSERT INTO sites (id, slug, name, sort_key, calendar_id) VALUES ($1, 'anneks', 'Annekset', 'anneks', $2)",
        town.club,
        town.calendar,
    )
    await pool.execute("UPDATE rooms SET site_id = $1 WHERE id = $2", town.club, town.meeting_room)
    await pool.execute(
        "INSERT INTO opening_exceptions (calendar_id, day, reason_da, reason_en, opens_minute, closes_minute)"
        " VALUES ($1, $2, 'Kort dag', 'Short day', 480, 810), ($1, $3, 'Juleaftensdag', 'Christmas Eve', NULL, NULL)",
        town.calendar,
        DAY,
        date(2026, 12, 24),
    )
    said = text(await office.get(look(where=other, last="2026-12-24")))
    for part in (
        "1. december 2026 til torsdag den 24. december 2026 (24 dage)",
        "Det lukker også andre steder De følger samme åbningskalender: Fløjby Hallen",
        "Særlige åbningstider bliver erstattet",
        "tirsdag den 1. december 2026, Hallen: 08.00-13.30, Kort dag",
        "Allerede lukket",
        "torsdag den 24. december 2026, Hallen: Juleaftensdag",
        "Ingen tider bliver aflyst",
    ):
        assert part in said, said
    listed = text(await office.get(HOME))
    assert "Fulgte med installationen." in listed and "Kort dag" not in listed


async def test_a_long_list_is_shown_in_pages(
    town: Municipality, office: Browser, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.booking.web.closing_preview.PAGE", 3)
    for hour in range(8, 15):
        wish = town.wish(room_id=town.courts[0], span=at(hour, hours=1))
        await place_booking(pool, wish, town.chair, now=NOW)
    first = await office.get(look())
    assert "Viser 1-3 af 7" in text(first) and 'rel="prev"' not in first.text
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following
    second = await office.get(unescape(following[1]))
    assert "Viser 4-6 af 7" in text(second)
    assert "Viser 7-7 af 7" in text(await office.get(look(side="3")))
    assert hidden(first) == hidden(second), "a yes on any page means all of it"


async def test_only_staff_come_in_and_what_is_typed_wrong_is_said(
    town: Municipality, callers: Callers, office: Browser, pool: Pool
) -> None:
    wrong = await office.get(look(where="", first="2026-11-01", reason_da=""))
    assert wrong.status_code == 400
    for part in ("Vælg, hvad der skal lukkes.", "Dagen er gået.", "Skriv en begrundelse."):
        assert part in text(wrong)
    assert 'value="2026-11-01"' in wrong.text, "what was typed stands"
    assert (await office.submit(f"{HOME}/ny", **FORM | {"first": "i går"})).status_code == 400

    caretaker, chair = callers.browser(staff(StaffRole.CARETAKER)), callers.browser(member(town.chair))
    seen = await caretaker.get(HOME)
    assert seen.status_code == 200 and 'id="luk"' not in seen.text
    for browser in (caretaker, chair):
        assert (await browser.get(look())).status_code == 403
        assert (await browser.submit(f"{HOME}/ny", **FORM)).status_code == 403
        assert (await browser.submit(f"{HOME}/aabn", first=DAY.isoformat())).status_code == 403
    assert (await chair.get(HOME)).status_code == 403
    assert (await callers.stranger().get(look())).status_code == 303
    forged = await office.client.post(f"{HOME}/ny", data=FORM | {"csrf": "guessed"})
    assert forged.status_code == 403
    assert await pool.fetchval("SELECT count(*) FROM opening_exceptions") == 0


async def test_a_booking_on_a_closed_day_cannot_be_brought_back_from_its_page(
    town: Municipality, office: Browser, callers: Callers, pool: Pool
) -> None:
    placed = await place_booking(pool, town.wish(), town.chair, now=NOW)
    await office.submit(f"{HOME}/ny", **hidden(await office.get(look())))
    page = await office.submit(f"/bookinger/{placed.booking_id}/genopret")
    assert page.status_code == 409
    assert "Kommunen har lukket den dag. Bookingen kan først genoprettes" in text(page)
    key = callers.key(staff())
    answer = await key.post(f"/api/booking/v1/bookings/{placed.booking_id}/restoration")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problemer/day-closed")
    assert TUESDAY not in await standing(pool)
