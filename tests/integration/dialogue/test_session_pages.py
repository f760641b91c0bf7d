# SPDX-License-Identifier: MPL-2.0
"""Planning on the facilitator's pages: nothing typed is lost, everything wrong is named by its field, nobody else gets in."""

import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.dialogue.model import Block, Category, NeedKind, ProgrammePoint, Question, Quota, SeatPlan, Speaker
from services.dialogue.rules.description import described_as, description_of
from services.dialogue.web.staff.sessions.form.form import read_form, write_form
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.sentences import SHARED, Sentences
from services.shared.settings import Settings
from tests.integration.dialogue.facilitators import Facilitator, facilitator
from tests.integration.dialogue.meeting import NOW, hold, join_all, look_up, meeting, states, told
from tests.integration.dialogue.planning import change, history, plan, publish

SAY = Sentences.load([SHARED, SHARED.parents[1] / "dialogue" / "texts"]).say("da")
DAY = timedelta(days=1)
EVENING = {
    "title": "Hvad skal hallen kunne?",
    "date": "2026-12-08",
    "from": "18:00",
    "to": "20:00",
    "capacity": "40",
    "sign_up": "yes",
    "kind": "workshop",
    "mode": "in_person",
}
STATEMENT = {
    "level": "involve",
    "purpose": "Vi skal have en ny hal.",
    "open_to_influence": "Hvad den skal kunne.",
    "settled": "Placeringen ligger fast.",
    "feeds_decision": "Anlægsplanen",
    "decided_by": "Byrådet",
    "decided_on": "2027-02-01",
    "answer_by": "15.2.2027",
}
FULL = meeting(
    plan=SeatPlan(
        60,
        (
            Category("borgere", "Borgere"),
            Category("unge", "Under 25", "b-unge"),
            Category("raad", "Byråd", "faelles"),
            Category("ansatte", "Ansatte", "faelles"),
        ),
        (
            Quota("q", "Borgere", 40, frozenset({"borgere"})),
            Quota("q2", "Alle andre", 30, frozenset({"borgere", "unge"})),
        ),
        (
            Block("b-unge", "Under 25", 10, NOW + timedelta(days=6, hours=14)),
            Block("faelles", "Råd og ansatte", 8, None),
        ),
    ),
    questions=(
        Question("hal", "Hvilken hal?", "choice", ("A", "B"), required=True, keep_days=20),
        Question("bil", "Kommer du i bil?", "yes_no", keep_days=10, depends_on="hal", depends_value="B"),
        Question("hvor", "Hvor parkerer du?", "text", keep_days=10, depends_on="bil", depends_value="yes"),
    ),
    needs_offered=(NeedKind.OTHER, NeedKind.SIGN_LANGUAGE),
    opens_at=NOW + DAY,
    closes_at=NOW + 12 * DAY,
    waiting_list="lottery",
    draw_at=NOW + 13 * DAY,
    offer_working_days=True,
    languages=("uk", "da"),
    interpreters=("dansk tegnsprog", "ukrainsk"),
    programme=(
        ProgrammePoint("19.00", "Velkomst", "Borgmesteren"),
        ProgrammePoint("", "Pause"),
        ProgrammePoint("20", "Tak"),
    ),
    speakers=(Speaker("Mette Holm", "arkitekt"), Speaker("Bo")),
    description="Først kaffe.\n\nSå snak.",
    online_url="https://moede.example/1",
    mode="hybrid",
)


@pytest.fixture
async def dorte(settings: Settings, pool: Pool) -> AsyncGenerator[Facilitator]:
    async with facilitator(settings, pool) as dorte:
        yield dorte


