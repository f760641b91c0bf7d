# SPDX-License-Identifier: MPL-2.0
"""The programme that everybody may follow, and the calendar of who runs sessions, over HTTP."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import uuid4

import pytest

from services.shared import lag
from services.shared.contracts.notify import PROGRAMME_FEED
from services.shared.contracts.portal import RightsReply
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.calendars.lint import faults
from tests.calendars.readers import read_alike
from tests.calendars.sessions import SessionTold
from tests.calendars.told import SITE, Told, described
from tests.integration.notify.neighbours import Town, bearer, town
from tests.integration.notify.test_calendar_pages import secret_in

FEEDS = "/api/notify/v1/feeds"


@pytest.fixture
async def place(pool: Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Town]:
    monkeypatch.setattr(lag, "EVERY", 0.02)
    async with town(pool, settings) as built:
        yield built


async def test_anybody_reads_the_programme_and_it_is_flawless(place: Town) -> None:
    await place.happens(SessionTold().published())
    answer = await place.client.get(PROGRAMME_FEED)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert faults(answer.content) == []
    [event] = read_alike(answer.content)
    assert event.summary == "Trafik ved Ærø Skole"
    assert "NAME:Borgerdialog" in answer.text


async def test_with_nothing_on_it_is_an_empty_calendar_with_a_name(place: Town) -> None:
    await place.relayed()
    answer = await place.client.get(PROGRAMME_FEED)
    assert (answer.status_code, faults(answer.content)) == (200, [])
    assert read_alike(answer.content) == []
    assert "NAME:Borgerdialog" in answer.text


async def test_two_reads_are_the_same_and_the_second_is_not_sent(place: Town) -> None:
    await place.happens(SessionTold().published())
    first = await place.client.get(PROGRAMME_FEED)
    place.now += timedelta(hours=1)
    await place.relayed()
    second = await place.client.get(PROGRAMME_FEED)
    assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])
    for validator in (
        {"If-None-Match": first.headers["etag"]},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        third = await place.client.get(PROGRAMME_FEED, headers=validator)
        assert (third.status_code, third.content) == (304, b"")
    zipped = await place.client.get(PROGRAMME_FEED, headers={"Accept-Encoding": "gzip"})
    assert (zipped.headers["content-encoding"], zipped.content) == ("gzip", first.content)
    head = await place.client.head(PROGRAMME_FEED)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


async def test_a_change_gives_another_etag(place: Town) -> None:
    session = SessionTold()
    await place.happens(session.published())
    first = await place.client.get(PROGRAMME_FEED)
    place.now += timedelta(minutes=5)
    await place.happens(session.cancelled(place.now))
    stale = {"If-None-Match": first.headers["etag"], "If-Modified-Since": first.headers["last-modified"]}
    second = await place.client.get(PROGRAMME_FEED, headers=stale)
    assert second.status_code == 200
    assert [event.status for event in read_alike(second.content)] == ["CANCELLED"]


async def test_it_fails_when_dialogue_is_not_heard_though_booking_is_and_the_other_way_round(place: Town) -> None:
    await place.happens(described(), Told().confirmed(), SessionTold().published())
    hall = await place.follow(place.person(StaffRole.CARETAKER), "site", SITE)

    async def statuses() -> list[int]:
        return [(await place.client.get(path)).status_code for path in (PROGRAMME_FEED, hall)]

    assert await statuses() == [200, 200]
    place.now += timedelta(seconds=61)
    await place.relayed("booking")
    assert await statuses() == [503, 200]
    answer = await place.client.get(PROGRAMME_FEED)
    assert answer.headers["retry-after"] == "60"
    assert b"VCALENDAR" not in answer.content
    place.now += timedelta(seconds=61)
    await place.relayed("dialogue")
    assert await statuses() == [200, 503]


async def test_it_fails_while_the_database_does(place: Town, pool: Pool) -> None:
    await place.happens(SessionTold().published())
    await pool.execute("ALTER TABLE session_entries RENAME TO gone")
    answer = await place.client.get(PROGRAMME_FEED)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    await pool.execute("ALTER TABLE gone RENAME TO session_entries")
    assert (await place.client.get(PROGRAMME_FEED)).status_code == 200


@pytest.mark.parametrize("role", [StaffRole.FACILITATOR, StaffRole.ADMINISTRATOR])
async def test_who_runs_sessions_follows_their_own(place: Town, role: StaffRole) -> None:
    ida = place.person(role)
    own, other = SessionTold(facilitator_ids=(place.person_id(ida),)), SessionTold(facilitator_ids=(uuid4(),))
    await place.happens(own.published(), other.published())
    path = await place.follow(ida, "facilitator", place.person_id(ida))
    answer = await place.client.get(path)
    assert faults(answer.content) == []
    assert [event.uid for event in read_alike(answer.content)] == [f"{own.session_id}@aaben-kommune"]
    assert answer.headers["cache-control"].startswith("private")


async def test_nobody_follows_sessions_of_others_or_without_running_any(place: Town) -> None:
    ida, clerk = place.person(StaffRole.FACILITATOR), place.person(StaffRole.CASEWORKER)
    for key in (clerk, place.person(), place.person(StaffRole.ADMINISTRATOR)):
        wish = {"kind": "facilitator", "calendar_id": str(place.person_id(ida))}
        assert (await place.client.post(FEEDS, json=wish, headers=bearer(key))).status_code == 403
    wish = {"kind": "facilitator", "calendar_id": str(place.person_id(clerk))}
    assert (await place.client.post(FEEDS, json=wish, headers=bearer(clerk))).status_code == 403


async def test_the_programme_has_no_secret_address(place: Town) -> None:
    ida = place.person(StaffRole.ADMINISTRATOR)
    wish = {"kind": "programme", "calendar_id": "00000000-0000-0000-0000-000000000000"}
    assert (await place.client.post(FEEDS, json=wish, headers=bearer(ida))).status_code == 400
    page = await place.client.post(
        "/kalendere", data={"calendar": f"programme:{wish['calendar_id']}"}, headers=bearer(ida)
    )
    assert page.status_code == 422


async def test_who_runs_sessions_no_more_reads_nothing(place: Town) -> None:
    ida = place.person(StaffRole.FACILITATOR)
    await place.happens(SessionTold(facilitator_ids=(place.person_id(ida),)).published())
    path = await place.follow(ida, "facilitator", place.person_id(ida))
    assert (await place.client.get(path)).status_code == 200
    place.rights[place.person_id(ida)] = RightsReply(known=True, staff_roles=frozenset({StaffRole.CASEWORKER}))
    place.now += timedelta(seconds=61)
    await place.relayed()
    assert (await place.client.get(path)).status_code == 404


async def test_the_page_offers_own_sessions_to_who_runs_some_and_the_programme_to_all(place: Town) -> None:
    ida, eva = place.person(StaffRole.FACILITATOR), place.person()
    hers = await place.client.get("/kalendere", headers=bearer(ida))
    assert f'value="facilitator:{place.person_id(ida)}"' in hers.text and "Mine dialogmøder" in hers.text
    others = await place.client.get("/kalendere", headers=bearer(eva))
    assert "Mine dialogmøder" not in others.text
    for page in (hers, others):
        assert f"http://127.0.0.1:8000{PROGRAMME_FEED}" in page.text
    chosen = {"calendar": f"facilitator:{place.person_id(ida)}"}
    made = await place.client.post("/kalendere", data=chosen, headers=bearer(ida))
    await place.relayed()
    assert (await place.client.get(secret_in(made.text))).status_code == 200
    after = await place.client.get("/kalendere", headers=bearer(ida))
    assert "De møder, du er ansvarlig for" in after.text
