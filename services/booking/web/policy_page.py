# SPDX-License-Identifier: MPL-2.0
"""GET /lokaler/regler: every policy; one policy's rules as associations read them, and its earlier versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.errors import NoSuchPolicy
from services.booking.policy_files.write import write_policy_file
from services.booking.queries.policies import find_version, get_policy_line, list_all_policies, list_policy_rooms
from services.booking.rules import AnyRule
from services.booking.web.actor import DECIDES, SEES
from services.booking.web.wording import rule_sentence
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs
from services.shared.web.visit import Visit

HOME = "/lokaler/regler"
_LOOK = Path(__file__).parent / "static" / "policies.css"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as people read it."""

    number: int
    kind: str
    sentence: str
    effect: str
    source: str
    """An address or a title; empty when it has none."""
    published_id: str

    @property
    def source_is_address(self) -> bool:
        """True when it can be followed."""
        return self.source.startswith(("https://", "http://"))


def rule_lines(rules: Iterable[AnyRule], visit: Visit) -> list[RuleLine]:
    """In the order of the policy."""
    return [
        RuleLine(
            number,
            rule.rule,
            rule_sentence(rule, visit.say, visit.language),
            rule.effect.value,
            rule.source or "",
            rule.published_id or "",
        )
        for number, rule in enumerate(rules)
    ]


@get(HOME, opt=allow(*SEES), include_in_schema=False)
async def policies(request: Request[Any, Any, Any]) -> Response[Any]:
    """What is in force, and what is coming."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        lines = await list_all_policies(connection, visit.today)
    title = visit.say("policies.title")
    return visit.show("policies.html", title=title, crumbs=crumbs(title), policies=lines)


@get(f"{HOME}/{{policy_id:uuid}}", opt=allow(*SEES), include_in_schema=False)
async def policy(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """The version in force, or the first that will be."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        line = await get_policy_line(connection, policy_id, visit.today)
    shown = line.in_force or (line.coming[0] if line.coming else None)
    return await _show(visit, policy_id, shown.version if shown else None)


@get(f"{HOME}/{{policy_id:uuid}}/version/{{number:int}}", opt=allow(*SEES), include_in_schema=False)
async def policy_version(
    request: Request[Any, Any, Any], policy_id: FromPath[UUID], number: FromPath[int]
) -> Response[Any]:
    """Any version."""
    return await _show(Visit.of(request), policy_id, number)


@get(f"{HOME}/{{policy_id:uuid}}/version/{{number:int}}/regler.yaml", opt=allow(*SEES), include_in_schema=False)
async def policy_version_file(
    request: Request[Any, Any, Any], policy_id: FromPath[UUID], number: FromPath[int]
) -> Response[Any]:
    """The version as a policy file."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        found = await find_version(connection, policy_id, number) if 0 < number < 2**31 else None
    if found is None:
        raise NoSuchPolicy(str(policy_id))
    text = write_policy_file(
        name=found.name,
        municipality=visit.pages.municipality,
        version=found.version,
        valid_from=found.valid_from,
        adopted_by=found.adopted_by,
        adopted_on=found.adopted_on,
        document_url=found.document_url,
        rules=found.rules,
    )
    return yaml_download(text, f"regler-{number}.yaml")


@get("/lokaler/filer/policies.css", opt=allow(PUBLIC), include_in_schema=False, sync_to_thread=True)
def policies_css() -> Response[bytes]:
    """The look of policies."""
    kept = {"Cache-Control": "public, max-age=3600"}
    return Response(_LOOK.read_bytes(), media_type="text/css; charset=utf-8", headers=kept)


def yaml_download(text: str, name: str) -> Response[Any]:
    """A file to keep."""
    return Response(
        text.encode(),
        media_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


async def _show(visit: Visit, policy_id: UUID, number: int | None) -> Response[Any]:
    async with visit.pool.acquire() as connection:
        line = await get_policy_line(connection, policy_id, visit.today)
        head = next((one for one in line.versions if one.version == number), None)
        if number is not None and head is None:
            raise NoSuchPolicy(f"{policy_id}, version {number}")
        shown = await find_version(connection, policy_id, head.version) if head else None
        rooms = await list_policy_rooms(connection, policy_id)
    return visit.show(
        "policy.html",
        title=line.name,
        crumbs=crumbs((visit.say("policies.title"), HOME), line.name),
        line=line,
        head=head,
        rules=rule_lines(shown.rules, visit) if shown else [],
        rooms=rooms,
        may_change=visit.caller.has_any(DECIDES),
    )
