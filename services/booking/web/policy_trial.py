# SPDX-License-Identifier: MPL-2.0
"""What a draft would mean: for one wish, beside what is in force, and for all that is booked."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.commands.compare_policy import Comparison, Difference, compare_policy, outcome, try_both
from services.booking.model import OCCASIONS, AssociationRole, Judgement, Span
from services.booking.queries.choices import list_associations
from services.booking.queries.policies import list_policy_rooms
from services.booking.web.api.reading import place_of
from services.booking.web.api.telling import place_in_list
from services.booking.web.policy_draft import DRAFT, STAFF, draft_crumbs, draft_path, seen_draft
from services.booking.web.policy_rule import word
from services.booking.web.policy_wish import read_wish
from services.booking.web.said import Said, say_verdict
from services.booking.web.week_words import dates_in
from services.booking.web.wording import met_sentence, verdict_sentence
from services.shared.web.pages import FieldError
from services.shared.web.paging import write_cursor
from services.shared.web.visit import Visit

PAGE = 50
OUTCOMES = ("confirmed", "needs_staff", "refused")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one version says of a wish, in words."""

    outcome: str
    sentences: tuple[tuple[str, Said], ...]
    """Effect and what is said."""
    met: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A date that would be decided otherwise, and why."""

    difference: Difference
    before: str
    after: str
    sentences: tuple[tuple[str, str], ...]
    """What only one of the versions says: of the draft when it is stricter, else of the version in force."""
    is_stricter: bool


@get(f"{DRAFT}/proev", **STAFF)
async def try_wish(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """The form, and both answers once it is filled in. Everything stands in the address, so that it can be shared."""
    visit = Visit.of(request)
    typed = visit.query
    line, _ = await seen_draft(visit, policy_id)
    async with visit.pool.acquire() as connection:
        rooms = await list_policy_rooms(connection, policy_id)
        associations = await list_associations(connection)
    form = read_wish(typed, {room.slug: room.id for room in rooms}, frozenset(one.id for one in associations))
    both = await try_both(visit.pool, policy_id, form.wish, form.role, now=visit.now) if form.wish else None
    errors = [FieldError(name, visit.say(key)) for name, key in form.errors.items()] if typed.get("proev") else []
    title = visit.say("policies.try.title")
    return visit.show(
        "policy_try.html",
        status=400 if errors else 200,
        title=title,
        crumbs=draft_crumbs(visit, line, title),
        errors=errors,
        path=draft_path(policy_id),
        typed=typed,
        line=line,
        rooms=[(one.slug, f"{one.site_name}: {one.name}") for one in rooms],
        associations=[(str(one.id), one.name) for one in associations],
        roles=[(role.value, visit.say(f"role.{role.value}")) for role in AssociationRole],
        chosen_role=form.role.value,
        occasions=[("", "-"), *((one, word(visit, "occasion", one)) for one in OCCASIONS)],
        layouts=[("", "-"), *((one, one) for one in sorted({layout for room in rooms for layout in room.layouts}))],
        policy=both.policy if both else None,
        before=_said(both.before, visit) if both else None,
        after=_said(both.after, visit) if both else None,
        **dates_in(visit.language),
    )


def _said(judgement: Judgement, visit: Visit) -> Answer:
    return Answer(
        outcome(judgement),
        tuple((one.effect.value, say_verdict(one, visit)) for one in judgement.verdicts),
        tuple(met_sentence(rule, visit.say) for rule in judgement.passed),
    )


@get(f"{DRAFT}/sammenlign", **STAFF)
async def compare(request: Request[Any, Any, Any], policy_id: FromPath[UUID]) -> Response[Any]:
    """`fra`: which dates to begin with when there are very many; `side`: page of the list; `til`: only those of one kind."""
    visit = Visit.of(request)
    line, _ = await seen_draft(visit, policy_id)
    start = visit.query.get("fra", "")
    comparison = await compare_policy(visit.pool, policy_id, now=visit.now, after=place_of(start))
    kind = visit.query.get("vis", "")
    chosen = [one for one in comparison.differences if not kind or _kind(one) == kind]
    page = _page(visit.query.get("side", ""), len(chosen))
    title = visit.say("policies.compare.title")
    link = partial(_link, policy_id, fra=start, vis=kind)
    return visit.show(
        "policy_compare.html",
        title=title,
        crumbs=draft_crumbs(visit, line, title),
        line=line,
        path=draft_path(policy_id),
        comparison=comparison,
        counts=_counts(comparison),
        chosen_kind=kind,
        total=len(chosen),
        rows=[_row(one, visit) for one in chosen[page * PAGE : (page + 1) * PAGE]],
        before_link=link(side=str(page)) if page else None,
        after_link=link(side=str(page + 2)) if (page + 1) * PAGE < len(chosen) else None,
        kind_link=partial(_kind_link, policy_id, start),
        further=_link(policy_id, fra=_cursor(*comparison.more)) if comparison.more else None,
    )


def _kind(one: Difference) -> str:
    return f"{outcome(one.before)}-{outcome(one.after)}"


def _counts(comparison: Comparison) -> list[tuple[str, str, str, int]]:
    """Kind, outcome in force, outcome under the draft, how many; the strictest change first."""
    return [
        (f"{before}-{after}", before, after, comparison.counts[before, after])
        for after in reversed(OUTCOMES)
        for before in OUTCOMES
        if (before, after) in comparison.counts
    ]


def _row(one: Difference, visit: Visit) -> Row:
    before, after = outcome(one.before), outcome(one.after)
    is_stricter = OUTCOMES.index(after) > OUTCOMES.index(before)
    says, other = (one.after, one.before) if is_stricter else (one.before, one.after)
    only = [verdict for verdict in says.verdicts if verdict not in other.verdicts and verdict.effect != "note"]
    sentences = tuple((verdict.effect.value, verdict_sentence(verdict, visit.say, visit.language)) for verdict in only)
    return Row(one, before, after, sentences, is_stricter)


def _page(text: str, count: int) -> int:
    """From 0; a page that is not there is the last."""
    asked = int(text[:6]) - 1 if text.isascii() and text.isdigit() else 0
    return max(0, min(asked, (count - 1) // PAGE))


def _link(policy_id: UUID, **query: str) -> str:
    said = {name: value for name, value in query.items() if value}
    return f"{draft_path(policy_id)}/sammenlign" + (f"?{urlencode(said)}" if said else "")


def _kind_link(policy_id: UUID, start: str, kind: str) -> str:
    return _link(policy_id, fra=start, vis=kind)


def _cursor(begins: datetime, date_id: UUID) -> str:
    return write_cursor(place_in_list(Span(begins, datetime.max.replace(tzinfo=begins.tzinfo)), date_id))
