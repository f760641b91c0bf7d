# SPDX-License-Identifier: MPL-2.0
"""The mailbox takes real SMTP, keeps one copy per mail and recipient, and owns up to what it suppressed."""

import smtplib
from asyncio import to_thread
from collections.abc import AsyncGenerator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra.local.mailbox.smtp import smtp_server
from infra.local.mailbox.store import Mailbox


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mailbox")


@pytest.fixture
async def port(mailbox: Mailbox) -> AsyncGenerator[int]:
    async with smtp_server(mailbox) as url:
        yield urlsplit(url).port or 0


def mail(message_id: str, subject: str = "Æbler på Ørsø") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "svar-ikke@kommune.example"
    message["Subject"] = subject
    if message_id:
        message["Message-ID"] = message_id
    message.set_content("Hej\n\n.\nEn linje med kun et punktum.\n")
    return message


def send(port: int, message: EmailMessage, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        smtp.send_message(message, to_addrs=list(recipients))


async def test_a_mail_that_comes_twice_is_kept_once_and_counted(mailbox: Mailbox, port: int) -> None:
    for _ in range(3):
        await to_thread(send, port, mail("<1@kommune.example>"), "kirsten@forening.example")
    assert len(mailbox) == 1
    assert mailbox.suppressed() == [mailbox.newest(0, 1)[0].name] * 2


async def test_each_recipient_gets_a_copy(mailbox: Mailbox, port: int) -> None:
    await to_thread(send, port, mail("<1@kommune.example>"), "kirsten@forening.example", "jonas@forening.example")
    assert {one.recipient for one in mailbox.newest(0, 9)} == {"kirsten@forening.example", "jonas@forening.example"}
    assert mailbox.suppressed() == []


async def test_two_mails_without_message_id_are_two_mails(mailbox: Mailbox, port: int) -> None:
    for _ in range(2):
        await to_thread(send, port, mail(""), "kirsten@forening.example")
    assert len(mailbox) == 2


async def test_a_mail_comes_out_as_it_went_in(mailbox: Mailbox, port: int) -> None:
    await to_thread(send, port, mail("<1@kommune.example>"), "kirsten@forening.example")
    kept = mailbox.find(mailbox.newest(0, 1)[0].name)
    assert kept is not None
    assert (kept.subject, kept.message_id) == ("Æbler på Ørsø", "<1@kommune.example>")
    assert kept.message.get_content().replace("\r\n", "\n") == "Hej\n\n.\nEn linje med kun et punktum.\n"


async def test_the_newest_mail_comes_first_and_pages_do_not_overlap(mailbox: Mailbox, port: int) -> None:
    for number in range(5):
        await to_thread(send, port, mail(f"<{number}@kommune.example>", str(number)), "kirsten@forening.example")
    pages = [[one.subject for one in mailbox.newest(skip, 2)] for skip in (0, 2, 4)]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]


async def test_half_a_mail_is_no_mail(mailbox: Mailbox, port: int) -> None:
    def break_off() -> None:
        smtp = smtplib.SMTP("127.0.0.1", port)
        smtp.ehlo()
        smtp.mail("a@kommune.example")
        smtp.rcpt("b@forening.example")
        smtp.docmd("DATA")
        smtp.send(b"Subject: half\r\n\r\nand then the line went")
        smtp.close()

    await to_thread(break_off)
    await to_thread(send, port, mail("<1@kommune.example>"), "kirsten@forening.example")
    assert [one.subject for one in mailbox.newest(0, 9)] == ["Æbler på Ørsø"]


@pytest.mark.parametrize("name", ["", "../secret", "a" * 39, "A" * 40, "/etc/passwd"])
def test_only_names_of_mails_open_files(mailbox: Mailbox, name: str) -> None:
    assert mailbox.find(name) is None
    assert mailbox.raw(name) is None
