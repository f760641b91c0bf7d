# SPDX-License-Identifier: MPL-2.0
"""The mailbox pages show mails as recipients see them, and let no mail do anything."""

from collections.abc import AsyncGenerator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.mailbox.app import create_app
from infra.local.mailbox.store import Mailbox
from services.shared.bus import Bus
from services.shared.settings import Settings
from tests.conftest import Broker

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mailbox")


@pytest.fixture
async def client(mailbox: Mailbox, nats: Broker) -> AsyncGenerator[httpx.AsyncClient]:
    bus = await Bus.connect(nats.url, name="test", token=nats.token)
    app: Any = create_app(Settings(), bus, mailbox)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        yield client
    await bus.close()


def keep(mailbox: Mailbox, number: int = 0) -> str:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{number}@kommune.example>"
    mail["Subject"] = f"Jeres booking {number} <b>er</b> bekræftet"
    mail["From"] = "Kommunen <svar-ikke@kommune.example>"
    mail.set_content("Hej\n<script>alert(1)</script>")
    mail.add_alternative("<p>Hej</p><script>alert(1)</script>", subtype="html")
    mail.add_alternative(CALENDAR, maintype="text", subtype="calendar", params={"method": "REQUEST"})
    mail.add_attachment(CALENDAR, maintype="text", subtype="calendar", filename='møde".ics')
    mailbox.keep(mail.as_bytes(), "kirsten@forening.example")
    return mailbox.newest(0, 1)[0].name


async def test_an_empty_mailbox_says_so_in_both_languages(client: httpx.AsyncClient) -> None:
    assert "Ingen mails endnu" in (await client.get("/postkasse")).text
    assert "No mails yet" in (await client.get("/en/postkasse")).text


async def test_markup_in_a_mail_is_shown_and_not_obeyed(client: httpx.AsyncClient, mailbox: Mailbox) -> None:
    name = keep(mailbox)
    page = (await client.get(f"/postkasse/{name}")).text
    assert "&lt;script&gt;" in page
    assert "<b>er</b>" not in page
    html = await client.get(f"/postkasse/{name}/html")
    assert html.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "<p>Hej</p>" in html.text


async def test_every_calendar_part_can_be_downloaded_as_it_is(client: httpx.AsyncClient, mailbox: Mailbox) -> None:
    name = keep(mailbox)
    for number, file in enumerate(["invite.ics", "mde.ics"]):
        part = await client.get(f"/postkasse/{name}/bilag/{number}")
        assert part.headers["Content-Type"].startswith("text/calendar")
        assert part.headers["Content-Disposition"] == f'attachment; filename="{file}"'
        assert part.content == CALENDAR
    assert (await client.get(f"/postkasse/{name}/bilag/2")).status_code == 404


async def test_the_raw_mail_comes_as_text(client: httpx.AsyncClient, mailbox: Mailbox) -> None:
    raw = await client.get(f"/postkasse/{keep(mailbox)}/raw")
    assert raw.headers["Content-Type"].startswith("text/plain")
    assert raw.text.startswith("Delivered-To: kirsten@forening.example\r\n")


async def test_the_list_has_pages_and_a_form_for_programs(client: httpx.AsyncClient, mailbox: Mailbox) -> None:
    for number in range(51):
        keep(mailbox, number)
    first, second = (await client.get("/postkasse")).text, (await client.get("/postkasse?skip=50")).text
    assert "?skip=50" in first
    assert (first.count("<tr><td>"), second.count("<tr><td>")) == (50, 1)
    listed = (await client.get("/postkasse/mails.json?limit=2")).json()
    assert (listed["count"], listed["suppressed"], len(listed["mails"])) == (51, 0, 2)
    assert listed["mails"][0]["subject"] == "Jeres booking 50 <b>er</b> bekræftet"


async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient) -> None:
    for path in ("/postkasse/x", f"/postkasse/{'0' * 40}", f"/postkasse/{'0' * 40}/raw", "/postkasse/x/html"):
        assert (await client.get(path)).status_code == 404