def shown(page: httpx.Response) -> str:
    """The words of a page, without tags and with single spaces."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


def wrong(page: httpx.Response) -> dict[str, str]:
    """The summary of errors: field to sentence. Each leads to a field that is there."""
    summary = page.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    found = {field: unescape(words) for field, words in re.findall(r'<a href="#([^"]+)">([^<]*)</a>', summary)}
    for field in found:
        assert f'id="{field}"' in page.text, field
    return found


def test_what_the_form_shows_is_what_it_reads_back() -> None:
    me = FULL.facilitator_ids[0]
    form = read_form(write_form(FULL, me, SAY), FULL, me)
    assert form.errors == {}
    assert form.description == description_of(FULL)


async def test_only_facilitators_and_administrators_get_in(dorte: Facilitator, pool: Pool) -> None:
    session = await hold(pool)
    here = f"/dialog/styring/{session.id}"
    pages = (
        "/dialog/styring",
        "/dialog/styring/ny",
        here,
        f"{here}/rediger",
        f"{here}/forhaandsvisning",
        f"{here}/kopi",
    )
    for path in pages:
        assert (await dorte.get(path)).status_code == 200, path
        assert (await dorte.get(f"/en{path}")).status_code == 200, path
        stranger = await dorte.client.get(path, headers={"Cookie": "aaben=nobody"})
        assert stranger.status_code == 303
    dorte.role = StaffRole.CASEWORKER
    dorte.cookie = uuid4().hex
    dorte.client.cookies.set("aaben", dorte.cookie)
    for path in pages:
        assert (await dorte.get(path)).status_code == 403, path
    for path in ("rediger", "offentliggoerelse", "aflysning", "kopi"):
        assert (await dorte.post(f"{here}/{path}", {"reason": "x"})).status_code == 403
    assert await look_up(pool, session) == session


async def test_staff_find_the_way_and_citizens_are_shown_none(dorte: Facilitator) -> None:
    assert 'href="/dialog/styring"' in (await dorte.get("/dialog")).text
    stranger = await dorte.client.get("/dialog", headers={"Cookie": ""})
    assert "/dialog/styring" not in stranger.text


async def test_a_facilitator_plans_sees_what_lacks_and_publishes(dorte: Facilitator, pool: Pool) -> None:
    page = await dorte.submit("/dialog/styring/ny", EVENING)
    assert "Kladden er gemt" in shown(page)
    assert "8 ting mangler" in shown(page)
    here = page.url.path
    assert f'href="{here}/rediger#answer_by"' in page.text
    refused = await dorte.submit(f"{here}/offentliggoerelse", {"act": "publish", "version": "1"})
    assert refused.status_code == 422
    assert "8 ting mangler" in wrong(refused)["mangler"]
    assert await told(pool) == []

    saved = await dorte.submit(f"{here}/rediger", {**EVENING, **STATEMENT, "version": "1"})
    assert "klar til at blive offentliggjort" in shown(saved)
    preview = await dorte.get(f"{here}/forhaandsvisning")
    assert "Sådan vil borgerne se mødet" in shown(preview)
    assert "40 ledige pladser" in shown(preview)
    assert (await dorte.get("/dialog/hvad-skal-hallen-kunne")).status_code == 404

    out = await dorte.submit(f"{here}/offentliggoerelse", {"act": "publish", "version": "2"})
    assert "Mødet er offentligt og står i programmet" in shown(out)
    assert (await dorte.get("/dialog/hvad-skal-hallen-kunne")).status_code == 200
    assert await told(pool) == ["session.published"]
    assert "Dorte Dialog" in shown(out)


async def test_nothing_typed_is_lost_when_something_is_wrong(dorte: Facilitator, pool: Pool) -> None:
    typed: dict[str, Any] = {
        **EVENING,
        **STATEMENT,
        "date": "31.2.2027",
        "description": "<b>Kaffe</b> & kage",
        "capacity": "mange",
        "programme": "19.00 | Velkomst\n| \n20.00 | Tak | Bo | og Eva",
        "speakers": " | arkitekt",
        "coordinates": "Torvet",
        "group-1-name": "Borgere",
        "group-1-until": "2026-12-01",
        "shared": "Borgere + Unge | højst 10",
        "question-1-label": "Hvilken hal?",
        "question-1-kind": "choice",
        "question-1-options": "A",
        "question-2-label": "Hvorfor?",
        "question-2-on": "7",
        "language": ["da", "so"],
        "need": ["child_care"],
        "level": "consult",
    }
    page = await dorte.submit("/dialog/styring/ny", typed)
    assert page.status_code == 422
    assert set(wrong(page)) == {
        "date",
        "capacity",
        "programme",
        "speakers",
        "coordinates",
        "group-1-kept",
        "shared",
        "question-2-on",
    }
    assert "Programpunkter, linje 2" in wrong(page)["programme"]
    assert wrong(page)["shared"] == "Grænser på tværs, linje 1: Gruppen Unge står ikke ovenfor."
    for kept in ("31.2.2027", "&lt;b&gt;Kaffe&lt;/b&gt; &amp; kage", "mange", "20.00 | Tak | Bo | og Eva", "Torvet"):
        assert kept in page.text
    for ticked in ("language-so", "need-child_care", "level-consult", "kind"):
        assert re.search(rf'id="{ticked}"[^>]*(checked|>)', page.text)
    assert re.search(r'id="need-child_care"[^>]* checked', page.text)
    assert not re.search(r'id="need-transport"[^>]* checked', page.text)
    assert await pool.fetchval("SELECT count(*) FROM sessions") == 0


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"date": ""}, "date", "Vælg en dato."),
        ({"to": "17:00"}, "to", "slutter, før det begynder"),
        ({"date": "2026-11-23"}, "date", "Tiden er gået"),
        ({"decided_on": "2026-12-07", "level": "consult"}, "decided_on", "ingen indflydelse"),
        ({"closes_at": "2026-12-09T12:00"}, "closes_at", "efter at mødet er begyndt"),
        ({"waiting_list": "lottery", "draw_at": "2026-12-07T12:00"}, "closes_at", "Lodtrækningen kommer bagefter"),
        ({"group-1-name": "Unge", "group-1-kept": "50"}, "group-1-kept", "flere pladser, end der er i alt"),
        (
            {"group-2-name": "Unge", "group-2-kept": "5", "group-2-until": "2026-12-10"},
            "group-2-kept",
            "senest når mødet begynder",
        ),
        ({"group-1-name": "Unge", "group-3-name": "unge"}, "group-1-name", "hedder det samme"),
        (
            {"question-1-label": "Alder?", "question-1-keep": "31", "keep_days": "30"},
            "question-1-keep",
            "ikke gemmes længere end tilmeldingen",
        ),
        (
            {
                "question-1-label": "Bil?",
                "question-1-kind": "yes_no",
                "question-1-keep": "5",
                "question-2-label": "Hvor?",
                "question-2-keep": "6",
                "question-2-on": "1",
                "question-2-value": "ja",
            },
            "question-2-keep",
            "ikke gemmes længere end svaret",
        ),
        ({"date-2": "2026-12-08"}, "date-2", "er der allerede"),
    ],
)
async def test_what_makes_no_sense_is_told_where_it_was_typed(
    dorte: Facilitator, typed: dict[str, str], field: str, words: str
) -> None:
    page = await dorte.submit("/dialog/styring/ny", {**EVENING, **typed})
    assert page.status_code == 422
    assert words in wrong(page)[field]


async def test_a_form_sent_twice_plans_one_session_and_more_dates_a_series(dorte: Facilitator, pool: Pool) -> None:
    form = await dorte.get("/dialog/styring/ny")
    (own,) = re.findall(r'name="id" value="([^"]+)"', form.text)
    typed = {**EVENING, "id": own, "date-2": "2026-12-15", "date-3": "2026-12-22", "from-3": "19:00", "to-3": "21:00"}
    await dorte.submit("/dialog/styring/ny", typed)
    page = await dorte.submit("/dialog/styring/ny", typed)
    assert await pool.fetchval("SELECT count(*) FROM sessions") == 3
    assert "tirsdag den 15. december 2026 kl. 18.00-20.00" in shown(page)
    assert "tirsdag den 22. december 2026 kl. 19.00-21.00" in shown(page)


async def test_groups_typed_in_rows_become_a_seat_plan(dorte: Facilitator, pool: Pool) -> None:
    typed = {
        **EVENING,
        "group-1-name": "Borgere",
        "group-1-most": "30",
        "group-3-name": "Under 25",
        "group-3-kept": "10",
        "group-3-until": "2026-12-01",
        "shared": "Borgere + Under 25 | højst 35",
    }
    page = await dorte.submit("/dialog/styring/ny", typed)
    row = await pool.fetchrow("SELECT * FROM sessions")
    assert row
    assert [one["name"] for one in row["seat_plan"]["categories"]] == ["Borgere", "Under 25"]
    assert [one["capacity"] for one in row["seat_plan"]["quotas"]] == [30, 35]
    (block,) = row["seat_plan"]["blocks"]
    assert (block["seats"], block["release_at"]) == (10, "2026-11-30T23:00:00+00:00")
    again = await dorte.get(f"{page.url.path}/rediger")
    assert "Borgere + Under 25 | højst 35" in again.text


async def test_a_group_that_is_renamed_keeps_its_people(dorte: Facilitator, pool: Pool) -> None:
    two = SeatPlan(10, (Category("all", "Alle"), Category("unge", "Unge")))
    session = await hold(pool, plan=two)
    await join_all(pool, session, 1)
    fields = form_of(await dorte.get(f"/dialog/styring/{session.id}/rediger"))
    page = await dorte.submit(f"/dialog/styring/{session.id}/rediger", {**fields, "group-1-name": "Borgere"})
    assert "Ændringerne er gemt" in shown(page)
    assert (await look_up(pool, session)).seat_plan.categories[0] == Category("all", "Borgere")
    gone = {**fields, "group-1-name": "", "version": "2"}
    refused = await dorte.submit(f"/dialog/styring/{session.id}/rediger", gone)
    assert "Nogen er tilmeldt i en gruppe" in wrong(refused)["group-1-name"]


def form_of(page: httpx.Response) -> dict[str, Any]:
    """What a browser would send of the form as it stands."""
    form = page.text.partition('class="plan-form"')[2].partition("</form>")[0]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if found.get("type") not in ("checkbox", "radio") or " checked" in tag:
            fields.setdefault(found["name"], []).append(unescape(found.get("value", "")))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        fields[name] = [unescape(text)]
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        fields[name] = chosen or [re.findall(r'value="([^"]*)"', options)[0]]
    return fields


async def test_saving_a_full_form_as_it_stands_changes_nothing(dorte: Facilitator, pool: Pool) -> None:
    session = await hold(pool, replace(FULL, id=uuid4(), slug="fuld"))
    fields = form_of(await dorte.get(f"/dialog/styring/{session.id}/rediger"))
    page = await dorte.submit(f"/dialog/styring/{session.id}/rediger", fields)
    assert page.status_code == 200
    assert described_as(session, description_of(await look_up(pool, session))) == session
    assert (await look_up(pool, session)).version in (1, 2)  # a seed for the draw is all that may be new
    english = form_of(await dorte.get(f"/en/dialog/styring/{session.id}/rediger"))
    await dorte.submit(f"/en/dialog/styring/{session.id}/rediger", english)
    assert described_as(session, description_of(await look_up(pool, session))) == session


async def test_a_session_people_have_signed_up_to_moves_with_a_reason_only(dorte: Facilitator, pool: Pool) -> None:
    session = await hold(pool)
    await join_all(pool, session, 2)
    path = f"/dialog/styring/{session.id}/rediger"
    page = await dorte.get(path)
    assert "2 tilmeldinger får besked" in shown(page)
    fields = {**form_of(page), "place": "Biblioteket"}
    refused = await dorte.submit(path, fields)
    assert wrong(refused) == {"reason": "Skriv, hvorfor mødet er flyttet. De tilmeldte får det at vide."}
    assert 'value="Biblioteket"' in refused.text
    moved = await dorte.submit(path, {**fields, "reason": "Kulturhuset er lukket."})
    assert "Begrundelse: Kulturhuset er lukket." in shown(moved)
    assert (await told(pool)).count("sign_up.moved") == 2


async def test_fewer_places_than_are_taken_are_refused_in_figures(dorte: Facilitator, pool: Pool) -> None:
    session = await hold(pool, capacity=3, promotes_to="place")
    people = await join_all(pool, session, 5)
    path = f"/dialog/styring/{session.id}/rediger"
    fields = form_of(await dorte.get(path))
    refused = await dorte.submit(path, {**fields, "capacity": "2"})
    assert "allerede givet 3 pladser" in wrong(refused)["capacity"]
    await dorte.submit(path, {**fields, "capacity": "5"})
    assert {state.value for state in await states(pool, people)} == {"confirmed"}


async def test_who_is_overtaken_keeps_what_they_typed_and_sees_what_differs(dorte: Facilitator, pool: Pool) -> None:
    session = await plan(pool)
    path = f"/dialog/styring/{session.id}/rediger"
    fields = form_of(await dorte.get(path))
    await change(pool, session, contact="Ring 12 34 56 78")
    page = await dorte.submit(path, {**fields, "summary": "Min tekst"})
    assert page.status_code == 409
    assert "Min tekst" in page.text
    assert 'href="#contact"' in page.text
    assert (await look_up(pool, session)).contact == "Ring 12 34 56 78"
    again = await dorte.submit(path, {**form_of(page), "contact": "Ring 12 34 56 78"})
    assert "Ændringerne er gemt" in shown(again)
    after = await look_up(pool, session)
    assert (after.summary, after.contact) == ("Min tekst", "Ring 12 34 56 78")


async def test_correcting_an_error_overtakes_nobody(dorte: Facilitator, pool: Pool) -> None:
    session = await plan(pool)
    path = f"/dialog/styring/{session.id}/rediger"
    fields = form_of(await dorte.get(path))
    await change(pool, session, contact="Ring")
    refused = await dorte.submit(path, {**fields, "title": ""})
    assert refused.status_code == 422
    assert (await dorte.submit(path, {**form_of(refused), "title": "Ny"})).status_code == 409


async def test_cancelling_asks_why_and_says_what_follows(dorte: Facilitator, pool: Pool) -> None:
    session = await hold(pool)
    people = await join_all(pool, session, 2)
    here = f"/dialog/styring/{session.id}"
    assert "2 tilmeldinger får besked" in shown(await dorte.get(here))
    refused = await dorte.submit(f"{here}/aflysning", {"reason": " "})
    assert list(wrong(refused)) == ["reason"]
    done = await dorte.submit(f"{here}/aflysning", {"reason": "Oplægsholderen er syg."})
    assert "alle tilmeldte får besked" in shown(done)
    assert "Oplægsholderen er syg." in shown(await dorte.get(f"/dialog/{session.slug}"))
    assert {state.value for state in await states(pool, people)} == {"called_off"}
    assert "kan ikke ændres" in shown(await dorte.get(f"{here}/rediger"))


async def test_a_session_is_taken_off_and_put_back(dorte: Facilitator, pool: Pool) -> None:
    session = await hold(pool)
    here = f"/dialog/styring/{session.id}"
    off = await dorte.submit(f"{here}/offentliggoerelse", {"act": "withdraw", "version": "1"})
    assert "Taget af programmet" in shown(off)
    assert (await dorte.get(f"/dialog/{session.slug}")).status_code == 404
    stale = await dorte.submit(f"{here}/offentliggoerelse", {"act": "publish", "version": "1"})
    assert stale.status_code == 409
    await dorte.submit(f"{here}/offentliggoerelse", {"act": "publish", "version": "2"})
    assert await history(pool, session) == ["withdrawn", "published"]


async def test_a_copy_is_made_on_another_date(dorte: Facilitator, pool: Pool) -> None:
    session = await hold(pool)
    here = f"/dialog/styring/{session.id}"
    refused = await dorte.submit(f"{here}/kopi", {"from": "18:00", "to": "20:00"})
    assert list(wrong(refused)) == ["date"]
    typed = {"date": "2026-12-15", "from": "18:00", "to": "20:00", "to_series": "1", "id": str(uuid4())}
    await dorte.submit(f"{here}/kopi", typed)
    page = await dorte.submit(f"{here}/kopi", typed)
    assert "Kopien er gemt som kladde" in shown(page)
    assert "tirsdag den 8. december 2026" in shown(page)
    assert await pool.fetchval("SELECT count(*) FROM sessions") == 2


async def test_the_list_shows_each_session_where_it_belongs_with_its_figures(dorte: Facilitator, pool: Pool) -> None:
    assert "Ingen kommende møder" in shown(await dorte.get("/dialog/styring"))
    session = await hold(pool, capacity=1, facilitator_ids=(dorte.id,))
    await join_all(pool, session, 3)
    await plan(pool, title="Kun en kladde")
    await hold(pool, title="Sidste år", starts_at=NOW - 2 * DAY, ends_at=NOW - DAY)
    upcoming = shown(await dorte.get("/dialog/styring"))
    assert "Kommende (1)" in upcoming and "Kladder (1)" in upcoming and "Holdt (1)" in upcoming
    assert "1 af 1" in upcoming and "2 venter" in upcoming and "Valgt uden om booking" in upcoming
    assert "Kun en kladde" in shown(await dorte.get("/dialog/styring?vis=kladder"))
    assert "Sidste år" in shown(await dorte.get("/dialog/styring?vis=forbi"))
    assert session.title in shown(await dorte.get("/dialog/styring?kun=mine"))
    assert "Ingen kladder" in shown(await dorte.get("/dialog/styring?vis=kladder&kun=mine"))
    assert "Intet passer" in shown(await dorte.get("/dialog/styring?q=%25"))


async def test_a_long_list_goes_on_and_a_spreadsheet_has_it_whole(dorte: Facilitator, pool: Pool) -> None:
    for number in range(33):
        day = NOW + (number + 1) * DAY
        await hold(pool, title=f"=Møde {number:02}", starts_at=day, ends_at=day + timedelta(hours=2))
    first = await dorte.get("/dialog/styring")
    (more,) = re.findall(r'href="([^"]+)" rel="next"', first.text)
    both = first.text + (await dorte.get(unescape(more))).text
    assert len(set(re.findall(r"=Møde \d\d", both))) == 33
    file = await dorte.get("/dialog/styring/moeder.csv")
    assert file.text.startswith("\ufeff")
    assert file.text.count("'=Møde") == 33, "a title never becomes a formula"


async def test_a_published_session_never_loses_what_made_it_real(dorte: Facilitator, pool: Pool) -> None:
    session = await publish(pool, await plan(pool))
    path = f"/dialog/styring/{session.id}/rediger"
    refused = await dorte.submit(path, {**form_of(await dorte.get(path)), "settled": ""})
    assert wrong(refused) == {"settled": "Skriv, hvad der ligger fast."}
