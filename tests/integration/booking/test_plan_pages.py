# SPDX-License-Identifier: MPL-2.0
"""The pages of a season plan: begin, work in the table, try, book, and what others do meanwhile."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

import httpx
import pytest

from services.booking.commands.change_plan import PlanChange, change_plan, start_plan
from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_series import place_series
from services.booking.commands.series_asked import SeriesAsked
from services.booking.model import Every, Recurrence, Season, SeasonPlan, TeamSeries
from services.booking.store.season_plans import get_plan
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.municipality import NOW, Municipality, at
from tests.integration.booking.plan_browser import send, text

SEASON = Season(date(2026, 11, 30), date(2027, 1, 31))
TUESDAYS = Recurrence(Every.WEEK, date(2026, 12, 1), time(18), time(20), weekdays=(2,), until=SEASON.last)


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@dataclass
class Desk:
    """The chair at the club's plan."""

    browser: Browser
    pool: Pool
    club: UUID
    plan_id: UUID

    @property
    def path(self) -> str:
        return f"/foreninger/{self.club}/planer/{self.plan_id}"

    async def page(self, below: str = "") -> httpx.Response:
        return await self.browser.get(self.path + below)

    async def save(self, page: httpx.Response, **changes: str | None) -> httpx.Response:
        return await send(self.browser, page, self.path, **changes)

    async def plan(self) -> SeasonPlan:
        async with self.pool.acquire() as connection:
            return await get_plan(connection, self.club, self.plan_id)


@pytest.fixture
async def desk(town: Municipality, callers: Callers, pool: Pool) -> Desk:
    plan_id = await start_plan(pool, town.club, SEASON, town.chair, now=NOW, skip=[date(2026, 12, 29)])
    lines = [
        TeamSeries((town.courts[0],), TUESDAYS, "Håndbold U13, træning", 20, team="U13"),
        TeamSeries((town.halves[0],), TUESDAYS, "Træning", 18, team="U15"),
    ]
    browser = callers.browser(member(town.chair))
    desk = Desk(browser, pool, town.club, plan_id)
    version = (await desk.plan()).version
    await change_plan(pool, town.club, plan_id, PlanChange(added=lines), town.chair, version=version, now=NOW)
    return desk


async def test_an_association_begins_by_copying_its_last_season(
    town: Municipality, callers: Callers, pool: Pool
) -> None:
    browser, home = callers.browser(member(town.chair)), f"/foreninger/{town.club}/planer"
    assert "Ingen sæsonplaner endnu" in text(await browser.get(home))
    wish = town.wish(room_id=town.courts[0], team="U13")
    await place_series(pool, SeriesAsked(wish, TUESDAYS, (town.courts[0],)), town.chair, now=NOW)
    await pool.execute(
        "INSERT INTO school_holidays (id, first_day, last_day, name) VALUES (gen_random_uuid(), $1, $2, 'Juleferie')",
        date(2027, 12, 23),
        date(2028, 1, 2),
    )

    page = await browser.get(home)
    assert "I har 1 fast tid mellem 01.12.2026 og 26.01.2027" in text(page)
    made = await send(browser, page, home)

    assert made.url.path.startswith(f"{home}/")
    assert "1 fast tid er kopieret" in text(made) and "springer over: tor. 23.12. til søn. 2.1." in text(made)
    assert 'value="tirsdag"' in made.text and 'value="30-11-2027"' in made.text
    again = await send(browser, page, home)
    assert again.url.path == made.url.path and "1 var der i forvejen" in text(again)
    assert "1 linje ikke booket" in text(await browser.get(home))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last": "2020-01-01"}, "Sæsonen slutter, før den begynder."),
        ({"first": "i morgen"}, "Skriv datoen som 1.12.2026."),
        ({"first": "2025-07-01", "last": "2026-06-30"}, "Sæsonen er slut."),
        ({"last": "2029-12-31"}, "En sæson kan højst være 400 dage."),
        ({"way": "copy", "past_first": ""}, "Skriv en dato."),
    ],
)
async def test_a_season_that_is_none_is_told_at_its_field_and_keeps_what_was_typed(
    changes: dict[str, str], told: str, town: Municipality, callers: Callers, pool: Pool
) -> None:
    browser, home = callers.browser(member(town.chair)), f"/foreninger/{town.club}/planer"
    page = await browser.get(home)
    answer = await send(browser, page, home, **changes)
    assert answer.status_code == 422
    for name, value in changes.items():
        assert f'value="{value}"' in answer.text, name
    assert 'class="form-error-message"' in answer.text
    assert await pool.fetchval("SELECT count(*) FROM season_plans") == 0
    assert told in text(answer)


