# SPDX-License-Identifier: MPL-2.0
"""The other story: plan a session, find it a room, publish, sign up, be told, lose the room, be told that too."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import asyncpg
import httpx
from playwright.sync_api import Page

from services.shared.wall_clock import ZONE
from tests.calendars.python_reader import read
from tests.calendars.seen import Seen
from tests.e2e.conftest import photograph, sign_in, signed_in
from tests.e2e.test_pages import look
from tests.e2e.test_story import eventually
from tests.running import Municipality

FACILITATOR, CASEWORKER = "dialog@kommune.example", "sagsbehandler@kommune.example"
TITLE = "Borgermøde om skolevejen"
CITIZEN = "karen@borger.example"


def a_thursday() -> date:
    """Six weeks ahead or a little more: far from every holiday's own week, near enough to be booked."""
    day = datetime.now(ZONE).date() + timedelta(days=42)
    while day.isoweekday() != 4 or (day.month, day.day) in ((12, 24), (12, 31), (5, 6)):
        day += timedelta(days=1)
    return day


def mail_to(town: Municipality, who: str, subject: str) -> EmailMessage:
    """The mail that has come to somebody."""

    def find() -> EmailMessage | None:
        return next((one for one in town.mails() if who in one["To"] and one["Subject"] == f"{subject}: {TITLE}"), None)

    return eventually(find, f"no mail “{subject}” came to {who}")


def link_in(mail: EmailMessage, path: str) -> str:
    """The one address below the path."""
    plain = mail.get_body(("plain",))
    found = re.search(rf"http\S+{path}\S+", plain.get_content()) if plain else None
    assert found, path
    return found[0]


def fill(page: Page, day: date) -> None:
    """The form, as a facilitator would."""
    for name, words in {
        "title": TITLE,
        "summary": "Hvor er skolevejen farlig, og hvad skal der gøres først?",
        "date": day.isoformat(),
        "from": "19:00",
        "to": "21:00",
        "purpose": "Vi vil vide, hvor I oplever, at skolevejen er farlig.",
        "open_to_influence": "Hvilke veje der tages først.",
        "settled": "Der er 4 mio. kr. i alt.",
        "feeds_decision": "Byrådets plan for sikre skoleveje",
        "decided_by": "Byrådet",
        "decided_on": (day + timedelta(days=60)).isoformat(),
        "answer_by": (day + timedelta(days=75)).isoformat(),
        "capacity": "12",
        "organiser": "Team Trafik",
        "contact": "trafik@kommune.example",
    }.items():
        page.fill(f"[name={name}]", words)
    page.check("[name=level][value=involve]")
    page.check("[name=mode][value=in_person]")


