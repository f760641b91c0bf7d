# SPDX-License-Identifier: MPL-2.0
"""The pages where people make, renew and close their calendar addresses; no script needed."""

import re
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest

from services.shared import lag
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.calendars.told import CLUB, Told, described
from tests.integration.notify.neighbours import Town, bearer, town

ROOM = UUID(int=1)


@pytest.fixture
async def place(pool: Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Town]:
    monkeypatch.setattr(lag, "EVERY", 0.02)
    async with town(pool, settings) as built:
        await built.happens(described(), Told().confirmed())
        yield built


def secret_in(page: str) -> str:
    """The path of the address a page shows."""
    found = re.search(r'value="http://127\.0\.0\.1:8000(/kalender/[\w-]{43}\.ics)"', page)
    assert found is not None
    return found[1]


def end_links(page: str) -> list[str]:
    return re.findall(r'href="(/kalendere/[0-9a-f-]{36}/(?:luk|ny-adresse))"', page)


async def test_a_member_follows_their_association_and_sees_the_address_once(place: Town) -> None:
    member = bearer(place.person(of=(CLUB,)))
    empty = await place.client.get("/kalendere", headers=member)
    assert "Du følger ingen kalendere endnu" in empty.text
    assert f'value="association:{CLUB}"' in empty.text
    made = await place.client.post("/kalendere", data={"calendar": f"association:{CLUB}"}, headers=member)
    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    path = secret_in(made.text)
    assert (await place.client.get(path)).status_code == 200
    after = await place.client.get("/kalendere", headers=member)
    assert "Du følger én kalender" in after.text
    assert path not in after.text


async def test_a_renewed_address_replaces_the_old_one_after_being_asked(place: Town) -> None:
    person = bearer(place.person())
    first = secret_in((await place.client.post("/kalendere", data={"calendar": f"room:{ROOM}"}, headers=person)).text)
    renew = next(
        link for link in end_links((await place.client.get("/kalendere", headers=person)).text) if "ny-adresse" in link
    )
    asked = await place.client.get(renew, headers=person)
    assert "holder op med at virke med det samme" in asked.text
    assert (await place.client.get(first)).status_code == 200
    second = secret_in((await place.client.post(renew, headers=person)).text)
    assert [(await place.client.get(path)).status_code for path in (first, second)] == [404, 200]


async def test_a_closed_calendar_is_gone_after_being_asked(place: Town) -> None:
    person = bearer(place.person())
    path = secret_in((await place.client.post("/kalendere", data={"calendar": f"room:{ROOM}"}, headers=person)).text)
    close = next(
        link for link in end_links((await place.client.get("/kalendere", headers=person)).text) if "luk" in link
    )
    asked = await place.client.get(close, headers=person)
    assert "kan ikke åbnes igen" in asked.text
    closed = await place.client.post(close, headers=person)
    assert (closed.status_code, closed.headers["location"]) == (303, "/kalendere")
    assert (await place.client.get(path)).status_code == 404
    assert (await place.client.get(close, headers=person)).status_code == 404


async def test_others_can_neither_see_nor_close_it(place: Town) -> None:
    person, other = bearer(place.person()), bearer(place.person())
    await place.client.post("/kalendere", data={"calendar": f"room:{ROOM}"}, headers=person)
    links = end_links((await place.client.get("/kalendere", headers=person)).text)
    assert len(links) == 2
    assert end_links((await place.client.get("/kalendere", headers=other)).text) == []
    for link in links:
        assert (await place.client.get(link, headers=other)).status_code == 404
        assert (await place.client.post(link, headers=other)).status_code == 404


@pytest.mark.parametrize("choice", ["", "room:nonsense", "dragon:00000000-0000-0000-0000-000000000001"])
async def test_choosing_nothing_is_told_at_the_field(place: Town, choice: str) -> None:
    answer = await place.client.post("/kalendere", data={"calendar": choice}, headers=bearer(place.person()))
    assert answer.status_code == 422
    assert '<a href="#calendar">Vælg den kalender, du vil følge</a>' in answer.text


async def test_a_link_from_a_room_has_it_chosen_already(place: Town) -> None:
    page = await place.client.get("/kalendere", params={"room": str(ROOM)}, headers=bearer(place.person()))
    assert f'<option value="room:{ROOM}" selected>' in page.text


async def test_the_page_is_in_english_too(place: Town) -> None:
    staff = bearer(place.person(StaffRole.CASEWORKER))
    page = await place.client.get("/en/kalendere", headers=staff)
    assert "Follow a calendar" in page.text
    assert f'value="association:{CLUB}"' in page.text
    made = await place.client.post("/en/kalendere", data={"calendar": f"association:{CLUB}"}, headers=staff)
    assert "Here is your calendar address" in made.text


async def test_strangers_are_asked_to_sign_in(place: Town) -> None:
    page = await place.client.get("/kalendere")
    assert page.status_code == 303
    assert page.headers["location"].startswith("/log-ind?next=")
    assert (await place.client.get("/api/notify/v1/feeds")).status_code == 401
