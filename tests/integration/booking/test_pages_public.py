# SPDX-License-Identifier: MPL-2.0
"""The pages for finding and booking a room, as a browser without JavaScript meets them."""

import re
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from icalendar import Calendar

from services.booking.commands.place_booking import place_booking
from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.booking.callers import Browser, Callers, member, serving, staff
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at

EVENING = {"date": "2026-12-01", "from": "18.00", "to": "20.00", "people": "20", "purpose": "Håndbold U13"}
BOOK = "/lokaler/hal-b/book"


@pytest.fixture
async def callers(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    async with serving(town, settings, pool) as serving_callers:
        yield serving_callers


@pytest.fixture
def chair(callers: Callers) -> Browser:
    return callers.browser(member(callers.town.chair))


@pytest.fixture
def caseworker(callers: Callers) -> Browser:
    return callers.browser(staff())


async def count(pool: Pool) -> int:
    return await pool.fetchval("SELECT count(*) FROM bookings")


async def booked(pool: Pool, town: Municipality, **changes: object) -> str:
    """The address of a booking that is there."""
    placed = await place_booking(pool, town.wish(**changes), town.chair, now=NOW)
    return f"/bookinger/{placed.booking_id}"


async def test_a_search_offers_times_that_lead_to_a_filled_in_form(callers: Callers) -> None:
    stranger = callers.stranger()
    page = (await stranger.get("/lokaler?date=2026-12-01&from=18&to=20&people=20")).text
    link = re.search(r'href="(/lokaler/bane-1/book[^"]*)"', page)
    assert link
    query = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)
    assert query == {"date": ["2026-12-01"], "from": ["18.00"], "to": ["20.00"], "people": ["20"]}
    assert "plads til 100" in page


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("people=500", "Plads til 400. I er 500."),
        ("type=meeting_room", "En anden slags lokale: idrætshal."),
        ("step_free=1", "Det er ikke oplyst, om der er trinfri adgang."),
        ("equipment=stage", "Har ikke scene"),
        ("", "Optaget tirsdag den 1. december 2026 kl. 18.00 til 20.00."),
    ],
)
async def test_a_room_asked_for_by_name_is_shown_with_the_reason_it_is_not_offered(
    callers: Callers, pool: Pool, query: str, why: str
) -> None:
    await booked(pool, callers.town)
    page = (await callers.stranger().get(f"/lokaler?q=hal+b&date=2026-12-01&from=18&to=20&{query}")).text
    assert '<a href="/lokaler/hal-b">Hal B</a>' in page
    assert why in page


async def test_a_named_room_on_a_closing_day_tells_why(callers: Callers) -> None:
    page = (await callers.stranger().get("/en/lokaler?q=hal+b&date=2026-12-25")).text
    assert "Closed on Friday 25 December 2026: Christmas Day." in page


async def test_a_search_without_answers_says_which_wish_to_let_go_of(callers: Callers) -> None:
    page = (await callers.stranger().get("/lokaler?date=2026-12-01&people=5000")).text
    assert "Uden krav om antal pladser" in page
    assert "Alle typer lokaler" not in page


@pytest.mark.parametrize(
    "query", ["date=snart&from=99&to=1&people=mange&length=x", "after=%25", "date=2026-12-01&last=1"]
)
async def test_nonsense_in_the_address_bar_is_told_and_never_a_defect(callers: Callers, query: str) -> None:
    answer = await callers.stranger().get(f"/lokaler?{query}")
    assert answer.status_code in (200, 400)


