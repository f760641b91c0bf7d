# SPDX-License-Identifier: MPL-2.0
"""/lokaler/regler/{id}/udkast/regel: one rule of a draft in a form, changed or added; and a whole file instead of all rules."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from services.booking.commands.draft_policy import Change, added, all_replaced, change_draft, replaced
from services.booking.errors import NoSuchRule, StaleVersion
from services.booking.policy_files.read import read_policy_text
from services.booking.policy_files.text import MAX_BYTES
from services.booking.rules.duty import Duty
from services.booking.web.actor import actor_of
from services.booking.web.policy_draft import (
    DRAFT,
    STAFF,
    draft_crumbs,
    draft_path,
    read_draft_version,
    rule_at,
    seen_draft,
    show_draft,
)
from services.booking.web.policy_fields import OTHERS, Field, fields_of
from services.booking.web.policy_form import KINDS, Wrong, fill, read_rule_form
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit

SHOWN_ISSUES = 20


@get(f"{DRAFT}/ny", **STAFF)
async def new_rule(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """`slags` is the kind of rule."""
    visit = Visit.of(request)
    kind = _kind(visit.query.get("slags", ""))
    default = KINDS[kind].model_fields["effect"].default
    typed = {} if KINDS[kind] is Duty else {"effect": default.value}
    return await _show(visit, policy_id, kind, typed, None)


@post(f"{DRAFT}/ny", **STAFF, status_code=303)
async def add_rule(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """Add it to the draft."""
    visit = Visit.of(request)
    typed = await visit.form()
    return await _save(visit, policy_id, _kind(typed.get("slags", "")), typed, None)


@get(f"{DRAFT}/regel/{{number:int}}", **STAFF)
async def edit_rule(request: Request[Any, Any, Any], policy_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    """As it stands."""
    visit = Visit.of(request)
    _, draft = await seen_draft(visit, policy_id)
    rule = rule_at(draft, number)
    return await _show(visit, policy_id, rule.rule, fill(rule, visit.say, visit.language), number)


@post(f"{DRAFT}/regel/{{number:int}}", **STAFF, status_code=303)
async def save_rule(request: Request[Any, Any, Any], policy_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    """Put what was typed in its place."""
    visit = Visit.of(request)
    typed = await visit.form()
    return await _save(visit, policy_id, _kind(typed.get("slags", "")), typed, number)


async def _save(visit: Visit, policy_id: UUID, kind: str, typed: dict[str, str], number: int | None) -> Response[Any]:
    form = read_rule_form(kind, typed)
    if form.rule is None:
        return await _show(visit, policy_id, kind, typed, number, wrong=form.wrong, status=400)
    change = added(form.rule) if number is None else replaced(number, form.rule)
    try:
        await _change(visit, policy_id, change, typed)
    except (StaleVersion, NoSuchRule):
        return await _show(visit, policy_id, kind, typed, None, stale=True, status=409)
    return visit.go(f"{draft_path(policy_id)}?gemt={'ny' if number is None else 'regel'}")


async def _change(visit: Visit, policy_id: UUID, change: Change, typed: dict[str, str]) -> None:
    version = read_draft_version(typed)
    await change_draft(visit.pool, policy_id, change, actor_of(visit.caller), version=version, now=visit.now)


async def _show(
    visit: Visit,
    policy_id: UUID,
    kind: str,
    typed: dict[str, str],
    number: int | None,
    *,
    wrong: tuple[Wrong, ...] = (),
    stale: bool = False,
    status: int = 200,
) -> Response[Any]:
    line, draft = await seen_draft(visit, policy_id)
    keeps_version = bool(wrong) and not stale  # a page that was refused still stands on what it saw
    name = visit.say(f"policies.kind.{kind}")
    fields = fields_of(KINDS[kind])
    return visit.show(
        "policy_rule.html",
        status=status,
        title=name,
        crumbs=draft_crumbs(visit, line, name),
        errors=[FieldError(one.name, _told(visit, kind, one)) for one in wrong],
        fields=[one for one in fields if one.name not in OTHERS],
        others=[one for one in fields if one.name in OTHERS],
        kind=kind,
        typed=typed,
        version=typed.get("version", "") if keeps_version else draft.version,
        stale=stale,
        path=draft_path(policy_id),
        action=f"{draft_path(policy_id)}/ny" if number is None else f"{draft_path(policy_id)}/regel/{number}",
        label=partial(label, visit, kind),
        hint=partial(hint, visit, kind),
        word=partial(word, visit),
    )


def _told(visit: Visit, kind: str, one: Wrong) -> str:
    if one.code == "misfit":
        sentence = visit.say("policies.error.other", problem=visit.say(f"misfit.{one.parameters['problem']}"))
    else:
        sentence = visit.say(f"policies.error.{one.code}", **one.parameters)
    return f"{label(visit, kind, one.name)}: {sentence}"


def label(visit: Visit, kind: str, name: str) -> str:
    """What a field is called, within its own kind of rule or everywhere."""
    last = name.rpartition(".")[2]
    for key in (f"policies.field.{kind}.{name}", f"policies.field.{last}"):
        if visit.pages.sentences.has(key):
            return visit.say(key)
    return label(visit, kind, name.rpartition(".")[0]) if "." in name else last


def hint(visit: Visit, kind: str, field: Field) -> str:
    """How it is written; empty where nobody can be in doubt."""
    for key in (f"policies.hint.{kind}.{field.name}", f"policies.hint.{field.kind}"):
        if visit.pages.sentences.has(key):
            return visit.say(key)
    return ""


def word(visit: Visit, field: str, code: str) -> str:
    """A code to choose, in words."""
    for key in (f"policies.code.{field}.{code}", f"policies.code.{code}", f"role.{code}", f"detail.{code}"):
        if visit.pages.sentences.has(key):
            return visit.say(key)
    return code


@post(f"{DRAFT}/fil", **STAFF, status_code=303)
async def read_file(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """All rules from a policy file, uploaded as `file` or pasted as `yaml`. Nothing is stored unless all of it fits."""
    visit = Visit.of(request)
    typed = await visit.form()
    uploaded = (await request.form()).get("file")
    content = await uploaded.read(MAX_BYTES + 1) if isinstance(uploaded, UploadFile) and uploaded.filename else b""
    pasted = typed.get("yaml", "")
    reading = read_policy_text(content or pasted.encode())
    errors = [
        FieldError(
            "yaml",
            visit.say(
                "policies.file_line",
                line=issue.mark.line,
                what=visit.say(f"policy_file.{issue.code}", **issue.parameters),
            ),
        )
        for issue in reading.issues[:SHOWN_ISSUES]
    ]
    if reading.content and reading.content.extends:
        errors.append(FieldError("yaml", visit.say("policies.file_extends")))
    if errors or reading.content is None:
        shown = pasted or content.decode("utf-8", "replace")
        return await show_draft(visit, policy_id, status=400, errors=tuple(errors), yaml=shown)
    try:
        await _change(visit, policy_id, all_replaced(reading.content.sourced_rules), typed)
    except StaleVersion:
        return await show_draft(
            visit, policy_id, status=409, stale=True, yaml=pasted or content.decode("utf-8", "replace")
        )
    return visit.go(f"{draft_path(policy_id)}?gemt=fil")


def _kind(name: str) -> str:
    """Raises NoSuchRule."""
    if name not in KINDS:
        raise NoSuchRule(name[:80])
    return name
