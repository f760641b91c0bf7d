# SPDX-License-Identifier: MPL-2.0
"""The pages about opening hours, as a browser without JavaScript uses them: from the form to the mail that goes out."""

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
from tests.integration.booking.closings import standing, told_associations
from tests.integration.booking.municipality import NOW, Municipality, at
from tests.integration.booking.openings import stored

HOME = "/lokaler/aabningstider"
WEEK = {f"h{number}": "8-16" for number in range(1, 8)}
NOT_OPEN = {f"s0_d{number}": "" for number in range(1, 8)}
"""The first season's hours; a new season begins with the ordinary ones."""


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def office(callers: Callers) -> Browser:
    return callers.browser(staff())


@pytest.fixture
def one(town: Municipality) -> str:
    """The hall's calendar."""
    return f"{HOME}/{town.calendar}"


def text(page: httpx.Response) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


def fields(page: httpx.Response, action: str) -> dict[str, str]:
    """What the page's form sends as it stands: hidden fields, typed values and ticked boxes."""
    form = page.text[page.text.index(f'action="{action}') :].split("</form>")[0]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]+>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and (("checkbox" not in tag and "radio" not in tag) or " checked" in tag):
            found[name[1]] = unescape(value[1])
    return {name: value for name, value in found.items() if name != "csrf"}


async def test_staff_change_hours_see_who_lies_outside_and_choose_what_becomes_of_them(
    town: Municipality, one: str, office: Browser, pool: Pool
) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    choir = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5, span=at(17, day=2))
    await place_booking(pool, choir, town.conductor, now=NOW)
    await place_booking(pool, town.wish(span=at(9)), town.chair, now=NOW)
    listed = text(await office.get(HOME))
    assert "Hallen" in listed and "mandag-søndag 08.00-23.00" in listed and "Lukket på helligdage." in listed
    assert "Ingen åbningskalendere" in text(await office.get(f"{HOME}?sted=mosen"))
    assert "Prøv med færre ord" in text(await office.get(f"{HOME}?q=hallen+mosen"))
    assert "mandag-søndag 08.00-23.00" in text(await office.get(f"{HOME}?q=fløjby+BANE"))

    page = await office.get(one)
    form = fields(page, f"{one}/proev")
    assert form["h1"] == "08.00-23.00" and form["holidays"] == "1" and form["version"] == "1"
    assert form["s0_d1"] == "08.00-23.00" and form["s0_from"] == ""
    summer = NOT_OPEN | {"s0_from": "1.6.", "s0_to": "31/8", "s0_d3": "10-02"}
    seen = await office.submit(f"{one}/proev", **form | WEEK | summer)
    said = text(seen)
    for part in (
        "2 tider vil ligge uden for åbningstiden",
        "Intet er gemt endnu.",
        "Resten af året mandag-søndag 08.00-16.00 1. juni til 31. august onsdag 10.00-02.00",
        "Åbningstiderne nu mandag-søndag 08.00-23.00 Lukket på helligdage.",
        "Fløjby HK 1 tid Aflys deres tider tirsdag den 1. december 2026 18.00-20.00 Håndbold U13",
        "Koret 1 tid",
    ):
        assert part in said, said
    assert (await stored(pool, town)).plan.seasons == () and len(await standing(pool)) == 3
    assert "2 times will lie outside" in text(await office.submit(f"/en{one}/proev", **form | WEEK))

    yes = fields(seen, f"{one}/gem")
    unsaid = await office.submit(f"{one}/gem", **yes | {"ending": "nogle", "reason_da": "x"})
    assert unsaid.status_code == 400 and "Sæt kryds ved de foreninger" in text(unsaid)
    some = yes | {"ending": "nogle", f"association-{town.club}": "1"}
    unreasoned = await office.submit(f"{one}/gem", **some)
    assert unreasoned.status_code == 400 and "Skriv en begrundelse." in text(unreasoned)
    assert fields(unreasoned, f"{one}/gem")["ending"] == "nogle", "what was chosen stands"
    done = text(await office.submit(f"{one}/gem", **some | {"reason_da": "Huset lukker tidligere"}))
    for part in (
        "Åbningstiderne er gemt 1 tid blev aflyst. 1 forening får én mail",
        "1 tid blev stående uden for åbningstiden.",
        "24.11.2026 kl. 13.00 Mie Sagsbehandler 1 tid blev aflyst. Huset lukker tidligere",
        "Sådan var det før mandag-søndag 08.00-23.00 Lukket på helligdage.",
    ):
        assert part in done, done
    assert len(await standing(pool)) == 2
    (told,) = await told_associations(pool)
    assert (told.association_id, told.days, told.reason_da) == (town.club, (), "Huset lukker tidligere")
    room = text(await office.get("/lokaler/hal-b"))
    assert "1.6. til 31.8. onsdag 10.00-02.00" in room and "1.9. til 31.5. mandag-søndag 08.00-16.00" in room