async def test_the_list_goes_on_where_the_first_page_stopped(callers: Callers, pool: Pool) -> None:
    await pool.execute(
        "INSERT INTO rooms (id, site_id, slug, name, sort_key, type, capacity, calendar_id, policy_id)"
        " SELECT gen_random_uuid(), site_id, 'rum-' || n, 'Rum ' || n, lpad(n::text, 3, '0'), type, 12, calendar_id,"
        " policy_id FROM rooms, generate_series(1, 30) n WHERE slug = 'moedelokale'"
    )
    await pool.execute(
        "INSERT INTO cells SELECT id, site_id, 'rum' FROM rooms WHERE slug LIKE 'rum-%'",
    )
    await pool.execute("INSERT INTO room_cells SELECT id, id FROM rooms WHERE slug LIKE 'rum-%'")
    stranger = callers.stranger()
    first = (await stranger.get("/lokaler?date=2026-12-01")).text
    more = re.search(r'href="(/lokaler\?[^"]*after=[^"]*)"', first)
    assert more
    second = (await stranger.get(more[1].replace("&amp;", "&"))).text
    names = [re.findall(r'room-card__name"><a href="/lokaler/([^"]+)"', page) for page in (first, second)]
    assert len(names[0]) == 20
    assert len(set(names[0] + names[1])) == 38


async def test_the_room_page_says_the_rules_and_what_is_not_known(callers: Callers) -> None:
    page = (await callers.stranger().get("/lokaler/hal-b")).text
    assert "Der bookes mindst 2 timer før." in page
    assert "Der bookes højst 13 måneder frem." in page
    assert "Byrådet" in page
    assert "ikke oplyst" in page
    assert (await callers.stranger().get("/lokaler/findes-ikke")).status_code == 404


async def test_the_week_names_associations_to_staff_marks_ones_own_and_hides_them_from_others(
    callers: Callers, chair: Browser, caseworker: Browser, pool: Pool
) -> None:
    address = await booked(pool, callers.town)
    week = "/lokaler/hal-b?week=2026-W49"
    theirs = await callers.browser(member(callers.town.conductor)).get(week)
    for page in ((await callers.stranger().get(week)).text, theirs.text):
        assert "Fløjby HK" not in page
        assert "Håndbold U13" not in page
        assert address not in page
        assert "optaget" in page
    assert "Håndbold U13" in (await chair.get(week)).text
    assert "Fløjby HK" in (await caseworker.get(week)).text


async def test_free_half_hours_are_links_that_say_how_long(callers: Callers, pool: Pool) -> None:
    await booked(pool, callers.town)
    page = (await callers.stranger().get("/lokaler/hal-b?week=2026-W49&view=grid")).text
    assert 'aria-label="tirsdag 17.00, ledig til 18.00, Hal B' in page
    assert 'aria-label="tirsdag 18.00' not in page


async def test_the_plan_is_a_drawing_that_marks_the_part(callers: Callers) -> None:
    drawing = await callers.stranger().get("/lokaler/bane-2/plan.svg")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert drawing.text.startswith("<svg")


async def test_booking_leads_to_the_receipt_with_number_and_what_happens_next(
    callers: Callers, chair: Browser, pool: Pool
) -> None:
    answer = await chair.submit(BOOK, key="en", **EVENING)
    assert answer.status_code == 200
    assert answer.url.path.startswith("/bookinger/")
    assert "Tak, lokalet er jeres" in answer.text
    assert await pool.fetchval("SELECT number FROM bookings") in answer.text


async def test_a_double_click_makes_one_booking_and_a_new_wish_with_the_old_key_is_asked_about(
    chair: Browser, pool: Pool
) -> None:
    first = await chair.submit(BOOK, key="samme", **EVENING)
    second = await chair.submit(BOOK, key="samme", **EVENING)
    assert first.url == second.url
    other = await chair.submit(BOOK, key="samme", **{**EVENING, "date": "2026-12-02"})
    assert other.status_code == 409
    assert "tryk Book igen" in other.text
    assert await count(pool) == 1


