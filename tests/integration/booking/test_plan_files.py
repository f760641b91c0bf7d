# SPDX-License-Identifier: MPL-2.0
"""Teams from a spreadsheet into a plan and back: every line answered, nothing stored before a yes, and then all or none."""

import asyncio
import io
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, time
from html import unescape
from uuid import UUID

import httpx
import pytest
from openpyxl import load_workbook

from services.booking.commands import change_plan as changing
from services.booking.commands.change_plan import PlanChange, change_plan, start_plan
from services.booking.commands.place_booking import place_booking
from services.booking.model import Every, Recurrence, Season, SeasonPlan, TeamSeries
from services.booking.spreadsheets.open_file import MOST_BYTES
from services.booking.store.plan_lines import mark_booked
from services.booking.store.season_plans import get_plan
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.municipality import NOW, Municipality
from tests.unit.booking.spreadsheets.sheets import csv, excel, saved

SEASON = Season(date(2026, 12, 1), date(2027, 5, 31))
HEADINGS = ["Hold", "Deltagere", "Lokale", "Ugedag", "Tid", "Første dato"]
U13 = ["U13", 20, "Hal B, bane 1", "tirsdag", "17-18.30", ""]
U15 = ["U15", 18, "Hal B, bane 2", "onsdag", "18.30-20", "06-01-2027"]
WRONG = ["U17", 18, "Hal C", "tors", "25.00", "31-02-2027"]


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
async def plan_id(town: Municipality, pool: Pool) -> UUID:
    return await start_plan(pool, town.club, SEASON, town.chair, now=NOW, skip=[date(2027, 2, 16)])


class Files:
    """A member at the page for files."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.browser = browser
        self.path = path

    async def send(self, content: bytes, name: str = "hold.csv", language: str = "") -> httpx.Response:
        """The file, as the form sends it."""
        return await self.browser.client.post(
            f"{language}{self.path}/fil", data={"csrf": self.browser.token}, files={"file": (name, content)}
        )

    async def take(self, page: httpx.Response, rows: list[int] | None = None, **changes: str) -> httpx.Response:
        """The form of the page: with the boxes as they are, or these."""
        form = page.text[page.text.index("/fil/linjer") :].split("</form>")[0]
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
        fields["lines"] = form.split('name="lines"')[1].split(">", 1)[1].split("</textarea>")[0]
        ticked = re.findall(r'name="take" value="(\d+)" checked', form) if rows is None else [str(row) for row in rows]
        data: dict[str, str | list[str]] = {name: unescape(value) for name, value in fields.items()}
        return await self.browser.client.post(
            f"{self.path}/fil/linjer", data=data | {"take": ticked} | changes, follow_redirects=True
        )


@pytest.fixture
def files(town: Municipality, callers: Callers, plan_id: UUID) -> Files:
    return Files(callers.browser(member(town.chair)), f"/foreninger/{town.club}/planer/{plan_id}")


async def planned(pool: Pool, town: Municipality, plan_id: UUID) -> SeasonPlan:
    async with pool.acquire() as connection:
        return await get_plan(connection, town.club, plan_id)


def text(page: httpx.Response) -> str:
    """What a reader sees, roughly."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


