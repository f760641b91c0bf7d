# SPDX-License-Identifier: MPL-2.0
"""How it was: three scales and a few words, kept without who said them."""

from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath

from services.dialogue.commands.evaluate_session import evaluate_session
from services.dialogue.errors import WrongState
from services.dialogue.model import Evaluation
from services.dialogue.web.sign_up.links import follow
from services.dialogue.web.sign_up.own_page import Again, show_own_page
from services.dialogue.web.sign_up.sign_up_form import WHOLE, Wrong
from services.dialogue.web.visit import Visit
from services.shared.web.access import PUBLIC, allow

LONGEST = 2000
SCALES = ("mattered", "heard", "access")


@post("/dialog/tilmelding/{link:str}/evaluering", opt=allow(PUBLIC), include_in_schema=False)
async def evaluate(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """Once; sent again, the first one stands."""
    visit = Visit.of(request)
    linked = await follow(visit, "own", link)
    typed = await visit.form()
    said, wrong = read_evaluation(typed)
    if wrong:
        return await show_own_page(visit, linked, link, Again(wrong, scales=typed, status=422))
    try:
        await evaluate_session(visit.pool, linked.sign_up.id, said, now=visit.now)
    except WrongState:
        refused = Wrong(WHOLE, "own.error.evaluering")
        return await show_own_page(visit, linked, link, Again([refused], scales=typed, status=409))
    return visit.go(f"/dialog/tilmelding/{link}?gjort=evaluering")


def read_evaluation(typed: dict[str, str]) -> tuple[Evaluation, list[Wrong]]:
    """What was said, and what is wrong with it. Something must be said."""
    scales = {name: _figure(typed.get(name, "")) for name in SCALES}
    comment = typed.get("comment", "")
    wrong = [Wrong("comment", "sign_up.error.note", {"most": LONGEST})] if len(comment) > LONGEST else []
    if not comment and not any(scales.values()):
        wrong.append(Wrong("mattered-5", "own.error.nothing_said"))
    return Evaluation(**scales, comment=comment), wrong


def _figure(text: str) -> int | None:
    return int(text) if text in ("1", "2", "3", "4", "5") else None
