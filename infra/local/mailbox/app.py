# SPDX-License-Identifier: MPL-2.0
"""/postkasse: every mail this instance has sent, as its recipient would see it. Only a local instance has it."""

from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from infra.local.mailbox.store import Mail, Mailbox
from services.shared.bus import Bus
from services.shared.settings import Settings
from services.shared.web.access import PUBLIC, allow
from services.shared.web.app import create_service_app, load_pages
from services.shared.web.pages import Pages, crumbs

ADDRESSES = ("/postkasse",)
PAGE = 50
SEALED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""A mail is somebody else's markup: it may look as it likes, and do nothing."""


@dataclass(frozen=True)
class Attachment:
    """One part of a mail that is not its text. `number` is its address."""

    number: int
    name: str
    kind: str
    content: bytes


def create_app(settings: Settings, bus: Bus, mailbox: Mailbox) -> Litestar:
    """The mailbox's own pages."""
    pages = load_pages(Path(__file__).parent, settings)
    routes = [_index(pages, mailbox), _list(mailbox), _mail(pages, mailbox), _html(mailbox), _attachment(mailbox)]
    return create_service_app("mailbox", bus, pages, [*routes, _raw(mailbox)])


def _index(pages: Pages, mailbox: Mailbox) -> Any:
    @get("/postkasse", opt=allow(PUBLIC), include_in_schema=False)
    async def index(request: Request[Any, Any, Any], skip: FromQuery[int] = 0) -> Response[str]:
        mails = mailbox.newest(max(skip, 0), PAGE + 1)
        title = pages.say(request)("mailbox.title")
        return pages.show(
            request,
            "mailbox.html",
            title=title,
            crumbs=crumbs(title),
            mails=mails[:PAGE],
            next_skip=skip + PAGE if len(mails) > PAGE else None,
        )

    return index


def _list(mailbox: Mailbox) -> Any:
    @get("/postkasse/mails.json", opt=allow(PUBLIC), include_in_schema=False)
    async def mails(skip: FromQuery[int] = 0, limit: FromQuery[int] = PAGE) -> dict[str, Any]:
        """Newest first; times are UTC."""
        return {
            "count": len(mailbox),
            "suppressed": len(mailbox.suppressed()),
            "mails": [_as_json(mail) for mail in mailbox.newest(max(skip, 0), min(max(limit, 0), 10_000))],
        }

    return mails


def _mail(pages: Pages, mailbox: Mailbox) -> Any:
    @get("/postkasse/{name:str}", opt=allow(PUBLIC), include_in_schema=False)
    async def mail(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[str]:
        found = _find(mailbox, name)
        return pages.show(
            request,
            "mail.html",
            title=found.subject,
            crumbs=crumbs((pages.say(request)("mailbox.title"), "/postkasse"), found.subject),
            mail=found,
            text=_text(found.message, "plain"),
            has_html=_text(found.message, "html") is not None,
            attachments=attachments(found.message),
        )

    return mail


def _html(mailbox: Mailbox) -> Any:
    @get("/postkasse/{name:str}/html", opt=allow(PUBLIC), include_in_schema=False, media_type=MediaType.HTML)
    async def html(name: FromPath[str]) -> Response[str]:
        markup = _text(_find(mailbox, name).message, "html")
        if markup is None:
            raise NotFoundException
        return Response(markup, media_type=MediaType.HTML, headers={"Content-Security-Policy": SEALED})

    return html


def _attachment(mailbox: Mailbox) -> Any:
    @get("/postkasse/{name:str}/bilag/{number:int}", opt=allow(PUBLIC), include_in_schema=False)
    async def attachment(name: FromPath[str], number: FromPath[int]) -> Response[bytes]:
        found = attachments(_find(mailbox, name).message)
        if not 0 <= number < len(found):
            raise NotFoundException
        one = found[number]
        headers = {"Content-Disposition": f'attachment; filename="{one.name}"', "Content-Security-Policy": SEALED}
        return Response(one.content, media_type=one.kind, headers=headers)

    return attachment


def _raw(mailbox: Mailbox) -> Any:
    @get("/postkasse/{name:str}/raw", opt=allow(PUBLIC), include_in_schema=False)
    async def raw(name: FromPath[str]) -> Response[bytes]:
        """As it came, shown as text."""
        content = mailbox.raw(name)
        if content is None:
            raise NotFoundException
        return Response(content, media_type="text/plain; charset=utf-8")

    return raw


def _find(mailbox: Mailbox, name: str) -> Mail:
    mail = mailbox.find(name)
    if mail is None:
        raise NotFoundException
    return mail


def _text(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else None


def attachments(message: EmailMessage) -> list[Attachment]:
    """Everything that is neither the plain text nor the HTML: calendar parts too, wherever in the mail they are."""
    shown = {id(message.get_body((kind,))) for kind in ("plain", "html")}
    parts = [part for part in message.walk() if not part.is_multipart() and id(part) not in shown]
    return [_as_attachment(number, part) for number, part in enumerate(parts)]


def _as_attachment(number: int, part: Any) -> Attachment:
    kind = part.get_content_type()
    given = part.get_filename() or ("invite.ics" if kind == "text/calendar" else f"part-{number}")
    name = "".join(character for character in given if character.isascii() and character not in '"\\/\r\n')
    return Attachment(number, name or f"part-{number}", kind, part.get_payload(decode=True) or b"")


def _as_json(mail: Mail) -> dict[str, str]:
    return {
        "name": mail.name,
        "recipient": mail.recipient,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "received_at": mail.received_at.isoformat(),
    }
