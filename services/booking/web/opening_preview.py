# SPDX-License-Identifier: MPL-2.0
"""New opening hours before they hold, as a page shows them: what changes, and whose dates would lie outside."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response

from services.booking.commands.opening_asked import NewHours, OpeningAsked
from services.booking.model import Hit, fingerprint
from services.booking.model.opening import Opening
from services.booking.queries.hit_dates import HitAssociation
from services.booking.web.opening import HOME, SeenCalendar
from services.booking.web.opening_words import opening_told, special_told, stretches
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

_OF_THE_PREVIEW = ("csrf", "seen", "ending", "reason_da", "reason_en")


def show_preview(
    visit: Visit,
    form: Mapping[str, str],
    seen: SeenCalendar,
    asked: OpeningAsked,
    hits: Sequence[Hit],
    associations: Sequence[HitAssociation],
    error: FieldError | None,
    *,
    to: SeenCalendar | None,
    status: int,
) -> Response[Any]:
    """`to`: the calendar that rooms are to follow instead."""
    say, language = visit.say, visit.language
    plan = asked.plan if isinstance(asked, NewHours) else to.opening.plan if to else seen.opening.plan
    title = say("opening.preview")
    return visit.show(
        "opening_preview.html",
        status=status,
        title=title,
        crumbs=crumbs((say("opening.title"), HOME), (seen.line.name, f"{HOME}/{seen.line.id}"), title),
        errors=[error] if error else [],
        line=seen.line,
        to=to.line if to else None,
        rooms=[room for room in seen.line.rooms if not to or f"room-{room.id}" in form],
        now=stretches(plan, say, language),
        closes_on_holidays=plan.closed_on_public_holidays,
        before=opening_told(_without_rooms(seen.opening), say, language),
        special=[special_told(one, language) for one in asked.special] if isinstance(asked, NewHours) else [],
        removed=sorted(asked.removed) if isinstance(asked, NewHours) else [],
        same=isinstance(asked, NewHours) and _is_same(asked, seen.opening),
        hits=len(hits),
        associations=associations,
        seen=fingerprint(hit.occurrence_id for hit in hits),
        fields={name: value for name, value in form.items() if _is_asked(name)},
        typed=form,
        path=f"{HOME}/{seen.line.id}",
    )


def _is_asked(name: str) -> bool:
    return name not in _OF_THE_PREVIEW and not name.startswith("association-")


def _is_same(asked: NewHours, opening: Opening) -> bool:
    return asked.plan == opening.plan and not asked.special and not asked.removed


def _without_rooms(opening: Opening) -> Opening:
    return Opening(opening.plan, opening.special)