async def test_a_file_is_answered_line_by_line_and_the_good_lines_are_taken_together(
    town: Municipality, files: Files, pool: Pool, plan_id: UUID
) -> None:
    file = saved(excel(["Fløjby HK"], [*HEADINGS, "Træner"], U13, U15, WRONG, [*U13[:5], "01-12-2029"]))
    seen = await files.send(file, "Hold 2027.xlsx")
    said = text(seen)
    for part in (
        "Linjerne i Hold 2027.xlsx",
        "2 af 4 linjer kan bruges",
        "Læst fra arket »Sheet«",
        "Kolonne G: »Træner« kender vi ikke",
        "Række 5: U17",
        "C5 (Lokale): Vi kender ikke lokalet »Hal C«. Mener I",
        "E5 (Tid): »25.00« er ikke et klokkeslæt",
        "F5 (Første dato): Den 31. februar 2027 findes ikke: måneden har 28 dage.",
        "F6 (Første dato): Den sidste dag, 31. maj 2027, ligger før den første, 1. december 2029.",
        "2 linjer til planen",
        "Hver tirsdag kl. 17.00-18.30 fra 1. december 2026 til 25. maj 2027, undtagen 16. februar 2027",
        "Fløjby Hallen, Hal B, bane 1 · 20 deltagere · 25 datoer",
        "Række 4: U15",
    ):
        assert part in said, part
    assert (await planned(pool, town, plan_id)).lines == ()
    assert "2 of 4 lines can be used" in text(await files.send(file, language="/en"))

    done = await files.take(seen)
    assert "Linjerne er lagt i planen: 2 nye og 0 ændrede." in text(done)
    first, second = (await planned(pool, town, plan_id)).lines
    assert first.series == TeamSeries(
        rooms=(town.courts[0],),
        recurrence=Recurrence(
            *(Every.WEEK, SEASON.first, time(17), time(18, 30)),
            weekdays=(2,),
            until=SEASON.last,
            skip=(date(2027, 2, 16),),
        ),
        purpose="U13",
        attendance=20,
        team="U13",
    )
    assert second.series.recurrence.first == date(2027, 1, 6)

    again = await files.take(seen)
    assert again.status_code == 409 and "De valgte linjer står i planen." in text(again)
    assert "Står i planen som linje 1" in text(again) and "Ingen linjer at lægge i planen" in text(again)
    assert len((await planned(pool, town, plan_id)).lines) == 2, "the same button twice takes once"


async def test_the_plan_is_downloaded_changed_and_read_back(
    town: Municipality, files: Files, pool: Pool, plan_id: UUID
) -> None:
    at = Recurrence(Every.WEEK, SEASON.first, time(17), time(18), weekdays=(2,), until=SEASON.last)
    series = [
        TeamSeries((town.courts[0],), at, "Træning", 20, team="=U13", note="Net; to", layout="rows"),
        TeamSeries((town.courts[1], town.courts[2]), at, "Stævne", 80, team="Alle"),
        TeamSeries((town.courts[3],), at, "Fast", 8, team="Booket"),
    ]
    await change_plan(
        pool,
        town.club,
        plan_id,
        PlanChange(added=series),
        town.chair,
        version=(await planned(pool, town, plan_id)).version,
        now=NOW,
    )
    page = text(await files.browser.get(f"{files.path}/fil"))
    assert "Planens 3 linjer som Excel" in page and "Tom skabelon" in page

    as_csv = await files.browser.get(f"{files.path}/hold.csv")
    assert as_csv.content.startswith(b"\xef\xbb\xbf") and "'=U13;" in as_csv.text
    assert as_csv.headers["content-disposition"] == 'attachment; filename="hold-2026-2027.csv"'
    untouched = text(await files.send(as_csv.content))
    assert "3 linjer gør ingen forskel" in untouched and "Ingen linjer at lægge i planen" in untouched

    as_excel = await files.browser.get(f"{files.path}/hold.xlsx")
    book = load_workbook(io.BytesIO(as_excel.content))
    sheet = book["Hold"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("Til kl.") + 1, time(18, 30))
    sheet.cell(4, heads.index("Hold") + 1, "Ikke længere booket")
    sheet.append([None, "Ny", None, None, 9, "Mødelokale", "mandag", time(9), time(10)])
    booking = (
        await place_booking(pool, town.wish(room_id=town.meeting_room, attendance=5), town.chair, now=NOW)
    ).booking
    async with pool.acquire() as connection:
        await mark_booked(connection, (await planned(pool, town, plan_id)).lines[2].id, booking.id)
    seen = await files.send(saved(book), "hold.xlsx")
    said = text(seen)
    assert "Ændringer: Til kl.: 18.00 → 18.30" in said
    assert "Linje 3 i planen er booket og kan ikke ændres her" in said
    assert "Linjerne er lagt i planen: 1 nye og 1 ændrede." in text(await files.take(seen))
    changed, second, _, new = (await planned(pool, town, plan_id)).lines
    assert changed.series.recurrence.ends == time(18, 30)
    assert (changed.series.team, changed.series.layout, second.series.attendance) == ("=U13", "rows", 80)
    assert (new.number, new.series.rooms) == (4, (town.meeting_room,))

    template = load_workbook(io.BytesIO((await files.browser.get(f"/en{files.path}/skabelon.xlsx")).content))
    assert next(template["Teams"].iter_rows(values_only=True))[:2] == ("Team", "Activity")