async def test_a_form_with_faults_tells_each_and_keeps_what_was_typed(chair: Browser, pool: Pool) -> None:
    answer = await chair.submit(
        BOOK, **{**EVENING, "date": "", "from": "99", "people": "", "note": "Vi <medbringer> bolde"}
    )
    assert answer.status_code == 400
    for said in ("Skriv en dato.", "Skriv klokkeslættet som 18.00.", "Skriv, hvor mange der kommer."):
        assert said in answer.text
    assert 'href="#date"' in answer.text
    assert 'value="Håndbold U13"' in answer.text
    assert "Vi &lt;medbringer&gt; bolde" in answer.text
    assert await count(pool) == 0


async def test_the_form_answers_with_verdicts_before_anything_is_sent(chair: Browser) -> None:
    early = await chair.get(f"{BOOK}?date=2026-12-01&from=6&to=7.10&people=900")
    for said in (
        "Uden for åbningstiden. Der er åbent 08.00-23.00.",
        "Plads til 400. I er 900.",
        "Find et andet lokale",
    ):
        assert said in early.text
    assert "Vælg 07.00 eller 07.30." in early.text
    partial = await chair.get(f"{BOOK}/svar?date=2026-12-01&from=18&to=20&people=120")
    assert partial.text.lstrip().startswith('<section id="svar"')
    assert "Kommunen ser på ønsker for mere end 100 personer." in partial.text


async def test_checking_the_time_answers_and_books_nothing(callers: Callers, chair: Browser, pool: Pool) -> None:
    answer = await chair.submit(BOOK, check="1", **EVENING)
    assert answer.status_code == 200
    assert "Ja. Tiden er jeres" in answer.text
    assert 'value="Håndbold U13"' in answer.text
    assert await count(pool) == 0
    address = await booked(pool, callers.town)
    moved = await chair.submit(f"{address}/flyt", check="1", date="2026-12-02", **{"from": "18", "to": "20"})
    assert "Ja. Tiden er jeres" in moved.text
    assert "tirsdag den 1. december 2026 kl. 18.00-20.00" in (await chair.get(address)).text


async def test_a_refusal_keeps_the_form_and_links_to_what_could_be_had(chair: Browser, pool: Pool) -> None:
    answer = await chair.submit(BOOK, **{**EVENING, "from": "5", "to": "7"})
    assert answer.status_code == 422
    assert "Reglerne siger nej" in answer.text
    assert re.search(r'href="/lokaler/hal-b/book\?date=2026-1[12]-\d\d&amp;from=', answer.text)
    assert await count(pool) == 0


async def test_a_collision_names_the_time_and_the_nearest_alternatives(
    callers: Callers, chair: Browser, pool: Pool
) -> None:
    await booked(pool, callers.town, room_id=callers.town.courts[1], span=at(18, hours=1))
    answer = await chair.submit(BOOK, **EVENING)
    assert answer.status_code == 409
    assert "Optaget tirsdag den 1. december 2026 kl. 19.00-20.00" in answer.text
    assert "I kan få i stedet" in answer.text


async def test_who_is_signed_out_in_the_middle_comes_back_to_a_filled_in_form(callers: Callers, pool: Pool) -> None:
    answer = await callers.stranger().post(BOOK, data=EVENING)
    assert answer.status_code == 303
    back = unquote(parse_qs(urlsplit(answer.headers["location"]).query)["next"][0])
    page = await callers.browser(member(callers.town.chair)).get(back)
    assert 'value="Håndbold U13"' in page.text
    assert 'value="18.00"' in page.text
    assert await count(pool) == 0


async def test_the_skipped_hour_is_refused_and_the_doubled_one_can_be_chosen(chair: Browser, pool: Pool) -> None:
    await pool.execute("UPDATE opening_hours SET opens_minute = 0, closes_minute = 1440")
    skipped = await chair.submit(BOOK, **{**EVENING, "date": "2027-03-28", "from": "2.30", "to": "4"})
    assert "Det klokkeslæt findes ikke den nat" in skipped.text
    doubled = await chair.get(f"{BOOK}?date=2027-10-31&from=2.30&to=4&people=3")
    assert 'name="from_again" value="later"' in doubled.text
    second = {"date": "2027-10-31", "from": "2.30", "from_again": "later", "to": "4", "people": "3", "purpose": "Nat"}
    assert (await chair.submit(BOOK, **second)).status_code == 200
    assert await pool.fetchval("SELECT lower(during) FROM occurrences") == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