async def test_earlier_hours_are_used_again_and_what_they_had_lost_is_given_back(
    town: Municipality, one: str, callers: Callers, office: Browser, pool: Pool
) -> None:
    for span in (at(17), at(17, day=2)):
        await place_booking(pool, town.wish(span=span), town.chair, now=NOW)
    form = fields(await office.get(one), f"{one}/proev") | WEEK
    yes = fields(await office.submit(f"{one}/proev", **form), f"{one}/gem")
    done = await office.submit(f"{one}/gem", **yes | {"ending": "alle", "reason_da": "Fejl"})
    assert "Giv de 2 aflyste tider tilbage" in text(done) and await standing(pool) == []
    too_early = text(await office.submit(f"{one}/tilbage", change="2"))
    assert "Ingen tider kunne gives tilbage" in too_early and "2 tider kunne ikke gives tilbage" in too_early

    assert f'href="{one}?fra=2#ret"' in done.text
    page = await office.get(f"{one}?fra=2")
    assert "Formularen viser tiderne, som de var før" in text(page)
    form = fields(page, f"{one}/proev")
    assert (form["h1"], form["version"]) == ("08.00-23.00", "2")
    await office.submit(f"{one}/gem", **fields(await office.submit(f"{one}/proev", **form), f"{one}/gem"))
    choir = town.wish(association_id=town.choir, room_id=town.halves[0], attendance=5, span=at(17))
    await place_booking(pool, choir, town.conductor, now=NOW)
    chair = await callers.browser(member(town.chair)).submit(f"{one}/tilbage", change="2")
    assert chair.status_code == 403
    back = text(await office.submit(f"{one}/tilbage", change="2"))
    assert "1 tid givet tilbage 1 forening får én mail. 1 tid kunne ikke gives tilbage" in back
    assert await standing(pool) == [at(17), at(17, day=2)]
    for change in ("2", "3", "999999999999", "x", ""):
        assert "Ingen tider kunne gives tilbage" in text(await office.submit(f"{one}/tilbage", change=change))


