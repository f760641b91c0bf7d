# SPDX-License-Identifier: MPL-2.0
"""The pages about school holidays, as a browser without JavaScript uses them: file, line by line, who is hit, yes, undo."""

import re
from collections.abc import AsyncGenerator
from html import unescape
from uuid import UUID, uuid4

import httpx
import pytest

from services.booking.commands.place_booking import place_booking
from services.shared.db import Pool
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.municipality import NOW, Municipality, found
from tests.integration.booking.test_school_holidays import CLOSED_THEN

HOME = "/lokaler/skoleferier"
CSV = "fra;til;navn;skole\n1.12.2026;3.12.2026;Lukkeuge;\n21.12.2026;3.1.2027;Juleferie;Fløjby Hallen\n"
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Skole//DA
BEGIN:VEVENT
UID:1
SUMMARY:Vinterferie
DTSTART;VALUE=DATE:20270215
DTEND;VALUE=DATE:20270220
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
async def town(pool: Pool) -> Municipality:
    return await found(pool, CLOSED_THEN)


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def office(callers: Callers) -> Browser:
    return callers.browser(staff())


def text(page: httpx.Response) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


async def upload(office: Browser, name: str, content: str, **fields: str) -> httpx.Response:
    """As the file form sends it."""
    return await office.client.post(
        f"{HOME}/proev",
        data={"csrf": office.token, "what": "fil", **fields},
        files={"file": (name, content.encode(), "application/octet-stream")},
    )


def confirmation(page: httpx.Response) -> dict[str, str]:
    """What the yes of the page sends."""
    form = page.text[page.text.index(f'action="{HOME}/gem"') :].split("</form>")[0]
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    lines = re.findall(r'<textarea name="(lines)" hidden>\n(.*?)</textarea>', form, re.DOTALL)
    return {name: unescape(value) for name, value in (*fields, *lines) if name != "csrf"}


async def yes(office: Browser, page: httpx.Response) -> httpx.Response:
    return await office.submit(f"{HOME}/gem", **confirmation(page))


async def test_a_file_is_tried_line_by_line_taken_and_taken_back(
    town: Municipality, office: Browser, pool: Pool
) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    assert "Ingen skoleferier" in text(await office.get(HOME))
    seen = await upload(office, "ferier.csv", CSV)
    said = text(seen)
    for part in (
        "ferier.csv Intet er gemt endnu. Nye: 2. Ændret: 0. Uændret: 0. Forkerte: 0. Fjernes: 0.",
        "Linje 2 Lukkeuge: tirsdag den 1. december 2026 til torsdag den 3. december 2026 Hele kommunen Ny",
        "Linje 3 Juleferie: mandag den 21. december 2026 til søndag den 3. januar 2027 Fløjby Hallen Ny",
        "Regler, der ser på skoleferier: Idrætshaller.",
        "1 tid er booket på de dage",
        "1 af dem ville få et andet svar",
        "De bliver alle stående.",
        "Fløjby HK tirsdag den 1. december 2026 18.00-20.00 Håndbold U13",
        "Ja med det samme → bliver til Nej",
    ):
        assert part in said, said
    assert await pool.fetchval("SELECT count(*) FROM school_holidays") == 0, "only looked at"

    done = text(await yes(office, seen))
    for part in (
        "Skoleferierne er gemt",
        "Skoleåret 2026/27",
        "Lukkeuge Hele kommunen · skrevet ind af Mie Sagsbehandler den 24.11.2026 Fra en fil",
        "24.11.2026 kl. 13.00 Mie Sagsbehandler: hentede filen ferier.csv Nye: 2. Ændret: 0. Fjernet: 0.",
    ):
        assert part in done, done
    again = await yes(office, seen)
    assert again.status_code == 409 and "Noget er ændret, siden du så listen." in text(again)
    assert "Der er intet at ændre" in text(again)

    newer = await upload(office, "ferier-2.csv", CSV.replace("3.12.2026", "4.12.2026").split("21.12")[0], replaces="1")
    assert "Fjernes: 0." in text(newer), "the school's own is at another place than the file speaks of"
    await yes(office, newer)
    change = await pool.fetchval("SELECT id FROM school_holiday_changes ORDER BY at DESC, id DESC LIMIT 1")
    back = await office.submit(f"{HOME}/proev", what="fortryd", id=str(change))
    assert "Bliver til: Lukkeuge: tirsdag den 1. december 2026 til torsdag den 3. december 2026" in text(back)
    undone = text(await yes(office, back))
    assert "Ændringen er taget tilbage" in undone and "tog ændringen fra 24.11.2026 kl. 13.00 tilbage" in undone
    twice = await office.submit(f"{HOME}/proev", what="fortryd", id=str(change))
    assert twice.status_code == 409 and "Den ændring er allerede taget tilbage." in text(twice)