async def test_nobody_books_for_an_association_they_have_no_role_in(
    callers: Callers, chair: Browser, pool: Pool
) -> None:
    answer = await chair.submit(BOOK, association=str(callers.town.choir), **EVENING)
    assert answer.status_code == 400
    assert await count(pool) == 0


async def test_staff_override_a_refusal_with_a_reason_that_is_kept(
    callers: Callers, caseworker: Browser, pool: Pool
) -> None:
    wish = {**EVENING, "from": "5", "to": "7", "association": str(callers.town.club)}
    assert (await caseworker.submit(BOOK, **wish)).status_code == 422
    answer = await caseworker.submit(BOOK, **wish, override_reason="Kommunalvalg")
    assert "Reglerne er fraveget: Kommunalvalg" in answer.text


async def test_a_booking_is_seen_by_its_association_and_staff_only(
    callers: Callers, chair: Browser, caseworker: Browser, pool: Pool
) -> None:
    address = await booked(pool, callers.town)
    assert (await chair.get(address)).status_code == 200
    assert (await caseworker.get(address)).status_code == 200
    conductor = callers.browser(member(callers.town.conductor))
    for path in ("", "/flyt", "/aflys", "/ret", "/kalender.ics", "/flyt/svar"):
        assert (await conductor.get(address + path)).status_code == 404
        assert (await callers.stranger().get(address + path)).status_code == 303
    for path in ("/flyt", "/aflys", "/ret", "/genopret"):
        assert (await conductor.submit(address + path, **EVENING)).status_code == 404


async def test_a_form_from_another_page_changes_nothing(callers: Callers, chair: Browser, pool: Pool) -> None:
    address = await booked(pool, callers.town)
    forged = await chair.client.post(f"{address}/aflys", data={"reason": "x"})
    assert forged.status_code == 403
    assert "Bekræftet" in (await chair.get(address)).text


async def test_cancelling_asks_once_and_can_be_undone_for_half_an_hour(
    callers: Callers, chair: Browser, pool: Pool
) -> None:
    address = await booked(pool, callers.town)
    assert "andre kan booke den" in (await chair.get(f"{address}/aflys")).text
    cancelled = await chair.submit(f"{address}/aflys", reason="Udekamp")
    assert "Begrundelse: Udekamp" in cancelled.text
    assert "Fortryd aflysningen" in cancelled.text
    assert "Bekræftet" in (await chair.submit(f"{address}/genopret")).text
    await chair.submit(f"{address}/aflys")
    callers.now += timedelta(minutes=31)
    assert "Fortryd aflysningen" not in (await chair.get(address)).text
    assert (await chair.submit(f"{address}/genopret")).status_code == 409


async def test_staff_cannot_cancel_without_a_reason(callers: Callers, caseworker: Browser, pool: Pool) -> None:
    address = await booked(pool, callers.town)
    answer = await caseworker.submit(f"{address}/aflys", reason=" ")
    assert answer.status_code == 400
    assert "forvaltningsloven §§ 22 og 24" in answer.text
    assert "Kommunen har aflyst" in (await caseworker.submit(f"{address}/aflys", reason="Vandskade")).text


async def test_a_move_is_judged_without_the_booking_itself_in_the_way(
    callers: Callers, chair: Browser, pool: Pool
) -> None:
    address = await booked(pool, callers.town)
    half_an_hour_later = {"date": "2026-12-01", "from": "18.30", "to": "20.30"}
    answer = (await chair.get(f"{address}/flyt/svar?date=2026-12-01&from=18.30&to=20.30")).text
    assert "Ja. Tiden er jeres" in answer
    moved = await chair.submit(f"{address}/flyt", room="hal-b", **half_an_hour_later)
    assert "18.30-20.30" in moved.text
    assert "Før: Hal B, tirsdag den 1. december 2026 kl. 18.00-20.00" in moved.text


