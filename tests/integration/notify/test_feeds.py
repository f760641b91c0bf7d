# SPDX-License-Identifier: MPL-2.0
"""Feeds over HTTP: who reads what, when it is told that nothing is new, and that failing is never emptiness."""

import gzip
import logging
from collections.abc import AsyncGenerator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID, uuid4

import pytest

from services.shared import lag
from services.shared.contracts.portal import RightsReply
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.calendars.lint import faults
from tests.calendars.readers import read_alike
from tests.calendars.told import CLUB, SITE, Told, described
from tests.integration.notify.neighbours import Town, bearer, town

ROOM = UUID(int=1)


@pytest.fixture
async def place(pool: Pool, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Town]:
    monkeypatch.setattr(lag, "EVERY", 0.02)
    async with town(pool, settings) as built:
        yield built


@pytest.fixture
async def path(place: Town) -> str:
    """A caretaker's feed of a site with one booking."""
    await place.happens(described(), Told().confirmed())
    return await place.follow(place.person(StaffRole.CARETAKER), "site", SITE)


async def test_a_feed_is_read_without_signing_in_and_is_flawless(place: Town, path: str) -> None:
    answer = await place.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert faults(answer.content) == []
    (event,) = read_alike(answer.content)
    assert event.summary == "Fløjby Håndboldklub: Træning (Hal A)"


async def test_two_reads_an_hour_apart_are_the_same_and_the_second_is_not_sent(place: Town, path: str) -> None:
    first = await place.client.get(path)
    place.now += timedelta(hours=1)
    await place.relayed()
    second = await place.client.get(path)
    assert second.content == first.content
    assert second.headers["etag"] == first.headers["etag"]
    third = await place.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (third.status_code, third.content) == (304, b"")
    assert third.headers["etag"] == first.headers["etag"]


async def test_a_change_gives_another_etag_and_a_later_date(place: Town, path: str) -> None:
    first = await place.client.get(path)
    place.now += timedelta(minutes=5)
    await place.happens(Told().confirmed(place.now))
    stale = {"If-None-Match": first.headers["etag"], "If-Modified-Since": first.headers["last-modified"]}
    second = await place.client.get(path, headers=stale)
    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]
    assert parsedate_to_datetime(second.headers["last-modified"]) > parsedate_to_datetime(
        first.headers["last-modified"]
    )
    assert len(read_alike(second.content)) == 2