async def test_two_editors_the_later_one_is_told_and_keeps_what_was_typed(
    town: Municipality, one: str, callers: Callers, office: Browser, pool: Pool
) -> None:
    other = callers.browser(staff())
    form = fields(await office.get(one), f"{one}/proev") | WEEK
    theirs = await other.submit(f"{one}/proev", **form | {"h1": "7-15"})
    mine = await office.submit(f"{one}/proev", **form | {"h1": "9-17"})
    await other.submit(f"{one}/gem", **fields(theirs, f"{one}/gem"))
    for path, sent in (("gem", fields(mine, f"{one}/gem")), ("proev", form | {"h1": "9-17"})):
        late = await office.submit(f"{one}/{path}", **sent)
        assert late.status_code == 409 and "Åbningstiderne er rettet, siden du åbnede siden" in text(late)
        assert "mandag 07.00-15.00" in text(late) and fields(late, f"{one}/proev")["h1"] == "9-17"
    assert (await stored(pool, town)).plan.ordinary[0][0].opens == 420
    again = await office.submit(f"{one}/proev", **fields(late, f"{one}/proev"))
    assert again.status_code == 200
    await place_booking(pool, town.wish(span=at(13)), town.chair, now=NOW)
    saved = await office.submit(f"{one}/gem", **fields(again, f"{one}/gem"))
    assert "Åbningstiderne er gemt" in text(saved)

    to_noon = await office.submit(f"{one}/proev", **fields(saved, f"{one}/proev") | {"h2": "8-12"})
    assert "1 tid vil ligge" in text(to_noon)
    await place_booking(pool, town.wish(span=at(12), room_id=town.meeting_room, attendance=4), town.chair, now=NOW)
    changed = await office.submit(f"{one}/gem", **fields(to_noon, f"{one}/gem"))
    assert changed.status_code == 409
    assert "Noget er ændret, siden du så listen" in text(changed) and "2 tider vil ligge" in text(changed)
    assert "Åbningstiderne er gemt" in text(await office.submit(f"{one}/gem", **fields(changed, f"{one}/gem")))


async def test_special_days_and_what_is_typed_wrong(town: Municipality, one: str, office: Browser, pool: Pool) -> None:
    form = fields(await office.get(one), f"{one}/proev")
    wrong = {
        "h1": "fra morgen",
        "h2": "8-12, 11-13",
        "s0_from": "31.4.",
        "s0_to": "1.9.",
        "s1_from": "1.5.",
        "s1_to": "1.6.",
        "s2_from": "20.5.",
        "s2_to": "",
        "day": "2026-11-01",
        "day_hours": "8-10, 12-14",
    }
    page = await office.submit(f"{one}/proev", **form | wrong)
    assert page.status_code == 400
    for part in (
        "“fra morgen” er ikke til at læse. Skriv for eksempel 8-12, 13-22.30.",
        "08.00-12.00 og 11.00-13.00 overlapper. Skriv dem som én.",
        "“31.4.” findes ikke.",
        "Skriv dag og måned, for eksempel 1.4.",
        "Dagen er gået.",
        "En særlig dag kan kun have én tid, for eksempel 8-12.",
        "Skriv en begrundelse.",
    ):
        assert part in text(page), part
    kept = fields(page, f"{one}/proev")
    assert (kept["h1"], kept["s1_from"], kept["day_hours"]) == ("fra morgen", "1.5.", "8-10, 12-14")
    over = {"s0_from": "1.5.", "s0_to": "1.6.", "s1_from": "20.5.", "s1_to": "30.6."}
    assert "Perioden overlapper den fra 1.5. til 1.6." in text(await office.submit(f"{one}/proev", **form | over))
    dropped = await office.submit(f"{one}/proev", **form | over | NOT_OPEN | {"s1_drop": "1"})
    assert dropped.status_code == 200 and "1. maj til 1. juni Ikke åbent" in text(dropped)

    await place_booking(pool, town.wish(), town.chair, now=NOW)
    special = {"day": "2026-12-01", "day_last": "2.12.2026", "day_hours": "8-12", "day_reason_da": "Kort dag"}
    seen = await office.submit(f"{one}/proev", **form | special)
    assert "1 tid vil ligge" in text(seen) and "onsdag den 2. december 2026: 08.00-12.00, Kort dag" in text(seen)
    saved = await office.submit(f"{one}/gem", **fields(seen, f"{one}/gem"))
    assert "Fjern den særlige dag tirsdag den 1. december 2026: 08.00-12.00, Kort dag" in text(saved)
    gone = await office.submit(f"{one}/proev", **fields(saved, f"{one}/proev") | {"drop-2026-12-01": "1"})
    assert "tirsdag den 1. december 2026: ikke længere særlige tider" in text(gone)
    await office.submit(f"{one}/gem", **fields(gone, f"{one}/gem"))
    assert [day.day.day for day in (await stored(pool, town)).special] == [2]
    same = await office.submit(f"{one}/proev", **fields(await office.get(one), f"{one}/proev"))
    assert "Det er de samme åbningstider som nu" in text(same)