async def test_wrong_lines_are_said_put_right_in_place_and_nothing_is_stored_before(
    office: Browser, pool: Pool
) -> None:
    wrong = await upload(
        office, "ferier.csv", "1.12.2026;3.12.2026;Lukkeuge\n31.2.2027;;Fri\n12.10.26;;Fri;Flojby Hallen"
    )
    said = text(wrong)
    assert wrong.status_code == 400
    for part in (
        "2 linjer skal rettes Intet kan gemmes, før alle linjer er rigtige.",
        "Linje 2 “31.2.2027” findes ikke. Måneden slutter den 28.02.2027. 31.2.2027; ; Fri Forkert",
        "Linje 3 “12.10.26” har kun to tal for året. Skriv 12.10.2026.",
        "Linje 1 Lukkeuge",
    ):
        assert part in said, said
    assert f'action="{HOME}/gem"' not in wrong.text
    assert "31.2.2027;;Fri" in wrong.text, "the table stands in a field, to be put right"
    danish = await office.client.post(
        f"{HOME}/proev",
        data={"csrf": office.token, "what": "fil"},
        files={"file": ("a.csv", "31.2.2027;;Efterårsferie".encode("cp1252"), "text/csv")},
    )
    assert "31.2.2027;;Efterårsferie" in danish.text, "as Excel saved it"
    place = await office.submit(
        f"{HOME}/proev", what="fil", source="ferier.csv", lines="1.12.2026;;Fri;Flojby Hallen", place="kommunen"
    )
    assert "Vi kender ikke “Flojby Hallen”. Mente du “fløjby hallen”?" in text(place)
    right = await office.submit(
        f"{HOME}/proev",
        what="fil",
        source="ferier.csv",
        lines="1.12.2026;;Fri\n2.12.2026;;Mere",
        place="floejby-hallen",
    )
    await yes(office, right)
    rows = await pool.fetch("SELECT name, source, site_id FROM school_holidays ORDER BY first_day")
    assert [(row["name"], row["source"], row["site_id"] is None) for row in rows] == [
        ("Fri", "ferier.csv", False),
        ("Mere", "ferier.csv", False),
    ]


async def test_an_icalendar_file_is_taken_as_well(office: Browser, pool: Pool) -> None:
    seen = await upload(office, "skolen.ics", ICS, place="floejby-hallen")
    assert "Vinterferie: mandag den 15. februar 2027 til fredag den 19. februar 2027 Fløjby Hallen" in text(seen)
    await yes(office, seen)
    assert await pool.fetchval("SELECT source FROM school_holidays") == "skolen.ics"
    english = text(await office.get(f"/en{HOME}"))
    assert "Monday 15 February 2027 to Friday 19 February 2027 Vinterferie" in english
    for name, content, said in (
        ("a.ics", ICS.replace("DTEND", "RRULE:FREQ=YEARLY\r\nDTEND"), "Begivenheden gentager sig (RRULE)"),
        ("b.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", "Der er ingen begivenheder"),
        ("c.csv", "", "Filen er tom."),
        ("d.xlsx", "PK\x03\x04\x00", "Filen er ikke en tabel i tekst."),
        ("e.csv", "x" * 500_001, "Filen er for stor."),
        ("f.csv", "fra;til\n1.1.2027;2.1.2027", "Her mangler noget: navn."),
    ):
        refused = await upload(office, name, content)
        assert refused.status_code == 400 and said in text(refused), said


