# SPDX-License-Identifier: MPL-2.0
"""/lokaler/regler/{id}/udkast/vedtag: a named body has decided; the draft becomes the next version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands.adopt_policy import Asked, adopt_policy
from services.booking.errors import NotAdoptable, StaleVersion
from services.booking.web.actor import actor_of
from services.booking.web.policy_draft import (
    DRAFT,
    STAFF,
    draft_crumbs,
    draft_path,
    next_number,
    read_draft_version,
    seen_draft,
    show_draft,
)
from services.booking.web.policy_page import HOME, rule_lines
from services.booking.web.wall_clock_form import read_date
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit

FIELDS = ("rules", "adopted_by", "adopted_on", "document_url", "valid_from")


@get(f"{DRAFT}/vedtag", **STAFF)
async def adoption(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """What is asked, and the rules once more as people will read them."""
    return await _show(Visit.of(request), policy_id, {}, {})


@post(f"{DRAFT}/vedtag", **STAFF, status_code=303)
async def adopt(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """Fields: adopted_by, adopted_on, document_url, valid_from, version."""
    visit = Visit.of(request)
    typed = await visit.form()
    asked = Asked(
        adopted_by=typed.get("adopted_by", ""),
        adopted_on=read_date(typed.get("adopted_on", "")),
        document_url=typed.get("document_url") or None,
        valid_from=read_date(typed.get("valid_from", "")),
    )
    try:
        number = await adopt_policy(
            visit.pool, policy_id, asked, actor_of(visit.caller), version=read_draft_version(typed), now=visit.now
        )
    except NotAdoptable as error:
        return await _show(visit, policy_id, typed, error.problems)
    except StaleVersion:
        return await show_draft(visit, policy_id, status=409, stale=True)
    return visit.go(f"{HOME}/{policy_id}/version/{number}")


async def _show(visit: Visit, policy_id: UUID, typed: dict[str, str], problems: Mapping[str, str]) -> Response[Any]:
    line, draft = await seen_draft(visit, policy_id)
    title = visit.say("policies.adopt.title", name=line.name)
    return visit.show(
        "policy_adopt.html",
        status=400 if problems else 200,
        title=title,
        crumbs=draft_crumbs(visit, line, visit.say("policies.adopt.crumb")),
        errors=[
            FieldError(name, visit.say(f"policies.adopt.error.{problems[name]}")) for name in FIELDS if name in problems
        ],
        line=line,
        draft=draft,
        number=next_number(line),
        rules=rule_lines(draft.rules, visit),
        typed=typed,
        version=typed.get("version") or draft.version,
        path=draft_path(policy_id),
        today=visit.today.isoformat(),
    )