async def test_rooms_get_their_own_hours_and_follow_others_again(
    town: Municipality, one: str, office: Browser, pool: Pool
) -> None:
    choir = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)
    room = {f"room-{town.meeting_room}": "1"}
    for sent, said in (({"name": "x"}, "Sæt kryds ved mindst ét lokale."), (room, "Skriv et navn")):
        wrong = await office.submit(f"{one}/egne", version="1", **sent)
        assert wrong.status_code == 400 and said in text(wrong)
    stale = await office.submit(f"{one}/egne", version="9", name="Mødelokalet", **room)
    assert stale.status_code == 409
    split = await office.submit(f"{one}/egne", version="1", name="Mødelokalet", **room)
    assert "Lokalerne har nu deres egne åbningstider" in text(split) and "Kom til: Mødelokale" in text(split)
    own = await pool.fetchval("SELECT calendar_id FROM rooms WHERE id = $1", town.meeting_room)
    assert isinstance(own, UUID) and own != town.calendar
    seen = await office.submit(f"{HOME}/{own}/proev", **fields(split, f"{HOME}/{own}/proev") | WEEK)
    done = await office.submit(
        f"{HOME}/{own}/gem", **fields(seen, f"{HOME}/{own}/gem") | {"ending": "alle", "reason_da": "Kortere dage"}
    )
    assert "1 tid blev aflyst." in text(done) and await standing(pool) == []

    version = fields(await office.get(one), f"{one}/proev")["version"]
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    follow = {"what": "foelg", "version": version}
    for sent, said in (({"to": str(own)}, "Sæt kryds ved mindst ét lokale."), (room, "Vælg den åbningskalender")):
        wrong = await office.submit(f"{one}/proev", **follow | sent)
        assert wrong.status_code == 400 and said in text(wrong)
    asked = follow | {"to": str(own), f"room-{town.hall}": "1"}
    preview = await office.submit(f"{one}/proev", **asked)
    assert "Skal følge Mødelokalet" in text(preview) and "1 tid vil ligge uden for" in text(preview)
    kept = await office.submit(f"{one}/gem", **fields(preview, f"{one}/gem"))
    assert "1 tid blev stående uden for åbningstiden." in text(kept) and len(await standing(pool)) == 1
    assert await pool.fetchval("SELECT calendar_id FROM rooms WHERE id = $1", town.hall) == own
    again = await office.submit(f"{one}/proev", **asked | {"version": str(int(version) + 1)})
    assert again.status_code == 409, "it follows the other already"


async def test_only_caseworkers_change_hours(town: Municipality, one: str, callers: Callers, pool: Pool) -> None:
    caretaker, chair = callers.browser(staff(StaffRole.CARETAKER)), callers.browser(member(town.chair))
    seen = await caretaker.get(one)
    assert seen.status_code == 200 and 'id="ret"' not in seen.text
    for browser in (caretaker, chair):
        for path in ("proev", "gem", "egne"):
            assert (await browser.submit(f"{one}/{path}", version="1", **WEEK)).status_code == 403
    assert (await chair.get(HOME)).status_code == 403 and (await chair.get(one)).status_code == 403
    office = callers.browser(staff())
    assert (await office.get(f"{HOME}/{uuid4()}")).status_code == 404
    assert (await office.client.post(f"{one}/gem", data=WEEK | {"csrf": "guessed"})).status_code == 403
    assert await pool.fetchval("SELECT count(*) FROM opening_history") == 0