async def test_a_move_onto_others_is_a_conflict_with_alternatives(callers: Callers, chair: Browser, pool: Pool) -> None:
    address = await booked(pool, callers.town)
    await booked(pool, callers.town, span=at(19, hours=2))
    answer = await chair.submit(f"{address}/flyt", date="2026-12-01", **{"from": "20.00", "to": "21.00"})
    assert answer.status_code == 409
    assert f"{address}/flyt?room=" in answer.text


async def test_giving_back_a_part_needs_no_rule_and_no_approval(callers: Callers, chair: Browser, pool: Pool) -> None:
    address = await booked(pool, callers.town)
    callers.now = TUESDAY.start - timedelta(minutes=5)
    answer = await chair.submit(f"{address}/flyt", date="2026-12-01", **{"from": "18.00", "to": "19.10"})
    assert answer.status_code == 200
    assert "18.00-19.10" in answer.text


async def test_somebody_elses_change_meanwhile_is_told(callers: Callers, chair: Browser, pool: Pool) -> None:
    address = await booked(pool, callers.town)
    await chair.submit(f"{address}/ret", purpose="Håndbold U15", version="1")
    answer = await chair.submit(f"{address}/ret", purpose="Håndbold U17", version="1")
    assert answer.status_code == 409
    assert "Nogen har ændret bookingen imens" in answer.text
    assert "Håndbold U15" in answer.text


async def test_staff_approve_or_decline_with_a_reason(callers: Callers, caseworker: Browser, pool: Pool) -> None:
    first = await booked(pool, callers.town, attendance=150)
    second = await booked(pool, callers.town, attendance=150, span=at(17, day=2))
    page = await caseworker.get(first)
    assert "Kommunen ser på ønsker for mere end 100 personer." in page.text
    assert "forvaltningsloven §§ 22 og 24" in page.text
    assert (await caseworker.submit(f"{first}/afgoerelse", decision="decline", reason="")).status_code == 400
    declined = await caseworker.submit(
        f"{first}/afgoerelse", decision="decline", reason="Hallen er for lille (regel 4)"
    )
    assert "Begrundelse: Hallen er for lille (regel 4)" in declined.text
    approved = await caseworker.submit(f"{second}/afgoerelse", decision="approve", version="1")
    assert "Bekræftet" in approved.text
    assert (await caseworker.submit(f"{second}/afgoerelse", decision="approve")).status_code == 409


async def test_an_association_does_not_decide_its_own_request(callers: Callers, chair: Browser, pool: Pool) -> None:
    address = await booked(pool, callers.town, attendance=150)
    assert "Afgør ønsket" not in (await chair.get(address)).text
    assert (await chair.submit(f"{address}/afgoerelse", decision="approve")).status_code == 403


async def test_the_calendar_file_says_what_the_booking_says(callers: Callers, chair: Browser, pool: Pool) -> None:
    address = await booked(pool, callers.town)
    answer = await chair.get(f"{address}/kalender.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    occurrence = await pool.fetchval("SELECT id FROM occurrences")
    assert event["uid"] == f"{occurrence}@aaben-kommune"
    assert event.decoded("dtstart") == TUESDAY.start
    assert event.decoded("dtend") == TUESDAY.end
    assert event["status"] == "CONFIRMED"


@pytest.mark.parametrize("path", ["/lokaler", "/lokaler/hal-b", "/lokaler/hal-b?view=list&week=2026-W49", BOOK])
async def test_every_page_is_there_in_english(callers: Callers, chair: Browser, path: str) -> None:
    page = await chair.get(f"/en{path}")
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    for danish in ("Lokaler", "ledig", "Kommunen", "Tilbage", "Hvornår"):
        assert danish not in page.text
