# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}/forhaandsvisning: a draft as citizens will see it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.web.programme.session_page import show_session
from services.dialogue.web.staff.sessions.edit_page import read_session
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow


@get("/dialog/styring/{session_id:uuid}/forhaandsvisning", opt=allow(*FACILITATES), include_in_schema=False)
async def preview(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """As if it were published now. Its buttons lead nowhere yet, and the page says so."""
    visit = Visit.of(request)
    session = await read_session(visit, session_id)
    if session.status == "draft":
        session = replace(session, status="published", published_at=session.published_at or visit.now)
    return await show_session(visit, session, preview_of=f"/dialog/styring/{session_id}")
