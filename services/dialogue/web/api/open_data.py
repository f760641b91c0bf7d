# SPDX-License-Identifier: MPL-2.0
"""`/api/dialogue/v1/open/sessions.*`: the programme for whoever wants to use it. No person is in it."""

import csv
import io
from typing import Annotated, Any

from litestar import Request, Response, get
from msgspec import to_builtins

from services.dialogue.queries.programme import ProgrammeSearch
from services.dialogue.web.api import answers, telling
from services.dialogue.web.api.documented import documented
from services.dialogue.web.api.sessions import CURSOR
from services.dialogue.web.programme.programme_form import read_place, write_place
from services.dialogue.web.programme.reading import Page, read_page
from services.dialogue.web.visit import Visit
from services.shared.wall_clock import local
from services.shared.web.access import PUBLIC, allow

LICENCE, LICENCE_URL = "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"
MOST = 1000
_KEPT = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
"""A copy a few minutes old will do, and any page may read it."""
NESTED = {"place": answers.Place, "influence": answers.Influence}
COLUMNS = (
    *(name for name in answers.OpenSession.__struct_fields__ if name not in NESTED),
    *(f"{part}_{name}" for part, kind in NESTED.items() for name in kind.__struct_fields__),
)


@get(
    "/api/dialogue/v1/open/sessions.json",
    opt=allow(PUBLIC),
    responses=documented(),
    tags=["open data"],
    operation_id="openSessions",
)
async def sessions_json(
    request: Request[Any, Any, Any], cursor: Annotated[str, CURSOR] = ""
) -> Response[answers.OpenSessions]:
    """Every session that is or was public, the earliest first; free to use, see `licence`."""
    visit = Visit.of(request)
    page = await _page(visit, cursor)
    told = answers.OpenSessions(
        licence=LICENCE,
        licence_url=LICENCE_URL,
        publisher=visit.settings.municipality,
        generated_at=local(visit.now),
        items=[telling.opened(one.session) for one in page.items],
        next=write_place(page.more) if page.more else None,
    )
    return Response(told, headers=_KEPT)


@get(
    "/api/dialogue/v1/open/sessions.csv",
    opt=allow(PUBLIC),
    responses=documented(),
    tags=["open data"],
    operation_id="openSessionsCsv",
    media_type="text/csv",
)
async def sessions_csv(request: Request[Any, Any, Any], cursor: Annotated[str, CURSOR] = "") -> Response[bytes]:
    """The same as a table: commas, UTF-8 with its mark, a line each. CC0 1.0."""
    visit = Visit.of(request)
    page = await _page(visit, cursor)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for one in page.items:
        row = _flat(telling.opened(one.session))
        lines.writerow(_cell(row.get(column)) for column in COLUMNS)
    links = {"Link": f'<{LICENCE_URL}>; rel="license"'}
    body = b"\xef\xbb\xbf" + text.getvalue().encode()
    return Response(body, media_type="text/csv", headers=_KEPT | links)


async def _page(visit: Visit, cursor: str) -> Page:
    async with visit.pool.acquire() as connection:
        search = ProgrammeSearch(past=None)
        return await read_page(connection, search, now=visit.now, after=read_place(cursor), limit=MOST)


def _flat(one: answers.OpenSession) -> dict[str, Any]:
    told: dict[str, Any] = to_builtins(one)
    for part in NESTED:
        nested: dict[str, Any] = told.pop(part) or {}
        told |= {f"{part}_{name}": value for name, value in nested.items()}
    return told


def _cell(value: Any) -> str:
    """Lists in one cell; nothing for what is not stated; what somebody typed never becomes a formula."""
    if isinstance(value, list):
        value = " ".join(str(one) for one in value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if isinstance(value, bool):
        value = "true" if value else "false"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