async def test_the_date_alone_is_a_validator_and_is_never_now(place: Town, path: str) -> None:
    first = await place.client.get(path)
    place.now += timedelta(minutes=10)
    await place.relayed()
    again = await place.client.get(path)
    assert again.headers["last-modified"] == first.headers["last-modified"]
    unchanged = await place.client.get(path, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_the_etag_goes_before_the_date(place: Town, path: str) -> None:
    first = await place.client.get(path)
    both = {"If-None-Match": '"something else"', "If-Modified-Since": first.headers["last-modified"]}
    assert (await place.client.get(path, headers=both)).status_code == 200


async def test_gzip_is_sent_only_when_asked_for_and_has_an_etag_of_its_own(place: Town, path: str) -> None:
    plain = await place.client.get(path)
    assert "content-encoding" not in plain.headers
    zipped = await place.client.get(path, headers={"Accept-Encoding": "gzip, deflate"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert int(zipped.headers["content-length"]) == len(gzip.compress(plain.content, 3, mtime=0))
    refused = await place.client.get(path, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "content-encoding" not in refused.headers
    again = {"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["etag"]}
    assert (await place.client.get(path, headers=again)).status_code == 304


async def test_head_tells_what_get_would_without_the_body(place: Town, path: str) -> None:
    got, head = await place.client.get(path), await place.client.head(path)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("etag", "last-modified", "content-type", "content-length", "cache-control", "vary"):
        assert head.headers[name] == got.headers[name]


async def test_an_answer_keeps_to_itself(place: Town, path: str) -> None:
    answer = await place.client.get(path, headers={"Accept": "image/png"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("private")
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert not answer.headers["content-disposition"].startswith("attachment")


async def test_a_room_with_nothing_booked_is_an_empty_calendar_with_a_name(place: Town) -> None:
    await place.happens(described())
    path = await place.follow(place.person(), "room", ROOM)
    answer = await place.client.get(path)
    assert (answer.status_code, faults(answer.content)) == (200, [])
    assert read_alike(answer.content) == []
    assert "NAME:Hal A – Fløjby Hallerne" in answer.text


async def test_unknown_revoked_and_renewed_addresses_answer_alike(place: Town, path: str) -> None:
    owner = next(iter(place.people))
    (feed,) = (await place.client.get("/api/notify/v1/feeds", headers=bearer(owner))).json()["items"]
    one = f"/api/notify/v1/feeds/{feed['id']}"
    renewed = await place.client.post(f"{one}/rotation", headers=bearer(owner))
    new_path = renewed.json()["address"].removeprefix("http://127.0.0.1:8000")
    assert (await place.client.get(new_path)).status_code == 200
    assert (await place.client.delete(one, headers=bearer(owner))).status_code == 204
    paths = [path, new_path, "/kalender/unknown.ics", path.removesuffix(".ics"), f"/kalender/{'x' * 5000}.ics"]
    answers = [await place.client.get(each) for each in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert (await place.client.delete(one, headers=bearer(owner))).status_code == 404


async def test_only_the_hash_of_an_address_is_stored_and_it_is_in_no_log(
    place: Town, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = path.removeprefix("/kalender/").removesuffix(".ics")
    assert len(token) == 43
    with caplog.at_level(logging.DEBUG):
        await place.client.get(path)
        place.now += timedelta(hours=2)
        await place.client.get(path)
        await place.pool.execute("ALTER TABLE feeds RENAME TO gone")
        assert (await place.client.get(path)).status_code == 503
        await place.pool.execute("ALTER TABLE gone RENAME TO feeds")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not any(token in line for line in ours)
    rows = await place.pool.fetch("SELECT feeds::text AS row FROM feeds")
    assert not any(token in row["row"] for row in rows)


async def test_who_loses_the_role_sees_that_it_is_taken_and_no_more(place: Town, path: str) -> None:
    owner = next(iter(place.people))
    before = await place.client.get(path)
    place.rights[place.person_id(owner)] = RightsReply(known=True)
    place.now += timedelta(seconds=61)
    await place.relayed()
    validators = {"If-Modified-Since": before.headers["last-modified"]}
    after = await place.client.get(path, headers=validators)
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert "Håndbold" not in after.text
    assert [event.summary for event in read_alike(after.content)] == ["Optaget (Hal A)"]


async def test_who_leaves_the_association_reads_nothing(place: Town) -> None:
    await place.happens(Told().confirmed())
    member = place.person(of=(CLUB,))
    path = await place.follow(member, "association", CLUB)
    assert [event.summary for event in read_alike((await place.client.get(path)).content)] == ["Træning (Hal A)"]
    place.members[place.person_id(member)] = []
    assert (await place.client.get(path)).status_code == 200
    place.now += timedelta(seconds=61)
    await place.relayed()
    assert (await place.client.get(path)).status_code == 404


async def test_a_person_who_is_erased_takes_their_feeds_along(place: Town, path: str) -> None:
    place.rights.clear()
    place.now += timedelta(seconds=61)
    await place.relayed()
    assert (await place.client.get(path)).status_code == 404


async def test_an_association_of_others_cannot_be_followed(place: Town) -> None:
    wish = {"kind": "association", "calendar_id": str(CLUB)}
    answer = await place.client.post("/api/notify/v1/feeds", json=wish, headers=bearer(place.person()))
    assert (answer.status_code, answer.json()["type"]) == (403, "/problemer/not-your-calendar")


async def test_what_is_not_there_cannot_be_followed(place: Town) -> None:
    wish = {"kind": "room", "calendar_id": str(uuid4())}
    answer = await place.client.post("/api/notify/v1/feeds", json=wish, headers=bearer(place.person()))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problemer/no-such-calendar")


async def test_nobody_closes_the_feeds_of_others(place: Town, path: str) -> None:
    owner = next(iter(place.people))
    (feed,) = (await place.client.get("/api/notify/v1/feeds", headers=bearer(owner))).json()["items"]
    stranger = bearer(place.person(StaffRole.ADMINISTRATOR))
    assert (await place.client.delete(f"/api/notify/v1/feeds/{feed['id']}", headers=stranger)).status_code == 404
    assert (await place.client.get(path)).status_code == 200


async def test_the_fifty_first_feed_is_refused(place: Town) -> None:
    await place.happens(described())
    key = place.person()
    for _ in range(50):
        await place.follow(key, "room", ROOM)
    wish = {"kind": "room", "calendar_id": str(ROOM)}
    answer = await place.client.post("/api/notify/v1/feeds", json=wish, headers=bearer(key))
    assert (answer.status_code, answer.json()["type"]) == (409, "/problemer/too-many-feeds")


async def test_the_last_use_is_noted_and_not_at_every_read(place: Town, path: str) -> None:
    owner = bearer(next(iter(place.people)))

    async def last_used() -> str | None:
        return (await place.client.get("/api/notify/v1/feeds", headers=owner)).json()["items"][0]["last_used_at"]

    assert await last_used() is None
    await place.client.get(path)
    first = await last_used()
    assert first == "2026-10-01T14:00:00+02:00"
    place.now += timedelta(minutes=4)
    await place.relayed()
    await place.client.get(path)
    assert await last_used() == first
    place.now += timedelta(minutes=2)
    await place.relayed()
    await place.client.get(path)
    assert await last_used() == "2026-10-01T14:06:00+02:00"


async def test_a_feed_that_may_be_behind_fails_and_says_when_to_come_again(place: Town, path: str) -> None:
    place.now += timedelta(seconds=61)
    answer = await place.client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert b"VCALENDAR" not in answer.content
    await place.relayed()
    assert (await place.client.get(path)).status_code == 200


async def test_a_feed_fails_while_the_database_does(place: Town, path: str, pool: Pool) -> None:
    await pool.execute("ALTER TABLE calendar_entries RENAME TO gone")
    answer = await place.client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    await pool.execute("ALTER TABLE gone RENAME TO calendar_entries")
    assert (await place.client.get(path)).status_code == 200


async def test_a_feed_fails_while_rights_cannot_be_asked_for(place: Town, path: str) -> None:
    place.portal_is_silent = True
    assert (await place.client.get(path)).status_code == 200  # believed for a minute
    place.now += timedelta(seconds=61)
    await place.relayed()
    answer = await place.client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    place.portal_is_silent = False
    assert (await place.client.get(path)).status_code == 200


async def test_the_body_changes_by_the_clock_once_a_day_at_most(place: Town) -> None:
    booking = Told()
    await place.happens(described(), booking.confirmed())
    path = await place.follow(place.person(), "room", ROOM)
    day = booking.starts_at + timedelta(days=30)
    tags: list[str] = []
    for place.now in (day, day.replace(hour=22, minute=59, second=50), day.replace(hour=23, second=10)):
        await place.relayed()
        tags.append((await place.client.get(path)).headers["etag"])
    assert tags[0] == tags[1] != tags[2]