def test_from_a_draft_to_a_session_that_lost_its_room(town: Municipality, page: Page) -> None:
    day = a_thursday()
    sign_in(page, town, FACILITATOR)

    # A draft says what it lacks; the form keeps what was typed and names what is wrong.
    page.goto(f"{town.url}/dialog/styring/ny")
    assert look(page) == []
    fill(page, day)
    page.fill("[name=decided_by]", "")
    page.click("main .plan-form button[type=submit]")
    page.wait_for_url(re.compile(r"/dialog/styring/[0-9a-f-]{36}"))
    session = page.url.split("?")[0].removesuffix("/rediger")
    page.goto(session)
    assert look(page) == []
    photograph(page, "20-kladde")
    assert not page.is_visible("form[action$='/offentliggoerelse'] button") or "beslutter" in page.inner_text("main")

    page.goto(f"{session}/rediger")
    page.fill("[name=decided_by]", "Byrådet")
    page.click("main .plan-form button[type=submit]")
    page.wait_for_load_state()

    # Booking proposes a room that is held; the facilitator takes it.
    page.goto(f"{session}/lokale")
    page.click("main form:not([action*=log-ud]) button[type=submit]")

    def proposed() -> bool | None:
        page.goto(f"{session}/lokale")
        return page.is_visible("form[action$='/valg'] button") or None

    eventually(proposed, "booking proposed no room")
    photograph(page, "21-forslag-til-lokale")
    assert look(page) == []
    page.locator("form[action$='/valg'] button").first.click()

    def confirmed() -> bool | None:
        page.goto(f"{session}/lokale")
        return "Lokalet er mødets" in page.inner_text("main") or None

    eventually(confirmed, "the room was not confirmed")
    photograph(page, "22-lokale-booket")

    page.goto(session)
    page.click("form[action$='/offentliggoerelse'] button")
    page.wait_for_load_state()
    photograph(page, "23-offentliggjort")

    # A citizen finds it, signs up without an account, and proves the address.
    citizen = page.context.browser.new_context(locale="da-DK").new_page()  # pyright: ignore[reportOptionalMemberAccess]
    citizen.goto(f"{town.url}/dialog?q=skolevejen")
    citizen.click(f"main a:has-text('{TITLE}')")
    assert look(citizen) == []
    photograph(citizen, "24-moede")
    public = citizen.url
    citizen.click("main a.button-primary")
    citizen.fill("[name=name]", "Karen Ågård")
    citizen.fill("[name=email]", CITIZEN)
    citizen.click("main form button[type=submit]")
    citizen.wait_for_url(re.compile(r"/tilmeldt"))
    photograph(citizen, "25-tjek-din-mail")
    citizen.goto(link_in(mail_to(town, CITIZEN, "Bekræft din plads"), "/dialog/bekraeft/"))
    assert look(citizen) == []
    citizen.click("main form button[type=submit]")
    photograph(citizen, "26-pladsen-er-din")
    assert citizen.context.cookies() == [], "a confirmation signs nobody in"
    own = link_in(mail_to(town, CITIZEN, "Du er tilmeldt"), "/dialog/tilmelding/")
    citizen.goto(own)
    assert look(citizen) == []
    photograph(citizen, "27-min-tilmelding")

    # The programme can be followed, and stays true when the caseworker takes the room back.
    def seen() -> Seen | None:
        answer = httpx.get(f"{town.url}/kalender/dialog.ics")
        return next((one for one in read(answer.content) if TITLE in one.summary), None) if answer.is_success else None

    before = eventually(seen, "the programme's calendar does not show the session")
    assert before.starts == datetime.combine(day, datetime.min.time(), ZONE).replace(hour=19).timestamp()

    staff = page.context.browser.new_context(locale="da-DK").new_page()  # pyright: ignore[reportOptionalMemberAccess]
    signed_in(staff, town, CASEWORKER)
    staff.goto(f"{town.url}/bookinger/{booking_of(town)}/aflys")
    staff.fill("[name=reason]", "Salen skal bruges til folketingsvalg")
    staff.click("main form:has([name=reason]) button[type=submit]")

    moved = mail_to(town, CITIZEN, "Mødet er flyttet")
    plain = moved.get_body(("plain",))
    assert plain
    assert "Salen skal bruges til folketingsvalg" in plain.get_content()
    assert "Stedet er ikke på plads endnu" in plain.get_content()
    after = eventually(
        lambda: one if (one := seen()) and one.sequence > before.sequence else None, "no news in the feed"
    )
    assert (after.uid, after.starts) == (before.uid, before.starts)
    citizen.goto(public)
    photograph(citizen, "28-stedet-foelger")

    # She gives her place back with one tap.
    citizen.goto(own)
    citizen.click("main summary:has-text('Meld afbud')")
    citizen.click("form[action$='/afmelding'] button[type=submit]")
    photograph(citizen, "29-afbud")
    assert mail_to(town, CITIZEN, "Du har meldt afbud")
    staff.context.close()
    citizen.context.close()


def booking_of(town: Municipality) -> str:
    """The booking that holds the session's room."""

    async def find() -> str:
        admin = await asyncpg.connect(town.instance["database_url"])
        found = await admin.fetchval("SELECT booking_id FROM booking.room_requests WHERE title = $1", TITLE)
        await admin.close()
        return str(found)

    with ThreadPoolExecutor(1) as apart:  # Playwright keeps an event loop running in this thread
        return apart.submit(lambda: asyncio.run(find())).result()
