# SPDX-License-Identifier: MPL-2.0
"""/dialog/mine: the links to one's sign-ups, by mail to the address they belong to."""

from typing import Any

from litestar import Request, Response, get, post

from services.dialogue.commands.request_links import request_links
from services.dialogue.web.visit import Visit
from services.shared.email_address import read_email
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import FieldError, crumbs


@get("/dialog/mine", opt=allow(PUBLIC), include_in_schema=False)
async def my_links(request: Request[Any, Any, Any]) -> Response[Any]:
    """The form; after it was sent, the same answer for everybody."""
    visit = Visit.of(request)
    return _show(visit, sent="sendt" in visit.query)


@post("/dialog/mine", opt=allow(PUBLIC), include_in_schema=False)
async def send_my_links(request: Request[Any, Any, Any]) -> Response[Any]:
    """Ask for them. Whether there are any, only the mailbox learns."""
    visit = Visit.of(request)
    email = (await visit.form()).get("email", "")
    if read_email(email) is None:
        wrong = FieldError("email", visit.say("sign_up.error.email"))
        return _show(visit, email=email, errors=[wrong], status=422)
    await request_links(visit.pool, email, visit.network, visit.language, now=visit.now)
    return visit.go("/dialog/mine?sendt=1")


def _show(
    visit: Visit, *, sent: bool = False, email: str = "", errors: list[FieldError] | None = None, status: int = 200
) -> Response[Any]:
    title = visit.say("mine.title")
    steps = crumbs((visit.say("programme.crumb"), "/dialog"), title)
    return visit.show(
        "my_links.html", status=status, title=title, crumbs=steps, errors=errors or [], sent=sent, email=email
    )
