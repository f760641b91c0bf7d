# SPDX-License-Identifier: MPL-2.0
"""The story everything is built for: sign in, find, be refused, book, be told, see it in the calendar, move, cancel."""

import re
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from email.message import EmailMessage

import httpx
from icalendar import Calendar
from playwright.sync_api import Page

from services.shared.wall_clock import ZONE
from tests.calendars.python_reader import read
from tests.calendars.seen import Seen
from tests.e2e.conftest import photograph, sign_in
from tests.e2e.test_pages import look
from tests.running import Municipality

CLUB = "haandbold-booking@forening.example"
STAFF = "sagsbehandler@kommune.example"
PURPOSE = "Planlægning af forårsstævne"


def a_tuesday() -> date:
    """Three weeks ahead or a little more, and no holiday: associations book in good time."""
    day = datetime.now(ZONE).date() + timedelta(days=21)
    while day.isoweekday() != 2 or (day.month, day.day) in ((12, 29), (1, 5)):
        day += timedelta(days=1)
    return day


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, clock(hour), ZONE)


def eventually[T](look: Callable[[], T | None], what: str, seconds: float = 20) -> T:
    """What `look` finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(what)


def mail_that_says(town: Municipality, word: str) -> EmailMessage:
    """Of this booking: other stories of the same municipality send mails to the club as well."""

    def look() -> EmailMessage | None:
        return next((mail for mail in town.mails() if mail["Subject"].startswith(word) and PURPOSE in told(mail)), None)

    return eventually(look, f"no mail says {word}")


def told(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


def invitation(mail: EmailMessage) -> Calendar:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True))  # pyright: ignore[reportArgumentType]


def test_from_sign_in_to_tombstone(town: Municipality, page: Page) -> None:
    day = a_tuesday()

    # The staff's calendar is there before the booking is.
    staff = page.context.browser.new_context(locale="da-DK").new_page()  # pyright: ignore[reportOptionalMemberAccess]
    sign_in(staff, town, STAFF)

    sign_in(page, town, CLUB)
    photograph(page, "01-min-side")

    page.goto(f"{town.url}/lokaler?date={day}&from=18.00&to=22.00&people=12&type=meeting_room")
    photograph(page, "02-find-et-lokale")
    page.locator(".times a").first.click()

    # A wish that cannot be had says why, beside the form, and keeps what was typed.
    page.fill("[name=to]", "20.00")
    page.fill("[name=people]", "5000")
    page.fill("[name=purpose]", PURPOSE)
    page.click("main button[type=submit]:not([name])")
    assert "5000" in page.inner_text("#svar")
    assert page.input_value("[name=purpose]") == PURPOSE
    photograph(page, "03-afslag-med-grund")

    page.fill("[name=people]", "12")
    room, site = page.inner_text(".lead").split(" · ")[0].split(", ", 1)
    page.click("main button[type=submit]:not([name])")
    page.wait_for_url(re.compile(r"/bookinger/"))
    booking = page.url.split("?")[0]
    photograph(page, "04-kvittering")
    assert look(page) == []

    confirmed = mail_that_says(town, "Bekræftet")
    (event,) = invitation(confirmed).walk("VEVENT")
    assert event.decoded("DTSTART") == at(day, 18)

    # The staff subscribe to the site and read it with a foreign reader.
    staff.goto(f"{town.url}/kalendere")
    option = staff.locator("#calendar option", has_text=re.compile(rf"^\s*{re.escape(site.strip())}\s*$")).first
    staff.select_option("#calendar", value=option.get_attribute("value"))
    staff.click("main button[type=submit]")
    address = staff.input_value("#address")
    photograph(staff, "05-kalenderadresse")

    def seen(start: datetime) -> Seen | None:
        answer = httpx.get(address)
        if answer.status_code != 200:
            return None
        found = [one for one in read(answer.content) if PURPOSE in one.summary]
        return next((one for one in found if one.starts == start.timestamp()), None)

    booked = eventually(lambda: seen(at(day, 18)), "the staff's calendar does not show the booking")
    assert booked.uid == str(event["UID"])

    page.goto(f"{booking}/flyt")
    assert look(page) == []
    page.fill("[name=from]", "20.00")
    page.fill("[name=to]", "22.00")
    page.click("main button[type=submit]:not([formmethod])")
    page.wait_for_url(booking + "*")
    photograph(page, "06-flyttet")
    moved = eventually(lambda: seen(at(day, 20)), "the calendar does not show the move")
    assert moved.uid == booked.uid
    assert moved.sequence > booked.sequence
    assert mail_that_says(town, "Flyttet")

    page.goto(f"{booking}/aflys")
    photograph(page, "07-aflys")
    assert look(page) == []
    page.click("main form:has([name=reason]) button[type=submit]")
    page.wait_for_url(booking + "*")
    photograph(page, "08-aflyst")

    def tombstone() -> Seen | None:
        found = seen(at(day, 20))
        return found if found and found.status == "CANCELLED" else None

    buried = eventually(tombstone, "the calendar does not show the cancellation")
    assert buried.uid == booked.uid
    assert buried.sequence > moved.sequence
    assert "AFLYST" in buried.summary
    (gone,) = invitation(mail_that_says(town, "Aflyst")).walk("VEVENT")
    assert str(gone["UID"]) == booked.uid

    page.goto(f"{town.url}/lokaler?date={day}&from=20.00&to=22.00&q={room}")
    assert "20.00-22.00" in page.inner_text("main")
    staff.context.close()
