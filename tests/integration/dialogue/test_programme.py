# SPDX-License-Identifier: MPL-2.0
"""The programme and a session's page: honest when there is nothing, and never a word of who waits."""

import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import asyncpg
import httpx
import icalendar
import pytest

from services.dialogue.commands.draw_places import draw_places
from services.dialogue.model import Category, InfluenceStatement, Place, SeatPlan, Session
from services.dialogue.rules.lottery import commitment, lot_number, new_seed, rank
from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.dialogue.citizens import Citizen, citizen
from tests.integration.dialogue.meeting import NOW, STATEMENT, ask, hold, join

HALL = Place("Hallen", "Banevej 2", "9998", "Ørby", 55.5, 10.5, step_free=True, hearing_loop=False)


@pytest.fixture
async def ida(settings: Settings, pool: Pool) -> AsyncGenerator[Citizen]:
    async with citizen(settings, pool) as somebody:
        yield somebody


async def plan(pool: Pool, title: str, starts_at: datetime, **changes: Any) -> Session:
    """A session of two hours."""
    slug = re.sub(r"\W+", "-", title.lower())
    changes = {"slug": slug, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | changes
    return await hold(pool, title=title, **changes)


def titles(page: httpx.Response) -> list[str]:
    """The sessions of the list, in order."""
    return re.findall(r'session-card__title"><a href="[^"]*">([^<]*)</a>', page.text)


def words(page: httpx.Response) -> str:
    """The words of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


async def test_an_empty_programme_says_so(ida: Citizen) -> None:
    page = await ida.get("/dialog")
    assert page.status_code == 200
    assert "Der er ikke planlagt noget lige nu" in page.text
    assert "Nothing is planned right now" in (await ida.get("/en/dialog")).text
    assert "Der er ingen møder i november 2026" in (await ida.get("/dialog?vis=kalender")).text
    assert "Der er ingen tidligere møder endnu" in (await ida.get("/dialog?tid=forbi")).text
    assert "Ingen møder passer til det hele" in (await ida.get("/dialog?q=hal&vis=kort")).text


async def test_what_is_public_is_listed_the_next_one_first(ida: Citizen, pool: Pool) -> None:
    await plan(pool, "Om en uge", NOW + timedelta(days=7))
    await plan(pool, "I aften", NOW + timedelta(hours=6))
    await plan(pool, "I gang", NOW - timedelta(hours=1))
    await plan(pool, "Slut netop nu", NOW - timedelta(hours=2))
    await plan(pool, "Kun en kladde", NOW + timedelta(days=1), status="draft", published_at=None)
    await plan(pool, "Taget af programmet", NOW + timedelta(days=1), status="draft")
    await plan(pool, "Aflyst i går", NOW - timedelta(days=1), status="cancelled", reason="Sygdom")
    off = await plan(pool, "Aflyst", NOW + timedelta(days=2), status="cancelled", reason="Hallen er lukket")
    page = await ida.get("/dialog")
    assert titles(page) == ["I gang", "I aften", "Aflyst", "Om en uge"]
    assert "Årsag: Hallen er lukket" in page.text
    assert titles(await ida.get("/dialog?tid=forbi")) == ["Slut netop nu"]
    assert "Hallen er lukket" in (await ida.get(f"/dialog/{off.slug}")).text
    for slug in ("kun-en-kladde", "taget-af-programmet", "findes-ikke"):
        assert (await ida.get(f"/dialog/{slug}")).status_code == 404
        assert (await ida.get(f"/dialog/{slug}/tilmelding")).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=cykel", ["Cykelstier"]),
        ("q=100%25", []),
        ("q=FLØJBY", ["Cykelstier"]),
        ("art=visit", ["Besøg i hallen"]),
        ("maade=online", ["Åbent hus"]),
        ("by=ørby", ["Besøg i hallen"]),
        ("trinfri=1", ["Besøg i hallen"]),
        ("teleslynge=1", []),
        ("tolk=1", ["Åbent hus"]),
        ("ledige=1", ["Besøg i hallen", "Åbent hus"]),
        ("fra=2026-11-26", ["Cykelstier", "Åbent hus"]),
        ("til=2026-11-26", ["Besøg i hallen", "Cykelstier"]),
        ("fra=2026-11-26&til=2026-11-26&q=cykel", ["Cykelstier"]),
        ("fra=0000-99-99&art=fest&vis=drage&maaned=13", ["Besøg i hallen", "Cykelstier", "Åbent hus"]),
    ],
)
async def test_filters_stand_in_the_address(ida: Citizen, pool: Pool, query: str, found: list[str]) -> None:
    await plan(pool, "Besøg i hallen", NOW + timedelta(days=1), kind="visit", place=HALL)
    full = await plan(pool, "Cykelstier", NOW + timedelta(days=2), capacity=1, place=Place("Hallen i Fløjby"))
    await plan(pool, "Åbent hus", NOW + timedelta(days=3), mode="online", place=Place(), interpreters=("tegnsprog",))
    await join(pool, full, "bo")
    page = await ida.get(f"/dialog?{query}")
    assert titles(page) == found
    assert f"{len(found)} møde{'' if len(found) == 1 else 'r'}" in page.text or not found


async def test_long_lists_go_on_where_they_stopped(ida: Citizen, pool: Pool) -> None:
    for number in range(45):  # several at the same time, every third full
        capacity = 0 if number % 3 == 0 else 10
        await plan(pool, f"Nr {number:02}", NOW + timedelta(days=1, hours=number // 4), capacity=capacity)
    for query, count in (("", 45), ("&ledige=1", 30)):
        seen, path = list[str](), f"/dialog?vis=liste{query}"
        while path:
            page = await ida.get(path)
            seen += titles(page)
            more = re.search(r'<a class="button button-secondary" href="([^"]+)" rel="next">', page.text)
            path = more[1].replace("&amp;", "&") if more else ""
        assert len(seen) == len(set(seen)) == count
    assert (await ida.get("/dialog?efter=xx")).status_code == 400


async def test_a_month_shows_each_day_with_what_is_on(ida: Citizen, pool: Pool) -> None:
    await plan(pool, "Først på måneden", datetime.fromisoformat("2026-12-01T17:00Z"))
    await plan(
        pool, "Nat", datetime.fromisoformat("2026-12-31T22:30Z"), ends_at=datetime.fromisoformat("2027-01-01T01:00Z")
    )
    page = (await ida.get("/dialog?vis=kalender&maaned=2026-12")).text
    days = re.findall(r"<td[^>]*>.*?</td>", page, re.DOTALL)
    assert len(days) == 35
    assert "Først på måneden" in days[1]
    assert "Nat" in days[31]
    assert "Nat" not in days[32]  # the new year has its own page
    assert "december 2026" in page
    assert "maaned=2026-11" in page
    assert "maaned=2027-01" in page
    assert "Nat" in (await ida.get("/dialog?vis=kalender&maaned=2027-01")).text


async def test_the_map_asks_nobody_else_and_says_the_same_as_its_list(ida: Citizen, pool: Pool) -> None:
    await plan(pool, "I hallen", NOW + timedelta(days=1), place=HALL)
    await plan(pool, "Igen i hallen", NOW + timedelta(days=2), place=HALL)
    await plan(pool, "På torvet", NOW + timedelta(days=3), place=replace(HALL, name="Torvet", latitude=55.6))
    await plan(pool, "Uden koordinater", NOW + timedelta(days=4), place=Place("Skoven"))
    await plan(pool, "Online", NOW + timedelta(days=5), mode="online", place=Place())
    page = (await ida.get("/dialog?vis=kort")).text
    assert re.findall(r'class="map__number"[^>]*>(\d)<', page) == ["1", "2"]
    assert page.count('id="sted-') == 3
    assert "1 møde er online" in page
    assert not re.search(r'(src|href)="https?://(?!creativecommons)', page)


async def test_a_session_tells_what_can_be_influenced_and_what_is_settled(ida: Citizen, pool: Pool) -> None:
    session = await plan(pool, "Ny hal", NOW + timedelta(days=7), place=HALL, description="<script>alert(1)</script>")
    text = words(page := await ida.get(f"/dialog/{session.slug}"))
    for said in (
        "Du bliver inddraget",
        STATEMENT.purpose,
        STATEMENT.open_to_influence,
        STATEMENT.settled,
        STATEMENT.feeds_decision,
        "Byrådet",
        "mandag den 1. februar 2027",
        "Senest mandag den 15. februar 2027",
        "Adgang uden trin Ja",
        "Teleslynge Nej",
        "Handicaptoilet Ikke oplyst",
    ):
        assert said in text
    assert "<script>alert" not in page.text
    assert "You are involved" in words(await ida.get(f"/en/dialog/{session.slug}"))


async def test_the_calendar_file_has_the_identity_of_the_feeds(ida: Citizen, pool: Pool) -> None:
    session = await plan(pool, "Ny hal", NOW + timedelta(days=7), place=HALL, sequence=3)
    answer = await ida.get(f"/dialog/{session.slug}/kalender.ics")
    (event,) = cast("Any", icalendar.Calendar.from_ical(answer.text)).walk("VEVENT")
    assert event["uid"] == f"{session.id}@aaben-kommune"
    assert event["sequence"] == 3
    assert event["dtstart"].dt == session.starts_at


async def test_other_dates_of_a_series_are_linked(ida: Citizen, pool: Pool) -> None:
    series = await pool.fetchval("INSERT INTO series (id, title) VALUES (gen_random_uuid(), 'Hal') RETURNING id")
    one = await plan(pool, "Første aften", NOW + timedelta(days=7), series_id=series)
    await plan(pool, "Anden aften", NOW + timedelta(days=8), series_id=series)
    await plan(pool, "Tredje aften", NOW + timedelta(days=9), series_id=series, status="draft", published_at=None)
    page = (await ida.get(f"/dialog/{one.slug}")).text
    assert 'href="/dialog/anden-aften"' in page
    assert "tredje-aften" not in page


async def test_whether_one_can_come_is_said_in_words(ida: Citizen, pool: Pool) -> None:
    soon = NOW + timedelta(days=7)
    one, seed = Category("all", ""), new_seed()
    for changes, says in (
        ({"capacity": 12}, "12 ledige pladser"),
        ({"capacity": 3}, "Kun 3 pladser tilbage"),
        ({"plan": SeatPlan(None, (one,))}, "Der er plads til alle"),
        ({"sign_up": False}, "Bare kom"),
        ({"opens_at": NOW + timedelta(days=1)}, "Tilmeldingen åbner onsdag den 25. november 2026 kl. 10.00"),
        ({"closes_at": NOW}, "Tilmeldingen er lukket"),
        (
            {"waiting_list": "lottery", "draw_at": NOW + timedelta(days=2), "draw_commitment": commitment(seed)},
            "Pladserne trækkes ved lod torsdag den 26. november 2026 kl. 10.00",
        ),
    ):
        session = await plan(pool, "Møde", soon, slug=f"m{len(says)}-{says[:1].lower()}", **changes)
        assert says in words(await ida.get(f"/dialog/{session.slug}"))


async def test_nothing_public_tells_who_waits_or_how_many(ida: Citizen, pool: Pool) -> None:  # scenario 25
    session = await plan(pool, "Fuldt", NOW + timedelta(days=7), capacity=1)
    await join(pool, session, "taker")
    paths = [f"/dialog/{session.slug}", f"/dialog/{session.slug}/tilmelding", "/dialog", "/dialog?vis=kalender"]
    paths += ["/api/dialogue/v1/sessions", f"/api/dialogue/v1/sessions/{session.id}"]
    paths += [f"/api/dialogue/v1/open/sessions.{kind}" for kind in ("json", "csv")]

    async def everything() -> list[str]:
        pages = [(await ida.get(path)).text for path in paths]
        return [re.sub(r'name="key" value="[^"]+"', "", page) for page in pages]

    before = await everything()
    assert "Venteliste" in before[0]
    for name in ("waiter", "somebody"):
        await join(pool, session, name)
    await ask(pool, session, "unproved")
    assert await everything() == before


async def test_a_draw_can_be_checked_by_anybody_and_names_nobody(ida: Citizen, pool: Pool) -> None:
    seed = new_seed()
    draw_at = NOW + timedelta(days=1)
    session = await plan(
        pool,
        "Studietur",
        NOW + timedelta(days=7),
        capacity=1,
        waiting_list="lottery",
        draw_at=draw_at,
        draw_seed=seed,
        draw_commitment=commitment(seed),
    )
    people = [await join(pool, session, name) for name in ("anna", "bo", "carla")]
    path = f"/dialog/{session.slug}/lodtraekning"
    before = (await ida.get(path)).text
    assert commitment(seed) in before
    assert seed not in before
    assert lot_number(people[0].id) not in before
    assert lot_number(people[0].id) in (await ida.get(ida.own(people[0]))).text
    await draw_places(pool, session.id, now=draw_at)
    ida.now = draw_at
    after = (await ida.get(path)).text
    assert seed in after
    shown = re.findall(r'<th scope="row"><code>(\w+)</code>', after)
    assert shown == sorted((lot_number(one.id) for one in people), key=lambda number: rank(seed, number))
    assert not re.search("anna|carla|example.dk", after)
    ordinary = await plan(pool, "Uden lod", NOW + timedelta(days=7))
    assert (await ida.get(f"/dialog/{ordinary.slug}/lodtraekning")).status_code == 404


async def test_no_session_is_published_without_saying_what_is_settled(pool: Pool) -> None:
    await plan(pool, "En kladde må mangle noget", NOW, status="draft", influence=InfluenceStatement())
    with pytest.raises(asyncpg.CheckViolationError, match="session_is_real"):
        await plan(pool, "Symbolsk", NOW, influence=replace(STATEMENT, settled=""))


async def test_dialogue_is_alive_ready_and_measured(ida: Citizen) -> None:
    assert (await ida.get("/api/dialogue/health/live")).json() == {"live": True}
    assert (await ida.get("/api/dialogue/health/ready")).json()["ready"]
    assert 'outbox_waiting{service="dialogue"}' in (await ida.get("/api/dialogue/metrics")).text
    assert (await ida.get("/dialog/filer/dialog.css")).headers["content-type"].startswith("text/css")
