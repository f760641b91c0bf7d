# SPDX-License-Identifier: MPL-2.0
"""A mail as finished bytes. Whoever sends it must not write the headers anew: that breaks long ones."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from services.notify.channels.contract import CalendarFile, Notice
from services.notify.channels.email.identifiers import message_id, thread_root
from services.notify.channels.email.letter import Letter, one_line
from services.shared.settings import SettingRefused, Settings

_SPLITS = re.compile(r"[\x00-\x1f\x7f]")


class AddressRefused(ValueError):
    """Not an address one mail can go to."""


def mailbox(written: str) -> Address:
    """The one address in e.g. "Åben Kommune <svar@kommune.example>".

    Raises AddressRefused for none, for several, for line breaks, and for letters outside ASCII before the @.
    """
    name, spec = parseaddr(written)
    local_part, _, domain = spec.rpartition("@")
    try:
        if not local_part or not local_part.isascii() or _SPLITS.search(written):
            raise AddressRefused("not an address we can write to")
        return Address(one_line(name), local_part.strip('"'), _ascii(domain))
    except ValueError as error:
        raise AddressRefused("not an address we can write to") from error


def sender_in(settings: Settings) -> Address:
    """Who all mails are from. Raises SettingRefused with a sentence for the operator."""
    try:
        return mailbox(settings.mail_sender)
    except AddressRefused:
        raise SettingRefused('MAIL_SENDER must read like "Vores Kommune <svar-ikke@kommune.dk>".') from None


def build(notice: Notice, letter: Letter, sender: Address, recipient: Address) -> bytes:
    """RFC 5322 with lines of at most 78 characters and seven bits, whatever the words are.

    Date is when the notice was made, so that a repetition is the same mail.
    """
    message = EmailMessage(policy=SMTP)
    message["Date"] = notice.made_at
    message["From"] = sender
    message["To"] = Address(one_line(notice.name), recipient.username, recipient.domain)
    message["Subject"] = letter.subject
    message["Message-ID"] = message_id(notice.id, sender.domain)
    root = thread_root(notice.thread_id, sender.domain)
    message["In-Reply-To"] = root
    message["References"] = root
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = notice.language
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if notice.calendar is not None:
        _add_calendar(message, notice.calendar)
    return message.as_bytes()


def _add_calendar(message: EmailMessage, calendar: CalendarFile) -> None:
    """Twice: mail programs show the first as an event, people save the second.

    The method beside the type must be the one inside, or Outlook refuses it (RFC 6047 § 2.4).
    """
    part = EmailMessage(policy=SMTP)
    part.set_content(
        calendar.content, maintype="text", subtype="calendar", params={"charset": "utf-8", "method": calendar.method}
    )
    message.attach(part)
    message.add_attachment(calendar.content, maintype="application", subtype="ics", filename=calendar.name)


def _ascii(domain: str) -> str:
    """An international domain the way mail servers without SMTPUTF8 know it."""
    return domain.encode("idna").decode("ascii")