async def test_nothing_is_stored_of_what_cannot_be_stored_whole(
    town: Municipality, files: Files, pool: Pool, plan_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = await files.send(csv(HEADINGS, U13, U15))
    assert "Sæt kryds ved mindst én linje" in text(await files.take(seen, []))
    monkeypatch.setattr(changing, "MOST_LINES", 1)
    refused = await files.take(seen)
    assert refused.status_code == 409 and "En plan kan højst have 1 linjer, og den har 0" in text(refused)
    assert (await planned(pool, town, plan_id)).lines == ()
    one = await files.take(refused, [3])
    assert "1 nye" in text(one)
    assert [line.series.team for line in (await planned(pool, town, plan_id)).lines] == ["U15"]
    monkeypatch.undo()

    seen = await files.send(csv(HEADINGS, U13, ["U11", *U13[1:]]))
    plan = await planned(pool, town, plan_id)
    other = PlanChange(added=[replace(plan.lines[0].series, team="En andens")])
    await change_plan(pool, town.club, plan_id, other, town.chair, version=plan.version, now=NOW)
    stale = await files.take(seen)
    assert "Nogen har ændret planen imens" in text(stale)
    assert len((await planned(pool, town, plan_id)).lines) == 2
    both = await asyncio.gather(files.take(stale), files.take(stale))
    assert sorted(page.status_code for page in both) == [200, 409]
    assert [line.series.team for line in (await planned(pool, town, plan_id)).lines] == [
        "U15",
        "En andens",
        "U13",
        "U11",
    ]

    seen = await files.send(csv(HEADINGS, ["U9", *U13[1:]]))
    await pool.execute("UPDATE rooms SET name = 'Omdøbt', slug = 'omdoebt' WHERE id = $1", town.courts[0])
    renamed = await files.take(seen)
    assert renamed.status_code == 409 and "Vi kender ikke lokalet »Fløjby Hallen, Hal B, bane 1«" in text(renamed)


async def test_files_that_cannot_be_read_say_why_and_forms_that_were_tampered_with_do_no_harm(
    files: Files, pool: Pool, town: Municipality, plan_id: UUID
) -> None:
    for content, sentence in (
        (b"", "Filen er tom."),
        (b"%PDF-1.7", "Filen er ikke et regneark."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "Filen er fra en ældre Excel (.xls)."),
        (b"x" * (MOST_BYTES + 1), "Filen er for stor: højst 5 MB."),
    ):
        page = await files.send(content, "fil.xlsx")
        assert page.status_code == 422 and sentence in text(page), sentence
    no_file = await files.browser.submit(f"{files.path}/fil")
    assert no_file.status_code == 422 and "Vælg en fil." in text(no_file)
    assert (await files.send(b"x" * (MOST_BYTES + 2_000_000))).status_code == 413
    for lines in ("", "PK\x03\x04", "Lokale;Ugedag;Tid\nHal B;m;17"):
        await files.browser.submit(f"{files.path}/fil/linjer", lines=lines, rows="x,2", take="2", version="-1")
    assert (await planned(pool, town, plan_id)).lines == ()


async def test_only_who_acts_for_the_association_has_its_files(
    town: Municipality, callers: Callers, files: Files, pool: Pool, plan_id: UUID
) -> None:
    content = csv(HEADINGS, U13)
    stranger = Files(callers.browser(member(town.conductor)), files.path)
    for path in ("/fil", "/hold.xlsx", "/hold.csv", "/skabelon.xlsx"):
        assert (await stranger.browser.get(f"{files.path}{path}")).status_code == 403, path
    assert (await stranger.send(content)).status_code == 403
    elsewhere = files.path.replace(str(town.club), str(town.choir))
    assert (await stranger.browser.get(f"{elsewhere}/fil")).status_code == 404, "not the choir's plan"

    caretaker = Files(callers.browser(staff(StaffRole.CARETAKER)), files.path)
    shown = text(await caretaker.browser.get(f"{files.path}/fil"))
    assert "Tom skabelon" in shown and "Se linjerne" not in shown
    assert (await caretaker.send(content)).status_code == 403
    forged = await files.browser.client.post(f"{files.path}/fil", files={"file": ("hold.csv", content)})
    assert forged.status_code == 403

    office = Files(callers.browser(staff()), files.path)
    assert "1 nye" in text(await office.take(await office.send(content)))
    assert (await planned(pool, town, plan_id)).changed_by_name == "Mie Sagsbehandler"
