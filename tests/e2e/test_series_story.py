# SPDX-License-Identifier: MPL-2.0
"""A choir wants the same hour for eight weeks: it sees each date, books what is free, and gets back what frees up."""

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from services.shared.demo import DEMO_ASSOCIATIONS
from services.shared.wall_clock import ZONE
from services.shared.written_dates import date_without_weekday
from tests.calendars.python_reader import read
from tests.e2e.conftest import signed_in
from tests.e2e.test_pages import look
from tests.e2e.test_story import eventually, invitation, told
from tests.running import Municipality

CHOIR, STAFF = "kor-formand@forening.example", "sagsbehandler@kommune.example"
IDS = {one.key: str(one.id) for one in DEMO_ASSOCIATIONS}
PURPOSE, CLOSED = "Stemmeprøver til forårskoncerten", "Gulvene lakeres"
WEEKS = 8
STARTS, ENDS = "19:00", "21:00"
TAKEN, SHUT = (1, 3), 5
"""Which of the eight dates the chess club has, and on which the house is closed."""


def caller(town: Municipality, association: str) -> httpx.Client:
    """What a program of the association's own would use."""
    key = town.association_key(next(one.id for one in DEMO_ASSOCIATIONS if one.key == association))
    return httpx.Client(base_url=f"{town.url}/api/booking/v1", headers={"Authorization": f"Bearer {key}"}, timeout=30)


def wanted(room: str, first: date) -> dict[str, Any]:
    return {
        "association_id": IDS["kor"],
        "room_id": room,
        "purpose": PURPOSE,
        "attendance": 12,
        "recurrence": {"first": str(first), "count": WEEKS, "weekdays": [2], "starts": STARTS, "ends": ENDS},
    }


def a_free_room(choir: httpx.Client) -> tuple[dict[str, Any], list[date]]:
    """A room with another beside it, and eight Tuesdays three weeks ahead or more on which nobody has it."""
    rooms = choir.get("/rooms", params={"type": "meeting_room", "people": 12}).json()["items"]
    sites = [room["site_slug"] for room in rooms]
    rooms = [room for room in rooms if sites.count(room["site_slug"]) > 1]
    first = datetime.now(ZONE).date() + timedelta(days=21)
    first += timedelta(days=(1 - first.weekday()) % 7)
    for week in range(20):
        day = first + timedelta(weeks=week)
        for room in rooms:
            if choir.post("/series/trial", json=wanted(room["id"], day)).json().get("counts") == {"free": WEEKS}:
                return room, [day + timedelta(weeks=number) for number in range(WEEKS)]
    raise AssertionError("the demo municipality is fully booked")


@pytest.fixture
def choir(town: Municipality) -> Iterator[httpx.Client]:
    with caller(town, "kor") as client:
        yield client


@pytest.fixture
def chess(town: Municipality) -> Iterator[httpx.Client]:
    with caller(town, "skak") as client:
        yield client


