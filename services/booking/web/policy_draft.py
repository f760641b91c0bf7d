# SPDX-License-Identifier: MPL-2.0
"""/lokaler/regler/{id}/udkast: start a draft, undo, discard, copy and remove its rules. Forms carry the version they saw."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.booking.commands import draft_policy
from services.booking.errors import NoSuchDraft, NoSuchRule, StaleVersion
from services.booking.policy_files.write import write_policy_file
from services.booking.queries.policies import PolicyLine, get_policy_line
from services.booking.store.policy_drafts import Draft, get_draft
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.policy_form import KINDS
from services.booking.web.policy_page import HOME, rule_lines, yaml_download
from services.shared.web.access import allow
from services.shared.web.pages import Crumb, FieldError, crumbs
from services.shared.web.visit import Visit

DRAFT = f"{HOME}/{{policy_id:uuid}}/udkast"
STAFF: dict[str, Any] = {"opt": allow(*DECIDES), "include_in_schema": False}


@post(DRAFT, **STAFF, status_code=303)
async def start(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """From the newest version."""
    visit = Visit.of(request)
    await draft_policy.start_draft(visit.pool, policy_id, actor_of(visit.caller), now=visit.now)
    return visit.go(draft_path(policy_id))


@get(DRAFT, **STAFF)
async def draft(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """Its rules, and all that can be done with them. `gemt` says what has just been done."""
    return await show_draft(Visit.of(request), policy_id)


@get(f"{DRAFT}/regler.yaml", **STAFF)
async def draft_file(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """The draft as a policy file; who adopts it and when is for people to fill in."""
    visit = Visit.of(request)
    line, found = await seen_draft(visit, policy_id)
    text = write_policy_file(
        name=line.name,
        municipality=visit.pages.municipality,
        version=next_number(line),
        valid_from=visit.today,
        adopted_by=visit.say("policies.draft"),
        adopted_on=visit.today,
        document_url=None,
        rules=found.rules,
        remark=visit.say("policies.file_remark"),
    )
    return yaml_download(text, "udkast.yaml")


@post(f"{DRAFT}/fortryd", **STAFF, status_code=303)
async def undo(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """Take the last change back."""
    visit = Visit.of(request)
    version = read_draft_version(await visit.form())
    try:
        await draft_policy.undo_last_change(
            visit.pool, policy_id, actor_of(visit.caller), version=version, now=visit.now
        )
    except StaleVersion:
        return await show_draft(visit, policy_id, status=409, stale=True)
    return visit.go(f"{draft_path(policy_id)}?gemt=fortrudt")


@post(f"{DRAFT}/kasser", **STAFF, status_code=303)
async def discard(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """Throw the draft away, once it has been asked in words."""
    visit = Visit.of(request)
    version = read_draft_version(await visit.form())
    try:
        await draft_policy.discard_draft(visit.pool, policy_id, actor_of(visit.caller), version=version)
    except StaleVersion:
        return await show_draft(visit, policy_id, status=409, stale=True)
    except NoSuchDraft:
        return visit.go(f"{HOME}/{policy_id}")
    return visit.go(f"{HOME}/{policy_id}")


@post(f"{DRAFT}/regel/{{number:int}}/{{what:str}}", **STAFF, status_code=303)
async def copy_or_remove(
    request: Request[Any, Any, Any], policy_id: FromPath[UUID], number: FromPath[int], what: FromPath[str]
) -> Response[Any]:
    """`what` is kopi or fjern."""
    visit = Visit.of(request)
    version = read_draft_version(await visit.form())
    if what not in ("kopi", "fjern"):
        raise NoSuchRule(what)
    try:
        _, found = await seen_draft(visit, policy_id)
        rule = rule_at(found, number)
        change = draft_policy.added(rule) if what == "kopi" else draft_policy.replaced(number)
        await draft_policy.change_draft(
            visit.pool, policy_id, change, actor_of(visit.caller), version=version, now=visit.now
        )
    except (StaleVersion, NoSuchRule):
        return await show_draft(visit, policy_id, status=409, stale=True)
    return visit.go(f"{draft_path(policy_id)}?gemt={what}")


async def show_draft(
    visit: Visit,
    policy_id: UUID,
    *,
    status: int = 200,
    stale: bool = False,
    errors: tuple[FieldError, ...] = (),
    yaml: str = "",
) -> Response[Any]:
    """The draft as it stands now, with what went wrong."""
    line, found = await seen_draft(visit, policy_id)
    return visit.show(
        "policy_draft.html",
        status=status,
        title=visit.say("policies.draft_of", name=line.name),
        crumbs=draft_crumbs(visit, line),
        line=line,
        draft=found,
        rules=rule_lines(found.rules, visit),
        kinds=kind_options(visit),
        path=draft_path(policy_id),
        done=visit.query.get("gemt", ""),
        stale=stale,
        errors=errors,
        yaml=yaml,
    )


async def seen_draft(visit: Visit, policy_id: UUID) -> tuple[PolicyLine, Draft]:
    """Raises NoSuchPolicy, NoSuchDraft."""
    async with visit.pool.acquire() as connection:
        line = await get_policy_line(connection, policy_id, visit.today)
        return line, await get_draft(connection, policy_id)


def rule_at(found: Draft, number: int) -> Any:
    """Raises NoSuchRule."""
    if not 0 <= number < len(found.rules):
        raise NoSuchRule(str(number))
    return found.rules[number]


def draft_path(policy_id: UUID) -> str:
    """Where the draft is."""
    return f"{HOME}/{policy_id}/udkast"


def draft_crumbs(visit: Visit, line: PolicyLine, *last: str) -> tuple[Crumb, ...]:
    """Down to the draft, or to a page below it."""
    draft_step = (visit.say("policies.draft"), draft_path(line.id))
    steps = [(visit.say("policies.title"), HOME), (line.name, f"{HOME}/{line.id}")]
    return tuple(crumbs(*steps, *([draft_step, last[0]] if last else [draft_step[0]])))


def kind_options(visit: Visit) -> list[tuple[str, str]]:
    """Every kind of rule and its name, in the reader's alphabet."""
    return sorted(((kind, visit.say(f"policies.kind.{kind}")) for kind in KINDS), key=lambda one: one[1].casefold())


def next_number(line: PolicyLine) -> int:
    """What the next version will be called."""
    return line.versions[0].version + 1 if line.versions else 1


def read_draft_version(typed: dict[str, str]) -> int:
    """The version the page was made from; one there never is where it does not say."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else -1
