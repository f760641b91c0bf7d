# SPDX-License-Identifier: MPL-2.0
"""The JSON API: what a program asks and what it is told, over HTTP on a real database."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.shared.db import Pool
from services.shared.identity import Kind, Principal
from services.shared.settings import Settings
from tests.integration.booking.callers import Callers, member, serving, staff
from tests.integration.booking.municipality import TUESDAY, Municipality

V1 = "/api/booking/v1"


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def chair(callers: Callers) -> httpx.AsyncClient:
    return callers.key(member(callers.town.chair))


@pytest.fixture
def office(callers: Callers) -> httpx.AsyncClient:
    return callers.key(staff())


def wish(town: Municipality, **changes: Any) -> dict[str, Any]:
    fine: dict[str, Any] = {
        "association_id": str(town.club),
        "room_id": str(town.hall),
        "starts_at": "2026-12-01T18:00:00+01:00",
        "ends_at": "2026-12-01T20:00:00+01:00",
        "purpose": "Håndbold U13",
        "attendance": 20,
    }
    return fine | changes


async def placed(client: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"{V1}/bookings", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_booking_is_answered_with_its_address_its_version_and_local_times(
    town: Municipality, chair: httpx.AsyncClient
) -> None:
    answer = await chair.post(f"{V1}/bookings", json=wish(town, starts_at="2026-12-01T17:00:00Z"))
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    made = answer.json()
    assert (made["status"], made["starts_at"]) == ("confirmed", "2026-12-01T18:00:00+01:00")
    read = await chair.get(answer.headers["location"])
    assert {key: read.json()[key] for key in made} == made
    assert [line["action"] for line in read.json()["history"]] == ["placed"]


async def test_the_same_request_sent_twice_is_one_booking(town: Municipality, chair: httpx.AsyncClient) -> None:
    first = await chair.post(f"{V1}/bookings", json=wish(town), headers={"Idempotency-Key": "k1"})
    again = await chair.post(f"{V1}/bookings", json=wish(town), headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    other = await chair.post(f"{V1}/bookings", json=wish(town, attendance=21), headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["type"]) == (422, "/problemer/key-reused")


async def test_a_taken_time_names_the_collision_and_what_could_be_had(
    town: Municipality, chair: httpx.AsyncClient, callers: Callers
) -> None:
    await placed(chair, wish(town, room_id=str(town.courts[0]), ends_at="2026-12-01T19:00:00+01:00"))
    choir = callers.key(member(town.conductor))
    answer = await choir.post(f"{V1}/bookings", json=wish(town, association_id=str(town.choir)))
    problem = answer.json()
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["collisions"] == [{"starts_at": "2026-12-01T18:00:00+01:00", "ends_at": "2026-12-01T19:00:00+01:00"}]
    offered = problem["alternatives"][0]
    had = wish(
        town,
        association_id=str(town.choir),
        **{key: offered[key] for key in ("room_id", "starts_at", "ends_at")},
    )
    assert (await placed(choir, had))["status"] == "confirmed"


async def test_a_refusal_tells_every_reason_in_the_language_asked_for(
    town: Municipality, chair: httpx.AsyncClient
) -> None:
    bad = wish(town, starts_at="2026-12-25T06:10:00+01:00", ends_at="2026-12-25T06:20:00+01:00", attendance=500)
    for language, word in (("da", "Lukket"), ("en-GB,en;q=0.9", "Closed")):
        answer = await chair.post(f"{V1}/bookings", json=bad, headers={"Accept-Language": language})
        verdicts = {verdict["code"]: verdict for verdict in answer.json()["verdicts"]}
        assert answer.status_code == 422
        assert {"closing_day", "too_short", "off_the_grid", "too_many_people"} <= set(verdicts)
        assert verdicts["closing_day"]["sentence"].startswith(word)


async def test_a_trial_says_what_placing_would_lead_to_and_stores_nothing(
    town: Municipality, chair: httpx.AsyncClient, pool: Pool
) -> None:
    cases = {"confirmed": {}, "needs_staff": {"attendance": 150}, "refused": {"attendance": 500}}
    for outcome, changes in cases.items():
        trial = (await chair.post(f"{V1}/bookings/trial", json=wish(town, **changes))).json()
        assert trial["outcome"] == outcome
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 0
    await placed(chair, wish(town))
    trial = (await chair.post(f"{V1}/bookings/trial", json=wish(town))).json()
    assert (trial["outcome"], len(trial["taken"])) == ("taken", 1)
    assert trial["alternatives"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("attendance", "20"),
        ("attendance", 0),
        ("attendance", 10**30),
        ("starts_at", "2026-12-01T18:00:00"),
        ("starts_at", "1999-12-01T18:00:00Z"),
        ("ends_at", "2026-12-01T17:59:00+01:00"),
        ("ends_at", "2027-02-01T18:00:00+01:00"),
        ("ends_at", "2026-12-01T20:00:01+01:00"),
        ("purpose", " "),
        ("purpose", "null\0byte"),
        ("purpose", "x" * 201),
        ("room_id", "hal-b"),
        ("surprise", 1),
    ],
)
async def test_what_cannot_be_read_is_refused_and_the_field_named(
    town: Municipality, chair: httpx.AsyncClient, field: str, value: Any
) -> None:
    answer = await chair.post(f"{V1}/bookings", json=wish(town, **{field: value}))
    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert field in f"{errors[0]['field']} {errors[0]['message']}"


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b'{"purpose": "\\ud800"}', b"{", b'"text"'])
async def test_no_body_brings_the_application_down(chair: httpx.AsyncClient, body: bytes) -> None:
    for path in ("bookings", "bookings/trial", f"bookings/{uuid4()}/cancellation"):
        assert (await chair.post(f"{V1}/{path}", content=body)).status_code == 400


async def test_a_change_made_on_an_old_version_is_stopped(town: Municipality, chair: httpx.AsyncClient) -> None:
    made = await placed(chair, wish(town))
    one = f"{V1}/bookings/{made['id']}"
    texts = await chair.patch(one, json={"note": "Stolene bagefter"}, headers={"If-Match": '"1"'})
    assert (texts.status_code, texts.headers["etag"], texts.json()["purpose"]) == (200, '"2"', "Håndbold U13")
    for stale in ('"1"', 'W/"2"', "nonsense"):
        answer = await chair.post(f"{one}/cancellation", json={}, headers={"If-Match": stale})
        assert (answer.status_code, answer.json()["type"]) == (412, "/problemer/stale-version")
    assert (await chair.post(f"{one}/cancellation", json={}, headers={"If-Match": '"2"'})).status_code == 200


async def test_a_booking_is_moved_shortened_cancelled_and_restored(
    town: Municipality, chair: httpx.AsyncClient
) -> None:
    one = f"{V1}/bookings/{(await placed(chair, wish(town)))['id']}"
    later = {"starts_at": "2026-12-02T18:00:00+01:00", "ends_at": "2026-12-02T20:00:00+01:00"}
    moved = (await chair.post(f"{one}/move", json=later)).json()
    assert (moved["starts_at"], moved["room_name"]) == (later["starts_at"], "Hal B")
    half = later | {"ends_at": "2026-12-02T19:00:00+01:00"}
    assert (await chair.post(f"{one}/shortening", json=half)).json()["ends_at"] == half["ends_at"]
    assert (await chair.post(f"{one}/shortening", json=later)).status_code == 422
    assert (await chair.post(f"{one}/cancellation", json={"reason": "Udekamp"})).json()["status"] == "cancelled"
    assert (await chair.post(f"{one}/cancellation", json={})).json()["type"] == "/problemer/wrong-state"
    assert (await chair.post(f"{one}/restoration")).json()["status"] == "confirmed"


async def test_staff_decide_what_waits_and_a_no_needs_its_reason(
    town: Municipality, chair: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    made = await placed(chair, wish(town, attendance=150))
    waiting = (await office.get(f"{V1}/requests")).json()
    assert [(one["id"], one["verdicts"][0]["effect"]) for one in waiting["items"]] == [(made["id"], "needs_staff")]
    one = f"{V1}/bookings/{made['id']}"
    assert (await chair.post(f"{one}/approval", json={})).status_code == 403
    assert (await office.post(f"{one}/rejection", json={})).status_code == 400
    assert (await office.post(f"{one}/approval", json={"note": "Velkommen"})).json()["status"] == "confirmed"
    assert (await office.post(f"{one}/rejection", json={"reason": "Valg"})).status_code == 409
    assert (await office.get(f"{V1}/requests")).json()["total"] == 0


async def test_what_others_have_booked_is_not_to_be_seen(
    town: Municipality, chair: httpx.AsyncClient, callers: Callers
) -> None:
    made = await placed(chair, wish(town))
    choir, stranger = callers.key(member(town.conductor)), callers.stranger()
    assert (await choir.get(f"{V1}/bookings/{made['id']}")).status_code == 404
    assert (await choir.get(f"{V1}/associations/{town.club}/bookings")).status_code == 403
    assert (await choir.post(f"{V1}/bookings", json=wish(town))).status_code == 403
    assert (await stranger.get(f"{V1}/bookings/{made['id']}")).status_code == 401
    window = {"from": TUESDAY.start.isoformat(), "to": (TUESDAY.end + timedelta(hours=1)).isoformat()}
    seen = await stranger.get(f"{V1}/rooms/{town.courts[0]}/availability", params=window)
    assert seen.status_code == 200
    assert [set(part) for part in seen.json()["taken"]] == [{"starts_at", "ends_at"}]
    assert "Fløjby HK" not in seen.text


async def test_an_associations_key_books_for_it_and_for_no_other(town: Municipality, callers: Callers) -> None:
    key = callers.key(
        Principal(kind=Kind.ASSOCIATION_KEY, person_id=uuid4(), name="Kampprogram", association_id=town.club)
    )
    assert (await placed(key, wish(town)))["association_name"] == "Fløjby HK"
    assert (await key.post(f"{V1}/bookings", json=wish(town, association_id=str(town.choir)))).status_code == 403
    mine = (await key.get(f"{V1}/associations/mine")).json()
    assert [one["id"] for one in mine["items"]] == [str(town.club)]


async def test_a_list_is_read_page_by_page_without_loss(town: Municipality, chair: httpx.AsyncClient) -> None:
    made = [
        (
            await placed(
                chair,
                wish(town, starts_at=f"2026-12-{day:02}T18:00:00+01:00", ends_at=f"2026-12-{day:02}T19:00:00+01:00"),
            )
        )["id"]
        for day in range(1, 8)
    ]
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = (
            await chair.get(f"{V1}/associations/{town.club}/bookings", params={"limit": 3, "cursor": cursor})
        ).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert seen == made
    assert (await chair.get(f"{V1}/associations/{town.club}/bookings", params={"cursor": "bm8"})).status_code == 400


async def test_rooms_are_found_page_by_page_and_by_name_with_what_is_against_them(
    town: Municipality, callers: Callers
) -> None:
    client = callers.stranger()
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = (await client.get(f"{V1}/rooms", params={"people": 20, "limit": 2, "cursor": cursor})).json()
        seen += [room["name"] for room in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 7
    named = (await client.get(f"{V1}/rooms", params={"q": "mødelokale", "people": 20})).json()["items"]
    assert [(room["name"], room["against"][0]["code"]) for room in named] == [("Mødelokale", "too_many_people")]


async def test_a_closed_room_cannot_be_booked_until_it_is_opened_again(
    town: Municipality, chair: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    evening = {"starts_at": "2026-12-01T18:00:00+01:00", "ends_at": "2026-12-01T22:00:00+01:00"}
    closure = {"room_id": str(town.courts[0]), "reason": "Nyt gulv", **evening}
    assert (await chair.post(f"{V1}/closures", json=closure)).status_code == 403
    made = await office.post(f"{V1}/closures", json=closure)
    assert made.status_code == 201
    assert (await chair.post(f"{V1}/bookings", json=wish(town))).status_code == 409
    one = f"{V1}/closures/{made.json()['id']}"
    assert (await office.delete(one)).status_code == 204
    assert (await office.delete(one)).status_code == 404
    await placed(chair, wish(town))
    assert (await office.post(f"{V1}/closures", json=closure)).json()["type"] == "/problemer/slot-taken"


async def test_every_problem_an_operation_can_give_is_described(callers: Callers) -> None:
    described = (await callers.stranger().get("/api/booking/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    placing = described["paths"][f"{V1}/bookings"]["post"]
    assert {"201", "400", "401", "403", "404", "409", "422", "503"} <= set(placing["responses"])
    assert all(path.startswith(V1) for path in described["paths"])


async def test_a_wish_for_what_is_not_there_says_which(
    town: Municipality, chair: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    nowhere = str(UUID(int=7))
    answer = await chair.post(f"{V1}/bookings", json=wish(town, room_id=nowhere))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problemer/no-such-room")
    answer = await office.post(f"{V1}/bookings", json=wish(town, association_id=nowhere))
    assert (answer.status_code, answer.json()["type"]) == (404, "/problemer/no-such-association")


async def test_staff_set_a_rule_aside_with_a_reason_that_is_kept(
    town: Municipality, office: httpx.AsyncClient, chair: httpx.AsyncClient, pool: Pool
) -> None:
    crowded = wish(town, attendance=500)
    assert (await office.post(f"{V1}/bookings", json=crowded)).status_code == 422
    reason = {"override_reason": "Brandvæsenet har set på det"}
    assert (await chair.post(f"{V1}/bookings", json=crowded | reason)).status_code == 422
    assert (await placed(office, crowded | reason))["status"] == "confirmed"
    kept = await pool.fetchval("SELECT details->>'override_reason' FROM booking_history")
    assert kept == reason["override_reason"]


async def test_staff_note_that_nobody_came_and_associations_do_not(
    town: Municipality, chair: httpx.AsyncClient, office: httpx.AsyncClient, callers: Callers, pool: Pool
) -> None:
    path = f"/api/booking/v1/bookings/{(await placed(chair, wish(town)))['id']}/use"
    early = await office.post(path, json={"used": False})
    assert (early.status_code, early.json()["type"]) == (409, "/problemer/wrong-state")

    callers.now = TUESDAY.start + timedelta(minutes=20)
    assert (await chair.post(path, json={"used": False})).status_code == 403
    assert (await office.post(path, json={})).status_code == 400
    assert (await office.post(path, json={"used": False})).status_code == 200
    assert await pool.fetchval("SELECT bool_and(unused) FROM occurrences")
    assert (await office.post(path, json={"used": True})).status_code == 200
    assert not await pool.fetchval("SELECT bool_or(unused) FROM occurrences")