async def test_lines_are_changed_added_and_removed_in_one_go_and_a_removal_is_undone(desk: Desk) -> None:
    page = await desk.page("?nye=2")
    saved = await desk.save(
        page,
        **{
            "team-1": "U13 piger",
            "weekday-1": "tirsdag, torsdag",
            "remove-2": "1",
            "team-n1": "U9",
            "people-n1": "12",
            "room-n1": "Mødelokale",
            "weekday-n1": "lørdag",
            "from-n1": "9",
            "to-n1": "10.30",
        },
        do="save",
    )
    assert "1 linjer lagt til, 1 ændret, 1 fjernet" in text(saved)
    first, new = (await desk.plan()).lines
    assert first.series.team == "U13 piger" and first.series.recurrence.weekdays == (2, 4)
    assert first.series.purpose == "Håndbold U13 piger, træning", "a purpose that names the team goes with it"
    assert first.series.recurrence.skip == (date(2026, 12, 29),)
    assert (new.series.team, new.series.attendance, new.series.recurrence.starts) == ("U9", 12, time(9))

    undone = await send(desk.browser, saved, desk.path, do="undo", keys=None)
    assert "1 linje er tilbage i planen" in text(undone)
    assert [line.series.team for line in (await desk.plan()).lines] == ["U13 piger", "U15", "U9"]


async def test_what_is_wrong_is_told_at_its_line_and_nothing_is_stored(desk: Desk) -> None:
    page = await desk.page("?nye=1")
    before = await desk.plan()
    answer = await desk.save(
        page, **{"weekday-1": "tirsdagg", "to-1": "17", "team-2": "U15 drenge", "team-n1": "U9"}, do="save"
    )
    assert answer.status_code == 422
    assert 'href="#weekday-1"' in answer.text and "Linje 1: U13: »tirsdagg« er ikke en ugedag" in text(answer)
    assert 'href="#to-1"' in answer.text and 'href="#room-n1"' in answer.text and 'href="#people-n1"' in answer.text
    assert 'value="U15 drenge"' in answer.text and 'value="tirsdagg"' in answer.text
    assert await desk.plan() == before


async def test_who_writes_while_another_changes_the_plan_keeps_the_words_and_sees_what_would_happen(
    desk: Desk, town: Municipality
) -> None:
    page = await desk.page()
    other = await desk.page()
    await desk.save(other, **{"people-1": "25", "remove-2": "1"}, do="save")

    late = await desk.save(page, **{"team-1": "U13 piger", "team-2": "U15 piger"}, do="save")

    assert late.status_code == 409
    assert "Kirsten Formand har ændret planen, mens I skrev" in text(late)
    assert "En anden har fjernet linjer, som I skrev i: U15 piger" in text(late)
    assert 'value="U13 piger"' in late.text and "Deltagere: 25 → 20" in text(late)
    assert (await desk.plan()).lines[0].series.team == "U13"
    kept = await desk.save(late, **{"people-1": "25"}, do="save")
    assert "Planen er gemt" in text(kept)
    assert [(line.series.team, line.series.attendance) for line in (await desk.plan()).lines] == [("U13 piger", 25)]


async def test_the_trial_tells_each_line_in_words_and_what_is_free_is_booked(
    desk: Desk, town: Municipality, pool: Pool
) -> None:
    choir = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=8), attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)

    tried = await desk.page("/proeve")
    said = text(tried)
    assert "7 af 8 datoer kan fås" in said and "Bookes ikke" in said
    assert "tir. 8.12." in said and "Optaget" in said
    assert "Koret" not in said, "who has the time is not for other associations to see"
    nothing = await send(desk.browser, tried, f"{desk.path}/booking", how="everything")
    assert nothing.status_code == 409 and "intet er booket" in text(nothing)
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 1

    part = await send(desk.browser, tried, f"{desk.path}/proeve", whole="0")
    assert "Samme sted og tid som linje 1 (U13) på 7 datoer" in text(part)
    booked = await send(desk.browser, part, f"{desk.path}/booking", how="free")

    assert "1 linje er booket" in text(booked) and "1 linje kunne ikke bookes" in text(booked)
    first, second = (await desk.plan()).lines
    assert first.booked and second.booked is None
    assert f"/bookinger/{first.booked.booking_id}" in booked.text
    assert "team-1" not in booked.text, "a line that is booked is no field any more"
    again = await send(desk.browser, part, f"{desk.path}/booking", how="free")
    assert await pool.fetchval("SELECT count(*) FROM bookings WHERE association_id = $1", town.club) == 1
    assert again.status_code in (200, 409)