def take(chess: httpx.Client, room: str, day: date) -> str:
    """The chess club books one of the dates; its booking's id."""
    offset = datetime.combine(day, datetime.min.time(), ZONE).strftime("%z")
    body = {
        "association_id": IDS["skak"],
        "room_id": room,
        "starts_at": f"{day}T{STARTS}:00{offset[:3]}:{offset[3:]}",
        "ends_at": f"{day}T{ENDS}:00{offset[:3]}:{offset[3:]}",
        "purpose": "Klubmesterskab",
        "attendance": 10,
    }
    answer = chess.post("/bookings", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def close(page: Page, town: Municipality, site: str, day: date) -> None:
    """The municipality closes the house for a day."""
    staff = page.context.browser.new_context(locale="da-DK").new_page()  # pyright: ignore[reportOptionalMemberAccess]
    signed_in(staff, town, STAFF)
    staff.goto(f"{town.url}/lokaler/lukkedage/ny?where=sted:{site}&first={day}&reason_da={CLOSED}")
    staff.click("main form[method=post] button")
    staff.wait_for_url(re.compile("lukket="))
    staff.context.close()


def row(page: Page, day: date) -> str:
    """What the list of dates says of one of them."""
    return " ".join(page.locator(".date-row", has_text=f"tir. {day.day}.{day.month}.").inner_text().split())


def fits(page: Page) -> bool:
    """Nothing is wider than a phone."""
    page.set_viewport_size({"width": 390, "height": 900})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return width <= 390


def written(day: date) -> str:
    """As mails name a day."""
    return date_without_weekday(day, "da")


def mails_about(town: Municipality, word: str) -> list[EmailMessage]:
    return [mail for mail in town.mails() if word in mail["Subject"].casefold() and PURPOSE in told(mail)]


def one_mail(town: Municipality, word: str) -> EmailMessage:
    """The only one: nobody wants a mail for every date."""
    eventually(lambda: mails_about(town, word), f"no mail says {word}")
    time.sleep(0.5)  # for a second mail that must not come
    (mail,) = mails_about(town, word)
    return mail


def events(mail: EmailMessage) -> set[date]:
    calendar: Calendar = invitation(mail)
    return {one.decoded("DTSTART").astimezone(ZONE).date() for one in calendar.walk("VEVENT")}


def test_a_season_is_tried_booked_in_part_and_completed(
    town: Municipality, page: Page, choir: httpx.Client, chess: httpx.Client
) -> None:
    room, days = a_free_room(choir)
    theirs = [take(chess, room["id"], days[number]) for number in TAKEN]
    close(page, town, room["site_slug"], days[SHUT])
    had = [day for number, day in enumerate(days) if number not in (*TAKEN, SHUT)]

    # The whole season is tried, and each date says how it stands.
    signed_in(page, town, CHOIR)
    page.goto(f"{town.url}/lokaler/{room['slug']}/book?date={days[0]}&from=19.00&to=21.00&people=12")
    page.fill("[name=purpose]", PURPOSE)
    page.check("[name=repeat][value=week]")
    page.fill("[name=until]", str(days[-1]))
    expect(page.locator("#svar .chip")).to_have_count(WEEKS)  # beside the form, before anything is sent
    page.click("main button[type=submit]:has-text('Se datoerne')")
    expect(page.locator("#svar-overskrift")).to_have_text("5 af 7 datoer kan fås.")
    assert "Ledig" in row(page, days[0])
    assert "Optaget" in row(page, days[TAKEN[0]])
    assert "19.00-21.00" in row(page, days[TAKEN[0]])
    assert "Lukket" in row(page, days[SHUT])
    assert CLOSED in row(page, days[SHUT])
    assert "Skakklubben" not in page.inner_text("main")
    assert look(page) == []
    assert fits(page)

    # Elsewhere all of them could be had; the choir stays, and has what is free.
    expect(page.locator("section[aria-labelledby=i-stedet]")).to_contain_text("Fyld hullerne: 7 af 7 datoer")
    page.check("[name=whole][value='0']")
    page.click("main button[name=place]")
    page.wait_for_url(re.compile(r"/bookinger/"))
    booking = page.url.split("?")[0]
    expect(page.locator("#status")).to_have_text(re.compile(r"5 bekræftede\s*2 mangler"))
    assert "Optaget 19.00-21.00" in row(page, days[TAKEN[0]])
    assert look(page) == []
    assert fits(page)

    confirmed = one_mail(town, "bekræftet")
    assert events(confirmed) == set(had)
    assert "2 datoer kunne I ikke få, fordi der er optaget" in told(confirmed)

    # Somebody cancels; the date is offered on the page and added.
    gone = chess.post(f"/bookings/{theirs[0]}/cancellation", json={})
    assert gone.status_code == 200, gone.text
    page.goto(booking)
    expect(page.locator("main")).to_contain_text("1 manglende dato er blevet ledig")
    assert "Er blevet ledig" in row(page, days[TAKEN[0]])
    page.click("button[name=add][value=freed]")
    expect(page.locator("#status")).to_have_text(re.compile(r"6 bekræftede\s*1 mangler"))
    expect(page.locator("main")).not_to_contain_text("er blevet ledig")
    added = eventually(lambda: mails_about(town, "bekræftet")[1:], "no mail about the added date")[0]
    assert events(added) == {days[TAKEN[0]]}

    # Two dates go in one action, one mail lists them, and the action is undone.
    off = [days[0], days[2]]
    for day in off:
        page.locator(".date-row", has_text=f"tir. {day.day}.{day.month}.").locator("[name=date]").check()
    page.click("main button[name=ask][value='1']")
    expect(page.locator("h1")).to_have_text("Aflys 2 datoer")
    assert look(page) == []
    assert fits(page)
    page.click("main form:has([name=reason]) button[type=submit]")
    page.wait_for_url(booking + "*")
    expect(page.locator("#status")).to_have_text(re.compile(r"4 bekræftede\s*2 aflyste\s*1 mangler"))
    cancelled = one_mail(town, "aflyst")
    assert events(cancelled) == set(off)
    assert {str(one["STATUS"]) for one in invitation(cancelled).walk("VEVENT")} == {"CANCELLED"}

    page.click("form[action$='/genopret'] button")
    expect(page.locator("main")).to_contain_text("2 datoer er genoprettet.")
    expect(page.locator("#status")).to_have_text(re.compile(r"6 bekræftede\s*1 mangler"))
    calendar = page.context.request.get(f"{booking}/kalender.ics").body()
    standing = {one.starts for one in read(calendar) if one.status != "CANCELLED"}
    assert len(standing) == 6
    assert datetime.combine(days[0], datetime.strptime(STARTS, "%H:%M").time(), ZONE).timestamp() in standing

    # The season stands among the choir's regular times, with its next date.
    page.goto(f"{town.url}/foreninger/{IDS['kor']}/bookinger")
    regular = page.locator(".entry--regular", has_text=PURPOSE)
    expect(regular).to_contain_text("Hver tirsdag kl. 19.00-21.00")
    expect(regular).to_contain_text(written(days[0]))
