# SPDX-License-Identifier: MPL-2.0
"""Series over the API: tried, placed, changed date by date, in one language of rules or another."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.booking.callers import Callers, member, serving, staff
from tests.integration.booking.municipality import Municipality

V1 = "/api/booking/v1"


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def chair(callers: Callers) -> httpx.AsyncClient:
    return callers.key(member(callers.town.chair))


@pytest.fixture
def conductor(callers: Callers) -> httpx.AsyncClient:
    return callers.key(member(callers.town.conductor))


@pytest.fixture
def office(callers: Callers) -> httpx.AsyncClient:
    return callers.key(staff())


def series(town: Municipality, **changes: Any) -> dict[str, Any]:
    fine: dict[str, Any] = {
        "association_id": str(town.club),
        "room_id": str(town.halves[0]),
        "purpose": "Håndbold U13",
        "attendance": 20,
        "recurrence": {
            "first": "2026-12-01",
            "until": "2027-01-26",
            "weekdays": [2],
            "starts": "18:00",
            "ends": "20:00",
        },
    }
    return fine | changes


async def test_a_series_is_tried_told_in_words_and_had_as_far_as_it_is_free(
    town: Municipality, chair: httpx.AsyncClient, conductor: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    choir = series(town, association_id=str(town.choir), purpose="Kor", attendance=5)
    choir["recurrence"] = choir["recurrence"] | {"first": "2026-12-08", "count": 1, "until": None}
    assert (await conductor.post(f"{V1}/series", json=choir)).status_code == 201

    tried = await chair.post(f"{V1}/series/trial", json=series(town))
    assert tried.status_code == 200, tried.text
    told = tried.json()
    assert told["sentence"] == "hver tirsdag kl. 18.00-20.00 fra 1. december 2026 til 26. januar 2027"
    assert told["counts"] == {"free": 8, "taken": 1}
    taken = told["dates"][1]
    assert (taken["day"], taken["outcome"], taken["in_the_way"][0]["name"]) == ("2026-12-08", "taken", None)
    seen = (await office.post(f"{V1}/series/trial", json=series(town))).json()
    assert seen["dates"][1]["in_the_way"][0]["name"] == "Koret"
    gap = told["gaps"][0]
    assert (gap["days"], gap["minutes_later"]) == (["2026-12-08"], 0)

    refused = await chair.post(f"{V1}/series", json=series(town))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problemer/series-not-free")
    assert refused.json()["counts"] == {"free": 8, "taken": 1}

    twelve_and_two = series(
        town,
        elsewhere=[
            {
                "day": "2026-12-08",
                "room_id": gap["room_id"],
                "starts_at": taken["starts_at"],
                "ends_at": taken["ends_at"],
            }
        ],
    )
    made = await chair.post(f"{V1}/series", json=twelve_and_two, headers={"Idempotency-Key": "saeson"})
    assert made.status_code == 201, made.text
    again = await chair.post(f"{V1}/series", json=twelve_and_two, headers={"Idempotency-Key": "saeson"})
    assert (again.status_code, again.headers["idempotency-replayed"]) == (200, "true")
    assert again.json() == made.json()
    assert [one["room_id"] == gap["room_id"] for one in made.json()["dates"]] == [False, True, *[False] * 7]


async def test_what_is_missing_says_why_and_is_added_and_dates_are_changed_one_by_one(
    town: Municipality, chair: httpx.AsyncClient, conductor: httpx.AsyncClient
) -> None:
    theirs = await conductor.post(
        f"{V1}/bookings",
        json={
            "association_id": str(town.choir),
            "room_id": str(town.hall),
            "starts_at": "2026-12-08T19:00:00+01:00",
            "ends_at": "2026-12-08T21:00:00+01:00",
            "purpose": "Kor",
            "attendance": 5,
        },
    )
    made = (await chair.post(f"{V1}/series", json=series(town, take="free"))).json()
    missing = made["dates"][1]
    assert (missing["status"], [one["code"] for one in missing["why"]]) == ("missing", ["taken"])
    assert missing["why"][0]["sentence"]
    one = f"{V1}/bookings/{made['id']}"
    assert (await chair.post(f"{one}/dates/{missing['id']}/addition", json={})).status_code == 409
    await conductor.post(f"{V1}/bookings/{theirs.json()['id']}/cancellation", json={})
    added = await chair.post(f"{one}/dates/{missing['id']}/addition", json={})
    assert (added.status_code, added.json()["dates"][1]["status"]) == (200, "confirmed")

    moved = {"starts_at": "2026-12-15T17:00:00+01:00", "ends_at": "2026-12-15T19:00:00+01:00"}
    which = await chair.post(f"{one}/move", json=moved)
    assert (which.status_code, which.json()["type"]) == (422, "/problemer/date-missing")
    third = made["dates"][2]["id"]
    assert (await chair.post(f"{one}/move", json=moved | {"date": third})).status_code == 200
    last = [date["id"] for date in made["dates"][-2:]]
    assert (await chair.post(f"{one}/cancellation", json={"dates": last})).status_code == 200
    assert (await chair.post(f"{one}/cancellation", json={"dates": [str(town.hall)]})).status_code == 404


async def test_a_rule_of_rfc_5545_is_read_and_written_and_nonsense_is_answered_in_words(
    town: Municipality, chair: httpx.AsyncClient
) -> None:
    rule = "DTSTART;TZID=Europe/Copenhagen:20261201T180000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=3"
    body = series(town, rrule=rule, recurrence=None)
    made = await chair.post(f"{V1}/series", json=body)
    assert made.status_code == 201, made.text
    assert "RRULE:FREQ=WEEKLY;BYDAY=TU;WKST=MO;COUNT=3" in made.json()["rrule"]
    nonsense = await chair.post(f"{V1}/series/trial", json=series(town, rrule="FREQ=SOMETIMES", recurrence=None))
    assert (nonsense.status_code, nonsense.json()["type"]) == (422, "/problemer/recurrence-invalid")
    both = await chair.post(f"{V1}/series/trial", json=series(town, rrule=rule))
    assert both.status_code == 400
    endless = series(town)
    endless["recurrence"] = endless["recurrence"] | {"until": None}
    answer = await chair.post(f"{V1}/series/trial", json=endless)
    assert answer.json()["detail"].startswith("En serie skal have en ende.")
