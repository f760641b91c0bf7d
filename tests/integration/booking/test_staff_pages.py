# SPDX-License-Identifier: MPL-2.0
"""The pages of associations and staff, as a browser without JavaScript uses them."""

import re
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.booking.commands.close_room import close_room
from services.booking.commands.place_booking import place_booking
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at

SITE = "/steder/floejby-hallen"


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def chair(callers: Callers) -> Browser:
    return callers.browser(member(callers.town.chair))


@pytest.fixture
def office(callers: Callers) -> Browser:
    return callers.browser(staff())


@pytest.fixture
async def booked(pool: Pool, town: Municipality) -> UUID:
    return (await place_booking(pool, town.wish(), town.chair, now=NOW)).booking_id


def text(html: str) -> str:
    """What a reader sees, roughly."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


async def test_an_association_sees_its_times_and_its_people(
    town: Municipality, chair: Browser, booked: UUID, pool: Pool
) -> None:
    await pool.execute("UPDATE association_roles SET valid_until = $1", datetime(2027, 3, 31).date())
    page = await chair.get(f"/foreninger/{town.club}/bookinger")
    seen = text(page.text)
    assert page.status_code == 200
    assert "Tirsdag" not in seen
    assert "tirsdag den 1. december 2026 18.00-20.00" in seen
    assert "Kirsten Formand" in seen
    assert "31.03.2027" in seen
    english = text((await chair.get(f"/en/foreninger/{town.club}/bookinger")).text)
    assert "Tuesday 1 December 2026 18:00-20:00" in english


async def test_a_time_is_handed_back_and_taken_again(
    town: Municipality, chair: Browser, booked: UUID, pool: Pool
) -> None:
    path = f"/foreninger/{town.club}/bookinger"
    after = await chair.submit(f"{path}/{booked}/afmelding")
    assert "Tiden er meldt fra: tirsdag den 1. december 2026 kl. 18.00-20.00, Hal B" in text(after.text)
    assert await pool.fetchval("SELECT count(*) FROM occupancies") == 0
    again = await chair.submit(f"{path}/{booked}/fortrydelse")
    assert "Tiden er jeres igen" in text(again.text)
    assert await pool.fetchval("SELECT count(*) FROM occupancies") == 4


async def test_handed_back_so_late_that_it_costs_it_is_asked_first(
    town: Municipality, chair: Browser, booked: UUID, pool: Pool
) -> None:
    rule = {"rule": "cancellation_notice", "minimum": "P8D", "consequence": "fee", "source": "§ 9"}
    await pool.execute("UPDATE policy_versions SET rules = rules || $1::jsonb", [rule])

    asked = await chair.submit(f"/foreninger/{town.club}/bookinger/{booked}/afmelding")

    assert asked.url.path == f"/bookinger/{booked}/aflys"
    assert "Ved senere afbud betales der for tiden." in text(asked.text) and "§ 9" in asked.text
    assert await pool.fetchval("SELECT count(*) FROM occupancies") == 4, "nothing is done before the yes"
    await chair.submit(f"/bookinger/{booked}/aflys")
    assert await pool.fetchval("SELECT count(*) FROM occupancies") == 0


async def test_a_time_somebody_else_has_taken_cannot_be_taken_again(
    town: Municipality, chair: Browser, booked: UUID, pool: Pool
) -> None:
    path = f"/foreninger/{town.club}/bookinger/{booked}"
    await chair.submit(f"{path}/afmelding")
    await place_booking(pool, town.wish(association_id=town.choir), town.conductor, now=NOW)
    answer = await chair.submit(f"{path}/fortrydelse")
    assert answer.status_code == 409
    assert "En anden har taget tiden imens" in text(answer.text)


async def test_a_form_from_elsewhere_hands_nothing_back(
    town: Municipality, chair: Browser, booked: UUID, pool: Pool
) -> None:
    path = f"/foreninger/{town.club}/bookinger/{booked}/afmelding"
    assert (await chair.client.post(path, data={"csrf": "guessed"})).status_code == 403
    assert await pool.fetchval("SELECT count(*) FROM occupancies") == 4


async def test_another_association_is_kept_out(town: Municipality, callers: Callers, booked: UUID) -> None:
    choir = callers.browser(member(town.conductor))
    assert (await choir.get(f"/foreninger/{town.club}/bookinger")).status_code == 403
    assert (await choir.get(f"/foreninger/{town.club}/bookinger.csv")).status_code == 403
    assert (await choir.submit(f"/foreninger/{town.choir}/bookinger/{booked}/afmelding")).status_code == 403
    stranger = await callers.stranger().get(f"/foreninger/{town.club}/bookinger")
    assert (stranger.status_code, stranger.headers["location"].split("?")[0]) == (303, "/log-ind")


async def test_the_spreadsheet_holds_the_whole_list_and_no_formula(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    for day in range(1, 26):
        if day != 25:
            wish = town.wish(span=at(17, day=day, hours=1), purpose="=1+1")
            await place_booking(pool, wish, town.chair, now=NOW)
    answer = await chair.get(f"/foreninger/{town.club}/bookinger.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 25
    assert "'=1+1" in lines[1]
    page = text((await chair.get(f"/foreninger/{town.club}/bookinger")).text)
    assert "24 bookinger." in page
    assert "Vis flere" in page


async def test_an_empty_list_says_what_to_do(town: Municipality, chair: Browser) -> None:
    page = text((await chair.get(f"/foreninger/{town.club}/bookinger?vis=tidligere")).text)
    assert "Ingen bookinger her" in page
    assert "Find et lokale" in page


async def test_the_inbox_shows_what_it_takes_to_decide_and_only_to_those_who_may(
    town: Municipality, office: Browser, chair: Browser, callers: Callers, pool: Pool
) -> None:
    await place_booking(pool, town.wish(attendance=150, note="Med tribune"), town.chair, now=NOW)
    seen = text((await office.get("/anmodninger")).text)
    for word in ("Fløjby HK: Håndbold U13", "150 personer, plads til 400", "Med tribune", "Begynder om 7 dage"):
        assert word in seen
    assert "Kommunen ser på ønsker for mere end 100 personer." in seen
    assert (await chair.get("/anmodninger")).status_code == 403
    caretaker = callers.browser(staff(StaffRole.CARETAKER))
    assert (await caretaker.get("/anmodninger")).status_code == 403


async def test_an_empty_inbox_says_so(office: Browser) -> None:
    assert "Ingen venter" in text((await office.get("/anmodninger")).text)


async def test_a_site_shows_its_rooms_and_hours_to_everybody(callers: Callers) -> None:
    stranger = callers.stranger()
    assert "Fløjby Hallen" in (await stranger.get("/steder?q=fløjby")).text
    assert "Ingen steder passer" in text((await stranger.get("/steder?q=nowhere%25")).text)
    page = text((await stranger.get(f"{SITE}?week=2026-W52")).text)
    assert "Hal B, halvdel 2" in page
    assert "torsdag den 24. december 2026 08.00-23.00" in page
    assert "Lukket: Juledag" in page
    assert "Luk et lokale" not in page
    assert (await stranger.get("/steder/ukendt")).status_code == 404


CLOSING = {"room": "hal-b", "date": "2026-12-01", "from": "18.00", "to": "20.00", "reason": "Nyt gulv"}


async def test_a_room_is_closed_and_opened_again_from_its_sites_page(
    town: Municipality, office: Browser, callers: Callers, pool: Pool
) -> None:
    closed = await office.submit(f"{SITE}/lukninger", **CLOSING)
    assert "Lokalet er lukket i den tid" in text(closed.text)
    assert "Nyt gulv" in (await callers.stranger().get(SITE)).text
    assert await pool.fetchval("SELECT count(*) FROM occupancies") == 4
    closure = await pool.fetchval("SELECT id FROM closures")
    lifted = await office.submit(f"{SITE}/lukninger/{closure}/ophaevelse")
    assert "Lukningen er ophævet" in text(lifted.text)
    assert await pool.fetchval("SELECT count(*) FROM occupancies") == 0


async def test_a_closure_over_a_booking_names_what_is_in_the_way_and_keeps_what_was_typed(
    town: Municipality, office: Browser, booked: UUID
) -> None:
    answer = await office.submit(f"{SITE}/lukninger", **CLOSING | {"room": "bane-1"})
    assert answer.status_code == 409
    assert f"/bookinger/{booked}" in answer.text
    assert "Nyt gulv" in answer.text


@pytest.mark.parametrize("missing", ["room", "date", "from", "to", "reason"])
async def test_a_closure_with_a_gap_in_it_points_at_the_gap(office: Browser, pool: Pool, missing: str) -> None:
    answer = await office.submit(f"{SITE}/lukninger", **CLOSING | {missing: ""})
    assert answer.status_code == 400
    assert f'href="#{missing}"' in answer.text
    assert await pool.fetchval("SELECT count(*) FROM closures") == 0


async def test_today_shows_what_goes_on_and_what_comes_next_in_each_room(
    town: Municipality, callers: Callers, booked: UUID, pool: Pool
) -> None:
    await pool.execute("UPDATE rooms SET part_of = $1 WHERE id = ANY($2)", town.hall, [*town.halves, *town.courts])
    later = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(20, hours=1), purpose="Korprøve")
    await place_booking(pool, later, town.conductor, now=NOW)
    await close_room(pool, town.meeting_room, at(7, hours=1), "Maling", town.caseworker, now=NOW)
    callers.now = TUESDAY.start + timedelta(minutes=30)
    caretaker = callers.browser(staff(StaffRole.CARETAKER))
    seen = text((await caretaker.get(f"{SITE}/i-dag")).text)
    assert re.search(
        r"Hal B Nu 18\.00-20\.00 Fløjby HK : Håndbold U13 .* Næste 21\.00-22\.00 Hal B, bane 1 Koret", seen
    )
    assert "08.00-09.00 Lukket Maling" in seen
    tomorrow = text((await caretaker.get(f"{SITE}/i-dag?dag=2026-12-02")).text)
    assert "Intet er booket den dag" in tomorrow
    chair = callers.browser(member(town.chair))
    assert (await chair.get(f"{SITE}/i-dag")).status_code == 403
