# SPDX-License-Identifier: MPL-2.0
"""The public API: the programme, free seats, signing somebody up, open data."""

import csv
import io
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.dialogue.model import NeedKind, Place, Question, Session
from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.dialogue.citizens import Citizen, citizen
from tests.integration.dialogue.meeting import NOW, hold, join, told

EMNE = Question("emne", "Hvad vil du tale om?", "choice", ("Veje", "Skoler"), required=True)


@pytest.fixture
async def ida(settings: Settings, pool: Pool) -> AsyncGenerator[Citizen]:
    async with citizen(settings, pool) as somebody:
        yield somebody


async def send(ida: Citizen, session: Session, key: str | None = None, **fields: Any) -> httpx.Response:
    """A sign-up by a program."""
    body = {"name": "Ida Holm", "email": "ida@example.dk", **fields}
    path = f"/api/dialogue/v1/sessions/{session.id}/sign-ups"
    return await ida.client.post(path, json=body, headers={"Idempotency-Key": key} if key else {})


async def test_the_programme_is_read_page_by_page(ida: Citizen, pool: Pool) -> None:
    for number in range(5):
        await hold(pool, title=f"Nr {number}", starts_at=NOW + timedelta(days=1 + number // 2))
    seen, cursor = list[str](), ""
    while cursor is not None:
        page = (await ida.get(f"/api/dialogue/v1/sessions?limit=2&cursor={cursor}")).json()
        seen += [one["title"] for one in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == [f"Nr {number}" for number in range(5)]
    for wrong in ("cursor=eA", "limit=0", "kind=fest", "from=1900-01-01", "q=%00"):
        assert (await ida.get(f"/api/dialogue/v1/sessions?{wrong}")).status_code == 400, wrong


async def test_a_session_tells_its_free_seats_and_what_is_asked(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10, questions=(EMNE,), needs_offered=(NeedKind.TRANSPORT,))
    await join(pool, session, "bo", companions=2, answers=(("emne", "Veje"),))
    told = (await ida.get(f"/api/dialogue/v1/sessions/{session.id}")).json()
    assert told["sign_up"]["state"] == "free"
    assert told["sign_up"]["free"] == told["sign_up"]["categories"][0]["free"] == 7
    assert told["sign_up"]["needs_offered"] == ["transport"]
    assert told["questions"][0]["options"] == ["Veje", "Skoler"]
    assert told["influence"]["level"] == "involve"
    assert told["starts_at"] == "2026-12-08T18:00:00+01:00"
    draft = await hold(pool, status="draft", published_at=None)
    assert (await ida.get(f"/api/dialogue/v1/sessions/{draft.id}")).status_code == 404


async def test_a_program_signs_somebody_up_and_the_mail_does_the_rest(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=1, questions=(EMNE,), needs_offered=(NeedKind.TRANSPORT,))
    answer = await send(ida, session, needs=[{"kind": "transport", "note": "Bakkevej"}], answers={"emne": "Veje"})
    assert answer.status_code == 202
    assert answer.json() == {
        "outcome": "check_mail",
        "state": "held",
        "held_until": "2026-11-24T11:00:00+01:00",
    }
    waits = await send(ida, session, email="bo@example.dk")
    assert (waits.status_code, waits.json()["state"]) == (202, "waiting")
    assert await told(pool) == ["sign_up.held", "sign_up.queued"]
    assert await pool.fetchval("SELECT note FROM access_needs") == "Bakkevej"


async def test_the_same_key_is_the_same_sign_up(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10)
    first = await send(ida, session, "k1")
    ida.now = NOW + timedelta(minutes=5)
    again = await send(ida, session, "k1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    other = await send(ida, session, "k1", email="bo@example.dk")
    assert (other.status_code, other.json()["type"]) == (422, "/problemer/key-reused")
    assert await told(pool) == ["sign_up.held"]


async def test_nobody_learns_from_the_answer_who_has_signed_up(ida: Citizen, pool: Pool) -> None:
    session = await hold(pool, capacity=10, questions=(EMNE,))
    await join(pool, session, "ida", answers=(("emne", "Veje"),))
    tried: list[dict[str, Any]] = [{"answers": {"emne": "Veje"}}, {}, {"companions": 9}, {"category": "x"}]
    for fields in tried:
        known, unknown = await send(ida, session, **fields), await send(ida, session, email="bo@example.dk", **fields)
        assert (known.status_code, known.content, known.headers) == (
            unknown.status_code,
            unknown.content,
            unknown.headers,
        )
    full = await hold(pool, capacity=1)
    await join(pool, full, "ida")
    known, unknown = await send(ida, full), await send(ida, full, email="bo@example.dk")
    assert known.content == unknown.content


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"email": "ida"},
        {"companions": "1"},
        {"companions": -1},
        {"surprise": 1},
        {"needs": [{"kind": "magic"}]},
        {"needs": [{"kind": "other"}, {"kind": "other"}]},
        {"language": "de"},
        {"name": "a\u0000b"},
        {"answers": {"emne": 3}},
    ],
)
async def test_a_body_that_cannot_be_meant_is_refused_by_field(
    ida: Citizen, pool: Pool, fields: dict[str, Any]
) -> None:
    session = await hold(pool)
    answer = await send(ida, session, **fields)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problemer/malformed")
    assert await told(pool) == []


async def test_refusals_are_problems_with_their_reason(ida: Citizen, pool: Pool) -> None:
    full = await hold(pool, capacity=1, waiting_list="none")
    await join(pool, full, "bo")
    cases: list[tuple[dict[str, Any], dict[str, Any], int, str, str]] = [
        ({}, {"companions": 4}, 422, "party-refused", "too_many"),
        ({}, {"needs": [{"kind": "transport"}]}, 422, "party-refused", "needs"),
        ({"opens_at": NOW + timedelta(days=1)}, {}, 409, "sign-up-not-open", "early"),
        ({"status": "cancelled"}, {}, 409, "sign-up-not-open", "cancelled"),
    ]
    for changes, fields, status, slug, why in cases:
        answer = await send(ida, await hold(pool, **changes), **fields)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problemer/{slug}")
        assert answer.json()["why"] == why
    answer = await send(ida, full)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problemer/session-full")
    nowhere = await ida.client.post(
        f"/api/dialogue/v1/sessions/{full.facilitator_ids[0]}/sign-ups", json={"name": "Ida", "email": "ida@example.dk"}
    )
    assert nowhere.status_code == 404


async def test_open_data_has_what_was_and_is_to_come_and_a_licence(ida: Citizen, pool: Pool) -> None:
    place = Place("Kulturhuset", "Torvet 1", "9999", "Fløjby", 55.1, 10.2, step_free=True)
    await hold(pool, title="Forbi", starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8))
    session = await hold(pool, title="=SUM(A1)", languages=("da", "en"), place=place)
    await hold(pool, title="Kladde", status="draft", published_at=None)
    await join(pool, session, "ida")
    told = (await ida.get("/api/dialogue/v1/open/sessions.json")).json()
    assert told["licence"] == "CC0 1.0"
    assert [one["title"] for one in told["items"]] == ["Forbi", "=SUM(A1)"]
    assert told["items"][1]["influence"]["decided_by"] == "Byrådet"
    answer = await ida.get("/api/dialogue/v1/open/sessions.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["Forbi", "'=SUM(A1)"]
    assert rows[1]["languages"] == "da en"
    assert (rows[1]["place_step_free"], rows[1]["place_hearing_loop"]) == ("true", "")
    assert "ida" not in answer.text.lower().replace("@", "")


async def test_the_api_describes_itself(ida: Citizen) -> None:
    described = (await ida.get("/api/dialogue/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    assert sorted(described["paths"]) == [
        "/api/dialogue/v1/open/sessions.csv",
        "/api/dialogue/v1/open/sessions.json",
        "/api/dialogue/v1/sessions",
        "/api/dialogue/v1/sessions/{session_id}",
        "/api/dialogue/v1/sessions/{session_id}/sign-ups",
    ]
    post = described["paths"]["/api/dialogue/v1/sessions/{session_id}/sign-ups"]["post"]
    assert set(post["responses"]) == {"202", "400", "404", "409", "422", "429", "503"}
