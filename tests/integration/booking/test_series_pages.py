# SPDX-License-Identifier: MPL-2.0
"""The pages of a series, as a browser without JavaScript uses them: from the form over the dates to the booking."""

import re
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, date, datetime
from html import unescape
from uuid import UUID

import httpx
import pytest
from icalendar import Calendar

from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.close_room import close_room
from services.booking.commands.place_booking import place_booking
from services.booking.model import Span
from services.booking.queries.requests import count_requests, list_request_sites, list_requests
from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.municipality import NOW, RULES, Municipality, at, found

BOOK = "/lokaler/hal-b/book"
TUESDAYS: dict[str, str] = {
    "date": "2026-12-01",
    "from": "18.00",
    "to": "20.00",
    "people": "20",
    "purpose": "Håndbold U13",
    "repeat": "week",
    "until": "2027-01-26",
}


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as callers:
        yield callers


@pytest.fixture
def chair(callers: Callers) -> Browser:
    return callers.browser(member(callers.town.chair))


@pytest.fixture
def office(callers: Callers) -> Browser:
    return callers.browser(staff())


def text(html: str) -> str:
    """What a reader sees, roughly."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


async def send(browser: Browser, path: str, fields: Mapping[str, str | list[str]]) -> httpx.Response:
    """A form with fields of which some come several times."""
    data = {"csrf": browser.token, **fields}
    return await browser.client.post(path, data=data, follow_redirects=True)


async def press(browser: Browser, page: httpx.Response, **button: str) -> httpx.Response:
    """The button of the page's form, everything else as the page has it; a `formaction` is the button's own address."""
    form = re.search(r'<form method="post" action="(/lokaler/[^"]+)".*?</form>', page.text, re.DOTALL)
    assert form
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        name, value = (re.search(rf' {key}="([^"]*)"', tag) for key in ("name", "value"))
        kind = re.search(r'type="(\w+)"', tag)
        if name and value and (kind is None or kind[1] in ("hidden", "text", "date", "number") or " checked" in tag):
            fields.setdefault(name[1], []).append(unescape(value[1]))
    path = unescape(form[1])
    for name, value in button.items():
        own = re.search(rf'name="{name}" value="{re.escape(value)}" formaction="([^"]+)"', form[0])
        path = own[1] if own else path
        fields.setdefault(name, []).append(value)
    fields["csrf"] = [browser.token]
    return await browser.client.post(path, data=fields, follow_redirects=True)


async def statuses(pool: Pool) -> dict[str, int]:
    rows = await pool.fetch("SELECT status, count(*) AS n FROM occurrences GROUP BY status")
    return {row["status"]: row["n"] for row in rows}


async def test_every_date_is_shown_with_who_has_it_and_only_what_was_seen_is_booked(
    town: Municipality, callers: Callers, chair: Browser, office: Browser, pool: Pool
) -> None:
    choir = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=8), attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)
    await place_booking(pool, town.wish(span=at(18, day=15)), town.chair, now=NOW)
    await close_room(pool, town.hall, at(17, day=29, hours=1), "Nyt gulv", town.caseworker, now=NOW)
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Prøvedag', 'Trial Day')", date(2026, 12, 22))

    page = await chair.submit(BOOK, **TUESDAYS)  # the plain button of the form: nothing is booked before it is seen
    seen = text(page.text)
    assert page.status_code == 200
    assert "Hver tirsdag kl. 18.00-20.00 fra 1. december 2026 til 26. januar 2027." in seen
    assert "5 af 8 datoer kan fås." in seen
    assert "tir. 8.12. 18.00-20.00 Optaget Optaget 18.00-20.00 (Hal B, bane 1)." in seen
    assert "Koret" not in seen
    assert "tir. 15.12. 18.00-20.00 Optaget Fløjby HK, 19.00-21.00." in seen
    assert "Lukket 18.00-19.00: Nyt gulv." in seen
    assert "tir. 22.12. 18.00-20.00 Lukket" in seen and "Prøvedag" in seen
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 2
    theirs = await send(office, BOOK, {**TUESDAYS, "association": str(town.club), "check": "1"})
    assert "Koret, 18.00-20.00 (Hal B, bane 1)." in text(theirs.text)

    whole = await chair.submit(BOOK, **TUESDAYS, whole="1", place="1")
    assert whole.status_code == 409
    assert "Ikke alle datoer kan fås." in text(whole.text)
    booked = await press(chair, page, place="1")
    assert re.match("/bookinger/[0-9a-f-]+$", booked.url.path)
    assert await statuses(pool) == {"confirmed": 7, "missing": 3}


async def test_a_double_click_makes_one_series_and_what_was_typed_survives_every_fault(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    wrong = await chair.submit(BOOK, **TUESDAYS | {"until": "", "count": "mange"}, check="1")
    assert wrong.status_code == 400
    assert (
        'href="#count"' in wrong.text
        and 'value="mange"' in wrong.text
        and 'id="repeat-week" name="repeat" value="week" checked' in wrong.text
    )
    lines = await chair.submit(BOOK, **TUESDAYS | {"repeat": "dates", "dates": "8.12.2026\n32.12.2026"}, check="1")
    assert "Linje 2, »32.12.2026«, er ikke en dato." in text(lines.text)
    assert "8.12.2026\n32.12.2026</textarea>" in lines.text

    page = await send(chair, BOOK, {**TUESDAYS, "weekday": ["2", "4"], "check": "1"})
    assert "Hver tirsdag og torsdag" in text(page.text)
    back = await press(chair, page, edit="1")
    assert re.search(r'id="weekday-4" name="weekday" value="4" checked', back.text)
    assert 'value="Håndbold U13"' in back.text

    first = await press(chair, page, place="1")
    again = await press(chair, page, place="1")
    assert first.url == again.url
    assert await pool.fetchval("SELECT count(*) FROM bookings") == 1


async def test_a_date_that_is_unticked_is_left_out_and_not_missed(chair: Browser, pool: Pool) -> None:
    page = await chair.submit(BOOK, **TUESDAYS, check="1")
    days = re.findall(r'name="day" value="([\d-]+)" checked', page.text)
    assert len(days) == 9
    fewer = await send(chair, BOOK, {**TUESDAYS, "chosen": "1", "day": days[:4], "check": "1"})
    assert "5 valgt fra" in text(fewer.text)
    assert "5 datoer er valgt fra" in text((await press(chair, fewer, edit="1")).text)
    await press(chair, fewer, place="1")
    assert await statuses(pool) == {"confirmed": 4}


async def test_several_rooms_are_tried_and_booked_together(town: Municipality, chair: Browser, pool: Pool) -> None:
    one = {name: value for name, value in TUESDAYS.items() if name not in ("repeat", "until")} | {"people": "5"}
    await place_booking(pool, town.wish(room_id=town.meeting_room, span=at(17), attendance=5), town.chair, now=NOW)
    page = await send(chair, BOOK, {**one, "rooms": ["moedelokale"], "check": "1"})
    assert "Mødelokale: Fløjby HK, 18.00-20.00." in text(page.text)
    parts = await send(chair, BOOK, {**one, "rooms": ["bane-1"], "check": "1"})
    assert parts.status_code == 400
    assert "To af lokalerne er dele af hinanden" in text(parts.text)
    free = await send(chair, BOOK, {**one, "date": "2026-12-02", "rooms": ["moedelokale"], "check": "1"})
    await press(chair, free, place="1")
    assert await statuses(pool) == {"confirmed": 3}


async def test_gaps_are_filled_and_a_whole_season_is_had_at_another_hour(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    for day in (8, 22):
        other = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=day), attendance=5)
        await place_booking(pool, other, town.conductor, now=NOW)
    page = await chair.submit("/lokaler/hal-b-1/book", **TUESDAYS, check="1")
    assert "Fyld hullerne: 9 af 9 datoer" in text(page.text)
    gaps = re.search(r'name="elsewhere" value="([^"]+)">([^<]+)<', page.text)
    assert gaps and gaps[2].startswith("7 i Hal B, halvdel 1 og 2 i Hal B, ")
    filled = await press(chair, page, elsewhere=gaps[1])
    assert "Ja. Alle 9 datoer kan fås." in text(filled.text)
    assert re.search(r"tir\. 8\.12\. 18\.00-20\.00 Ledig Hal B, ", text(filled.text))
    assert "tir. 1.12. 18.00-20.00 Ledig tir. 8.12." in text(filled.text), "where it was wished goes without saying"
    assert "7 i Hal B, halvdel 1 og 2 i Hal B, " in text(filled.text)

    whole = re.search(r'name="shift" value="([^"]+)" formaction="/lokaler/hal-b-1/book">([^<]+)<', page.text)
    assert whole and "i Hal B, halvdel 1: 9 af 9 datoer" in whole[2]
    moved = await press(chair, page, shift=whole[1])
    assert "Ja. Alle 9 datoer kan fås." in text(moved.text)

    await press(chair, filled, place="1")
    rooms = await pool.fetch(
        "SELECT r.id, count(*) AS n FROM occurrences o JOIN rooms r ON r.id = o.room_id"
        " WHERE o.association_id = $1 GROUP BY r.id ORDER BY n",
        town.club,
    )
    assert [row["n"] for row in rooms] == [2, 7]


async def test_the_answer_beside_the_form_counts_while_one_types(callers: Callers, chair: Browser) -> None:
    query = "date=2026-12-01&from=18.00&to=20.00&people=150&repeat=week&weekday=2&weekday=3&count=6"
    answer = await chair.get(f"{BOOK}/svar?{query}")
    seen = text(answer.text)
    assert "Tirsdag" not in seen and "6 skal godkendes" in seen and "? ons. 2.12. Skal godkendes" in seen
    assert "Kommunen ser på ønsker for mere end 100 personer." in seen
    unbounded = text((await chair.get(f"{BOOK}/svar?date=2026-12-01&from=18.00&to=20.00&repeat=week")).text)
    assert "Mangler En serie skal have en ende." in unbounded
    page = await chair.get(f"/en{BOOK}?{query}")
    assert "6 need approval" in text(page.text)
    signed_out = await callers.stranger().post(BOOK, data={"repeat": "week", "weekday": ["2", "4"], "count": "3"})
    assert "weekday%3D2%26weekday%3D4" in signed_out.headers["location"]


async def test_who_is_beaten_to_a_date_is_asked_again_and_shown_what_has_changed(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    other = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=22), attendance=5)
    theirs = await place_booking(pool, other, town.conductor, now=NOW)
    page = await chair.submit(BOOK, **TUESDAYS, check="1")
    assert "8 af 9 datoer kan fås." in text(page.text)
    for day in (8, 15):
        taken = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=day), attendance=5)
        await place_booking(pool, taken, town.conductor, now=NOW)
    await cancel_booking(pool, theirs.booking_id, town.conductor, now=NOW)

    for whole in ("0", "1"):
        stopped = await press(chair, page, whole=whole, place="1")
        seen = text(stopped.text)
        assert stopped.status_code == 409
        assert "2 datoer kan ikke længere fås (tir. 8.12. og tir. 15.12.). Intet er booket endnu." in seen
        assert "tir. 8.12. 18.00-20.00 Optaget Ændret: kunne fås, da I så den" in seen
        assert "tir. 22.12. 18.00-20.00 Ledig Ændret: er blevet ledig" in seen
        assert "tir. 1.12. 18.00-20.00 Ledig tir. 8.12." in seen, "what is as it was has no mark"
    assert await pool.fetchval("SELECT count(*) FROM bookings WHERE association_id = $1", town.club) == 0
    again = await press(chair, stopped, check="1")
    assert "Ændret" not in text(again.text), "what was shown once is no news"
    await press(chair, stopped, place="1")
    rows = await pool.fetch(
        "SELECT status, count(*) AS n FROM occurrences WHERE association_id = $1 GROUP BY status", town.club
    )
    assert {row["status"]: row["n"] for row in rows} == {"confirmed": 7, "missing": 2}


async def test_price_terms_and_where_a_rule_is_published_are_told_before_one_books(
    pool: Pool, settings: Settings
) -> None:
    rules = [
        *RULES,
        {"rule": "fee", "amount_ore": 10000, "per": "hour", "source": "Takstblad § 3"},
        {"rule": "fee", "item": "cleaning", "amount_ore": 5000, "per": "booking"},
        {"rule": "terms", "about": "cleaning", "terms": {"da": "Gulvet fejes.", "en": "The floor is swept."}},
        {"rule": "cancellation_notice", "minimum": "P1D"},
        {"rule": "duty", "who": "association", "duty": {"da": "Lås døren.", "en": "Lock the door."}},
        {
            "rule": "series_allowed",
            "maximum_dates": 8,
            "source": "https://kommune.example/regler#serier",
            "text": {"da": "En sæson er otte gange.", "en": "A season is eight times."},
        },
    ]
    town = await found(pool, rules)
    async with serving(town, settings, pool) as callers:
        chair = callers.browser(member(town.chair))
        page = await chair.submit(BOOK, **TUESDAYS | {"until": "2027-01-19"}, check="1")
        seen = text(page.text)
        assert "Pris for lokalet: 200 kr. (Takstblad § 3)" in seen and "Pris for rengøring: 50 kr." in seen
        assert "Pris i alt: 2.000 kr." in seen, "eight dates of 250 kr."
        assert "Gulvet fejes." in seen and "Lås døren." in seen
        calls_off = "meld afbud senest mandag den 30. november 2026 kl. 18.00. Tilsvarende for 7 datoer mere."
        assert calls_off in seen and seen.count("meld afbud") == 1, "a line for every date says nothing more"
        assert 'href="/lokaler/hal-b#regler"' in page.text
        too_many = await chair.submit(BOOK, **TUESDAYS, check="1")
        assert 'href="https://kommune.example/regler#serier"' in too_many.text
        assert "En sæson er otte gange." in unescape(too_many.text)
        in_english = unescape((await chair.submit(f"/en{BOOK}", **TUESDAYS, check="1")).text)
        assert "A season is eight times." in in_english and "En sæson" not in in_english
        one = {name: value for name, value in TUESDAYS.items() if name not in ("repeat", "until")}
        single = text((await chair.submit(BOOK, **one, check="1")).text)
        assert "Pris for lokalet: 200 kr. (Takstblad § 3)" in single and "Pris i alt: 250 kr." in single

        booked = text((await press(chair, page, place="1")).text)
        assert "Pris og vilkår Pris for lokalet: 200 kr. (Takstblad § 3)" in booked, "and afterwards as well"
        assert "Gulvet fejes." in booked and "Lås døren." in booked


async def placed(chair: Browser, **changes: str) -> str:
    """The address of a series that is there."""
    page = await chair.submit(BOOK, **TUESDAYS | changes, check="1")
    return (await press(chair, page, place="1")).url.path


def dates_on(page: httpx.Response) -> list[str]:
    """Ids of the dates that can be ticked."""
    return re.findall(r'id="date-([0-9a-f-]+)" name="date"', page.text)


async def test_the_page_of_a_series_lists_its_dates_and_ends_many_at_once(
    town: Municipality, callers: Callers, chair: Browser, office: Browser, pool: Pool
) -> None:
    await place_booking(
        pool, town.wish(association_id=town.choir, span=at(17, day=8), attendance=5), town.conductor, now=NOW
    )
    address = await placed(chair)
    page = await chair.get(f"{address}?new=1")
    seen = text(page.text)
    assert "Tak, tiderne er jeres" in seen
    assert "Hver tirsdag kl. 18.00-20.00 fra 1. december 2026 til 26. januar 2027 Hal B, Fløjby Hallen" in seen
    assert "8 bekræftede 1 mangler" in seen
    assert "tir. 8.12. 18.00-20.00 Mangler Hal B. Optaget 18.00-20.00." in seen
    assert seen.index("December 2026 5 datoer") < seen.index("Januar 2027 4 datoer")
    assert "Coming: 8 dates" in text((await chair.get(f"/en{address}")).text)

    some = dates_on(page)[2:5]
    question = await send(chair, f"{address}/aflys", {"date": some, "ask": "1"})
    assert "Aflys 3 datoer" in text(question.text)
    assert "tirsdag den 15. december 2026 kl. 18.00-20.00, Hal B" in text(question.text)
    assert (await statuses(pool))["confirmed"] == 9, "asking ends nothing"
    nothing = await send(chair, f"{address}/aflys", {"ask": "1"})
    assert (nothing.status_code, 'href="#datoer"' in nothing.text) == (400, True)
    after = await send(chair, f"{address}/aflys", {"date": some})
    assert "3 datoer er aflyst, og tiderne er givet fri." in text(after.text)
    assert re.search(r"Aflyst .* 3 datoer tirsdag den 15\. december 2026 kl\. 18\.00-20\.00, Hal B", text(after.text))
    assert (await statuses(pool))["cancelled"] == 3
    restored = await chair.submit(f"{address}/genopret")
    assert "8 bekræftede" in text(restored.text)

    why = await send(office, f"{address}/aflys", {"date": some[:1]})
    assert (why.status_code, "Loven kræver den" in why.text, some[0] in why.text) == (400, True, True)
    await send(office, f"{address}/aflys", {"date": some[:1], "reason": "Valg i hallen"})
    assert "Begrundelse: Valg i hallen" in text((await chair.get(address)).text)
    choir = callers.browser(member(town.conductor))
    assert (await choir.get(address)).status_code == 404
    assert (await send(choir, f"{address}/aflys", {"date": some})).status_code == 404


async def test_one_date_or_this_and_the_following_move_by_the_clock(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    address = await placed(chair, until="2027-04-06")  # over the night in March
    ids = dates_on(await chair.get(address))
    form = await chair.get(f"{address}/flyt?dato={ids[2]}")
    assert 'name="date" type="date" value="2026-12-15"' in form.text
    assert "Denne og de følgende: 17 datoer" in text(form.text) and "Alle kommende: 19 datoer" in text(form.text)

    new = {"dato": ids[2], "room": "hal-b", "date": "2026-12-16", "from": "19.00", "to": "21.00", "scope": "following"}
    await place_booking(
        pool,
        town.wish(association_id=town.choir, span=at(18, day=30), attendance=5, room_id=town.courts[0]),
        town.conductor,
        now=NOW,
    )
    answer = await chair.get(f"{address}/flyt/svar?{'&'.join(f'{name}={value}' for name, value in new.items())}")
    assert "16 af 17 datoer kan fås." in text(answer.text)
    stopped = await send(chair, f"{address}/flyt", new)
    assert (stopped.status_code, "× ons. 30.12." in text(stopped.text)) == (409, True)
    assert await pool.fetchval("SELECT max(sequence) FROM occurrences") == 0

    await send(chair, f"{address}/aflys", {"date": ids[4]})
    await send(chair, f"{address}/flyt", new)
    starts = await pool.fetch(
        "SELECT lower(during) AT TIME ZONE 'Europe/Copenhagen' AS at FROM occurrences"
        " WHERE association_id = $1 AND status = 'confirmed' ORDER BY 1",
        town.club,
    )
    clocks = [f"{row['at']:%a %H}" for row in starts]
    assert clocks == ["Tue 18"] * 2 + ["Wed 19"] * 16
    page = text((await chair.get(address)).text)
    assert "Flyttet" in page and "Før: 16 datoer tirsdag den 15. december 2026 kl. 18.00-20.00, Hal B" in page

    shorter = {"dato": ids[0], "room": "hal-b", "date": "2026-12-01", "from": "18.00", "to": "19.00"}
    await send(chair, f"{address}/flyt", shorter)
    away = {"dato": ids[1], "room": "hal-b-1", "date": "2026-12-08", "from": "18.00", "to": "20.00", "scope": "this"}
    await send(chair, f"{address}/flyt", away)
    seen = text((await chair.get(address)).text)
    assert "tir. 1.12. 18.00-19.00 Bekræftet Hal B" in seen
    assert "tir. 8.12. 18.00-20.00 Bekræftet Hal B, halvdel 1" in seen


async def test_a_missing_date_is_tried_again_or_found_elsewhere(town: Municipality, chair: Browser, pool: Pool) -> None:
    other = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=8), attendance=5)
    theirs = await place_booking(pool, other, town.conductor, now=NOW)
    blocked = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=15), attendance=5)
    await place_booking(pool, blocked, town.conductor, now=NOW)
    address = await placed(chair)
    missing = re.findall(r'name="add" value="([0-9a-f-]+)"', (await chair.get(address)).text)
    assert len(missing) == 2
    again = await chair.submit(f"{address}/manglende", add=missing[0])
    seen = text(again.text)
    assert again.status_code == 409
    assert "Find en tid til den manglende dato" in seen and "I kan få i stedet" in seen
    assert f"dato={missing[0]}" in again.text
    await cancel_booking(pool, theirs.booking_id, town.conductor, now=NOW)
    added = await chair.submit(f"{address}/manglende", add=missing[0])
    assert "tir. 8.12. 18.00-20.00 Bekræftet" in text(added.text)

    place = {"dato": missing[1], "room": "hal-b-2", "date": "2026-12-15", "from": "18.00", "to": "20.00"}
    found = await send(chair, f"{address}/flyt", place)
    seen = text(found.text)
    assert "tir. 15.12. 18.00-20.00 Bekræftet Hal B, halvdel 2" in seen
    assert (
        "Manglende dato føjet til" in seen and "tirsdag den 15. december 2026 kl. 18.00-20.00, Hal B, halvdel 2" in seen
    )
    assert "9 bekræftede" in seen


async def test_missing_dates_that_have_become_free_are_told_and_added_in_one_go(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    theirs: list[UUID] = []
    for day in (8, 15, 22):
        other = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=day), attendance=5)
        theirs.append((await place_booking(pool, other, town.conductor, now=NOW)).booking_id)
    address = await placed(chair)
    assert "er blevet ledig" not in text((await chair.get(address)).text)
    none = await chair.submit(f"{address}/manglende", add="freed")
    assert (none.status_code, "Ingen af de manglende datoer kan fås endnu." in text(none.text)) == (409, True)

    for booking in theirs[:2]:
        await cancel_booking(pool, booking, town.conductor, now=NOW)
    page = text((await chair.get(address)).text)
    assert (
        "2 manglende datoer er blevet ledige" in page
        and "tir. 15.12. 18.00-20.00 Mangler Hal B Er blevet ledig" in page
    )
    added = text((await chair.submit(f"{address}/manglende", add="freed")).text)
    assert "8 bekræftede 1 mangler" in added and "er blevet ledig" not in added
    told = await pool.fetchval("SELECT payload FROM outbox ORDER BY id DESC LIMIT 1")
    assert len(told["data"]["occurrences"]) == 2, "one event, so one mail, for both"


async def test_many_dates_are_shortened_without_being_asked_for_again(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    address = await placed(chair)
    await pool.execute(
        "INSERT INTO policy_versions VALUES ($1, 2, $2, 'Byrådet', $2, NULL, $3)",
        town.policy,
        date(2026, 11, 1),
        [*RULES, {"rule": "duration", "minimum": "PT2H"}],
    )
    ids = dates_on(await chair.get(address))
    new = {"dato": ids[2], "room": "hal-b", "date": "2026-12-15", "from": "18.00", "to": "19.00", "scope": "following"}
    answer = text(
        (await chair.get(f"{address}/flyt/svar?{'&'.join(f'{name}={value}' for name, value in new.items())}")).text
    )
    assert "7 datoer afkortes. Det skal ikke godkendes igen." in answer and "7 ledige" in answer
    page = text((await send(chair, f"{address}/flyt", new)).text)
    assert "tir. 8.12. 18.00-20.00 Bekræftet" in page and "tir. 26.1. 18.00-19.00 Bekræftet" in page
    assert "Afkortet" in page and "Før: 7 datoer" in page
    longer = await send(chair, f"{address}/flyt", new | {"to": "19.30"})
    assert longer.status_code == 422, "more than one has is asked for like anything else"


async def test_a_series_is_ended_early_and_what_others_have_not_taken_comes_back(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    address = await placed(chair)
    page = await chair.get(address)
    ids = dates_on(page)
    assert "Slut serien før tid" in text(page.text)
    question = await send(chair, f"{address}/aflys", {"fra": ids[6], "ask": "following"})
    assert "Aflys 3 datoer" in text(question.text)
    assert re.findall(r'type="hidden" name="date" value="([^"]+)"', question.text) == ids[6:]
    nothing = await send(chair, f"{address}/aflys", {"fra": "x", "ask": "following"})
    assert nothing.status_code == 400
    await send(chair, f"{address}/aflys", {"date": ids[6:]})

    january = Span(datetime(2027, 1, 19, 17, tzinfo=UTC), datetime(2027, 1, 19, 19, tzinfo=UTC))
    taken = town.wish(association_id=town.choir, room_id=town.courts[0], span=january, attendance=5)
    await place_booking(pool, taken, town.conductor, now=NOW)
    back = text((await chair.submit(f"{address}/genopret")).text)
    assert (
        "2 datoer er genoprettet. Disse er ikke kommet tilbage, for andre har taget tiden, eller I har brugt jeres timer imens: tir. 19.1."
        in back
    )
    assert "8 bekræftede 1 aflyst" in back
    assert re.search(r"Aflysning fortrudt .* 2 datoer tirsdag den 12\. januar 2027", back)


async def test_staff_meet_a_series_once_and_decide_all_of_it_or_some_dates(
    town: Municipality, chair: Browser, office: Browser, pool: Pool
) -> None:
    await place_booking(pool, town.wish(attendance=150, span=at(12, day=1)), town.chair, now=NOW)
    address = await placed(chair, people="150")
    inbox = text((await office.get("/anmodninger")).text)
    assert "2 venter på en afgørelse." in inbox
    assert inbox.count("Hver tirsdag kl. 18.00-20.00 fra 1. december 2026 til 26. januar 2027") == 1
    assert "9 datoer venter Den første: tirsdag den 1. december 2026" in inbox
    async with pool.acquire() as connection:
        first = await list_requests(connection, now=NOW, limit=1)
        rest = await list_requests(connection, now=NOW, after=(first[0].span.start, first[0].id))
        assert [one.dates_waiting for one in (*first, *rest)] == [1, 9]
        assert await count_requests(connection, now=NOW, site="floejby-hallen") == 2
        assert await list_request_sites(connection, now=NOW) == [("floejby-hallen", "Fløjby Hallen", 2)]

    page = await office.get(address)
    waiting = re.findall(r'id="afgoer-([0-9a-f-]{36})"', page.text)
    assert len(waiting) == 9 and "Kommunen ser på ønsker for mere end 100 personer." in page.text
    version = {"version": "1", "chosen": "1"}
    none = await send(office, f"{address}/afgoerelse", {**version, "decision": "approve"})
    assert (none.status_code, 'href="#afgoer-datoer"' in none.text) == (400, True)
    bare = await send(office, f"{address}/afgoerelse", {**version, "decision": "decline", "date": waiting[:2]})
    assert bare.status_code == 400
    assert len(re.findall(r'id="afgoer-[0-9a-f-]{36}"[^>]* checked', bare.text)) == 2
    await send(
        office, f"{address}/afgoerelse", {**version, "decision": "decline", "date": waiting[:2], "reason": "Valg"}
    )
    assert await statuses(pool) == {"requested": 8, "declined": 2}
    await send(
        office, f"{address}/afgoerelse", {"version": "2", "chosen": "1", "decision": "approve", "date": waiting[2:]}
    )
    assert await statuses(pool) == {"requested": 1, "declined": 2, "confirmed": 7}


async def test_the_associations_page_lists_its_regular_times_with_the_next_date_and_what_is_missing(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    path = f"/foreninger/{town.club}/bookinger"
    await place_booking(pool, town.wish(span=at(12, day=3)), town.chair, now=NOW)
    assert "I har ingen faste tider" in text((await chair.get(path)).text), "one time alone is not regular"

    other = town.wish(association_id=town.choir, span=at(17, day=1), attendance=5)
    await place_booking(pool, other, town.conductor, now=NOW)
    address = await placed(chair, team="U13 piger")
    page = await chair.get(path)
    seen = text(page.text)
    assert f'href="{address}">Håndbold U13</a>' in page.text
    assert "U13 piger Hver tirsdag kl. 18.00-20.00 Hal B" in seen
    assert "Næste: tirsdag den 8. december 2026 kl. 18.00-20.00. Sidste dato er den 26. januar 2027." in seen
    assert "8 bekræftede 1 mangler" in seen
    english = text((await chair.get(f"/en{path}")).text)
    assert "Regular times" in english and "Next: Tuesday 8 December 2026, 18:00-20:00." in english

    held = [row["id"] for row in await pool.fetch("SELECT id FROM occurrences WHERE status = 'confirmed'")]
    await pool.execute("UPDATE occurrences SET status = 'requested' WHERE id = $1", held[-1])
    await pool.execute("UPDATE occurrences SET status = 'requested' WHERE id = $1", held[-2])
    waits = text((await chair.get(path)).text)
    assert "6 bekræftede 2 venter på kommunen 1 mangler" in waits
    assert "Venter på svar: 1 " in waits, "a booking, not each of its dates"
    await send(chair, f"{address}/aflys", {"date": dates_on(await chair.get(address))})
    assert "I har ingen faste tider" in text((await chair.get(path)).text), "given up, missing date and all"


async def test_lists_files_and_calendars_have_a_line_for_every_date(
    town: Municipality, chair: Browser, pool: Pool
) -> None:
    other = town.wish(association_id=town.choir, span=at(17, day=8), attendance=5)
    await place_booking(pool, other, town.conductor, now=NOW)
    page = await send(
        chair, BOOK, {**TUESDAYS, "until": "2027-03-30", "people": "5", "rooms": ["moedelokale"], "check": "1"}
    )
    address = (await press(chair, page, place="1")).url.path
    path = f"/foreninger/{town.club}/bookinger"

    listed = await chair.get(path)
    assert "36 bookinger." in text(listed.text) and "Del af serie" in text(listed.text)
    shown = re.findall(rf'href="{address}#dato-([0-9a-f-]+)"', listed.text.partition('id="liste"')[2])
    more = re.search(r'href="([^"]+)" rel="next"', listed.text)
    assert more
    further = await chair.get(unescape(more[1]))
    shown += re.findall(rf'href="{address}#dato-([0-9a-f-]+)"', further.text.partition('id="liste"')[2])
    assert len(shown) == len(set(shown)) == 36, "two rooms at one time are two lines on any page"
    missing = text((await chair.get(f"{path}?status=missing")).text)
    assert "2 bookinger." in missing and "tirsdag den 8. december 2026 18.00-20.00" in missing
    csv = (await chair.get(f"{path}.csv")).content.decode("utf-8-sig").splitlines()
    assert len(csv) == 37
    assert csv[1].partition(";")[0] == csv[36].partition(";")[0]

    date = shown[0]
    back = await chair.submit(f"{path}/{address.rsplit('/', 1)[1]}/afmelding", dato=date)
    assert "Tiden er meldt fra: tirsdag den 1. december 2026 kl. 18.00-20.00" in text(back.text)
    assert (await statuses(pool))["cancelled"] == 1
    undone = await chair.submit(f"{path}/{address.rsplit('/', 1)[1]}/fortrydelse", dato=date)
    assert "Tiden er jeres igen: tirsdag den 1. december 2026" in text(undone.text)

    calendar = Calendar.from_ical((await chair.get(f"{address}/kalender.ics")).content)
    events = calendar.walk("VEVENT")
    assert len(events) == len({str(event["uid"]) for event in events}) == 34