async def test_one_is_typed_in_changed_and_removed(office: Browser, pool: Pool) -> None:
    typed = {"what": "haand", "where": "kommunen", "name": "Efterårsferie", "first": "2027-10-18", "last": "2027-10-22"}
    assert "Forkerte: 0" in text(await office.submit(f"{HOME}/proev", **typed))
    for change, said in (
        ({"first": ""}, "Skriv dagen, for eksempel 24.11.2026."),
        ({"last": "2027-10-17"}, "Den slutter 17.10.2027, før den begynder 18.10.2027."),
        ({"name": " "}, "Skriv, hvad ferien hedder"),
        ({"where": "mosen"}, "Vælg hele kommunen eller et af stederne på listen."),
    ):
        wrong = await office.submit(f"{HOME}/proev", **typed | change)
        assert wrong.status_code == 400 and said in text(wrong)
        assert 'value="Efterårsferie"' in wrong.text or "name" in change, "what was typed stands"
    await yes(office, await office.submit(f"{HOME}/proev", **typed))
    over = await office.submit(f"{HOME}/proev", **typed | {"name": "Fri", "first": "2027-10-20"})
    assert over.status_code == 400
    assert "Den overlapper Efterårsferie, 18.10.2027-22.10.2027, som står her i forvejen." in text(over)

    holiday = await pool.fetchval("SELECT id FROM school_holidays")
    assert isinstance(holiday, UUID)
    page = await office.get(f"{HOME}/{holiday}")
    assert page.status_code == 200 and 'value="2027-10-18"' in page.text
    edited = {"what": "ret", "id": str(holiday), "name": "Uge 42", "first": "2027-10-16", "last": ""}
    wrong = await office.submit(f"{HOME}/proev", **edited | {"last": "i går"})
    assert wrong.status_code == 400 and "“i går” er ikke en dag." in text(wrong) and 'value="Uge 42"' in wrong.text
    seen = await office.submit(f"{HOME}/proev", **edited)
    assert "Før: Efterårsferie" in text(seen)
    await yes(office, seen)
    assert await pool.fetchval("SELECT name FROM school_holidays") == "Uge 42"
    gone = await office.submit(f"{HOME}/proev", what="fjern", id=str(holiday))
    assert "Fjernes Uge 42: lørdag den 16. oktober 2027" in text(gone)
    assert "Ingen skoleferier" in text(await yes(office, gone))
    late = await office.submit(f"{HOME}/proev", **edited)
    assert late.status_code == 409 and "Den ferie er ikke længere på listen." in text(late)
    assert (await office.get(f"{HOME}/{holiday}")).status_code == 404
    unclear = await office.submit(f"{HOME}/proev", what="x")
    assert unclear.status_code == 400 and "Det er ikke til at se, hvad du ville." in text(unclear)


async def test_only_caseworkers_change_them(town: Municipality, callers: Callers, pool: Pool) -> None:
    caretaker, chair = callers.browser(staff(StaffRole.CARETAKER)), callers.browser(member(town.chair))
    seen = await caretaker.get(HOME)
    assert seen.status_code == 200 and 'id="fil"' not in seen.text
    for browser in (caretaker, chair):
        for path in ("proev", "gem"):
            answer = await browser.submit(f"{HOME}/{path}", what="haand", name="x", first="1.12.2026")
            assert answer.status_code == 403
        assert (await browser.get(f"{HOME}/{uuid4()}")).status_code == 403
    assert (await chair.get(HOME)).status_code == 403
    forged = await callers.browser(staff()).client.post(f"{HOME}/gem", data={"what": "haand", "csrf": "guessed"})
    assert forged.status_code == 403
    assert await pool.fetchval("SELECT count(*) FROM school_holidays") == 0