async def test_only_the_ticked_lines_are_booked_and_none_is_an_answer(desk: Desk, pool: Pool) -> None:
    tried = await desk.page("/proeve")
    none = await send(desk.browser, tried, f"{desk.path}/booking", how="free", line=None)
    assert none.status_code == 409 and "Sæt kryds ved mindst én linje" in text(none)
    second = (await desk.plan()).lines[1]
    booked = await send(desk.browser, tried, f"{desk.path}/booking", how="everything", line=str(second.id))
    assert "1 linje er booket" in text(booked)
    assert [bool(line.booked) for line in (await desk.plan()).lines] == [False, True]


async def test_a_line_shows_its_dates_and_an_offer_changes_the_plan(desk: Desk) -> None:
    page = await desk.page("/linjer/2")
    said = text(page)
    assert "Linje 2: U15" in said and "Ingen af datoerne kan fås" in said and "tir. 1.12. 18.00-20.00" in said
    offers = re.findall(r'name="elsewhere" value="([^"]+)"', page.text)
    assert offers, "a line in the way of another is offered something else"
    before = await desk.plan()
    changed = await send(desk.browser, page, f"{desk.path}/linjer/2", elsewhere=offers[-1])
    assert "Planen er ændret" in text(changed)
    plan = await desk.plan()
    assert plan.lines[1].series != before.lines[1].series
    assert "Alle 8 datoer kan fås" in text(await desk.page("/proeve"))
    old = await send(desk.browser, page, f"{desk.path}/linjer/2", elsewhere=offers[-1])
    assert old.status_code == 409
    forged = await desk.browser.submit(
        f"{desk.path}/linjer/1", elsewhere="ingen-hal~0~2026-12-01", version=str((await desk.plan()).version)
    )
    assert forged.status_code == 409 and "Det forslag findes ikke mere" in text(forged)


async def test_a_plan_is_deleted_and_what_was_booked_stays(desk: Desk, pool: Pool) -> None:
    tried = await desk.page("/proeve")
    first = (await desk.plan()).lines[0]
    page = await send(desk.browser, tried, f"{desk.path}/booking", how="free", line=str(first.id))
    old = await send(desk.browser, page, f"{desk.path}/sletning", version="1")
    assert old.status_code == 409 and "ikke slettet" in text(old)
    gone = await send(desk.browser, page, f"{desk.path}/sletning")
    assert "Planen er slettet" in text(gone) and "Ingen sæsonplaner endnu" in text(gone)
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 1
    assert (await desk.page()).status_code == 404


async def test_a_caretaker_looks_and_changes_nothing_and_another_association_sees_nothing(
    desk: Desk, callers: Callers, town: Municipality
) -> None:
    caretaker = callers.browser(staff(StaffRole.CARETAKER))
    page = await caretaker.get(desk.path)
    assert page.status_code == 200 and ">Gem<" not in page.text
    for below, fields in (("", {"do": "save"}), ("/booking", {"how": "free"}), ("/sletning", {}), ("/linjer/1", {})):
        answer = await caretaker.submit(desk.path + below, **fields)
        assert answer.status_code == 403, below
    other = callers.browser(member(town.conductor))
    for below in ("", "/proeve", "/linjer/1"):
        assert (await other.get(desk.path + below)).status_code == 403


async def test_pages_speak_english_too(desk: Desk) -> None:
    for below, words in (("", "Season plan"), ("/proeve", "What happens if you book"), ("/linjer/1", "Line 1: U13")):
        page = await desk.browser.get(f"/en{desk.path}{below}")
        assert page.status_code == 200 and words in text(page)
    begun = await desk.browser.get(f"/en/foreninger/{desk.club}/planer")
    assert "Season 30.11.2026 to 31.01.2027" in text(begun)
