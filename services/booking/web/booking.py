# SPDX-License-Identifier: MPL-2.0
"""GET /bookinger/{id}: the booking, what happens next, its history and what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.commands.restore_booking import REGRET
from services.booking.errors import NoSuchBooking
from services.booking.model import Effect, Span, Status
from services.booking.queries.bookings import BookingDetail, Change, find_booking_detail
from services.booking.store.verdicts import read_verdicts
from services.booking.web.actor import DECIDES, may_see
from services.booking.web.wording import verdict_sentence
from services.shared.web.access import SIGNED_IN, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit
from services.shared.written_dates import day_and_time


@dataclass(frozen=True, slots=True)
class Possible:
    """What the caller can do with the booking now."""

    move: bool
    shorten: bool
    cancel: bool
    restore: bool
    describe: bool
    decide: bool


@get("/bookinger/{booking_id:uuid}", opt=allow(SIGNED_IN), include_in_schema=False)
async def booking(request: Request[Any, Any, Any], booking_id: FromPath[UUID]) -> Response[Any]:
    """The booking; with `new` as its receipt."""
    visit = Visit.of(request)
    return show_booking(visit, await seen_booking(visit, booking_id))


async def seen_booking(visit: Visit, booking_id: UUID) -> BookingDetail:
    """The booking when the caller may see it. Raises NoSuchBooking otherwise, so that nobody learns that it exists."""
    async with visit.pool.acquire() as connection:
        found = await find_booking_detail(connection, booking_id)
    if found is None or not await may_see(visit.pool, visit.caller, found.association_id, now=visit.now):
        raise NoSuchBooking(str(booking_id))
    return found


def possible(one: BookingDetail, visit: Visit) -> Possible:
    """What the commands would let the caller do."""
    is_staff = visit.caller.has_any(DECIDES)
    acts = is_staff or not visit.caller.staff_roles
    holds, now = one.status.holds_room, visit.now
    last = one.history[-1] if one.history else None
    undone = last is not None and last.action == "cancelled" and now - last.at <= REGRET
    return Possible(
        move=acts and holds and one.span.start > now,
        shorten=acts and holds and one.span.end > now,
        cancel=acts and holds and one.span.end > now,
        restore=acts and undone and one.span.start > now and (is_staff or not one.by_staff),
        describe=acts and holds,
        decide=is_staff and one.status is Status.REQUESTED and one.span.start > now,
    )


def show_booking(
    visit: Visit,
    one: BookingDetail,
    *,
    status: int = 200,
    errors: Sequence[FieldError] = (),
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    """The page; `typed` is a decision that could not be stored."""
    verdicts = [verdict for verdict in read_verdicts(one.verdicts) if verdict.effect is not Effect.NOTE or one.by_staff]
    return visit.show(
        "booking.html",
        status=status,
        title=visit.say("booking.title", number=one.number),
        crumbs=crumbs((visit.say("find.title"), "/lokaler"), (one.room_name, f"/lokaler/{one.room_slug}"), one.number),
        errors=errors,
        booking=one,
        can=possible(one, visit),
        is_new=visit.query.get("new") == "1",
        is_over=one.span.end <= visit.now,
        sees_all=visit.caller.has_any(DECIDES),
        verdicts=verdicts,
        typed=typed or {},
        told=partial(verdict_sentence, say=visit.say, language=visit.language),
        history=[(change, _story(change, visit)) for change in reversed(one.history)],
        regret_until=one.changed_at + REGRET,
    )


def _story(change: Change, visit: Visit) -> list[str]:
    """The details of a change in words: where it was before, why."""
    said: list[str] = []
    details = change.details
    if "from_start" in details:
        was = Span(datetime.fromisoformat(details["from_start"]), datetime.fromisoformat(details["from_end"]))
        when = day_and_time(was.start, was.end, visit.language)
        said.append(visit.say("booking.history.was", room=details.get("from_room", ""), when=when))
    for name in ("reason", "override_reason", "purpose_was"):
        if details.get(name):
            said.append(visit.say(f"booking.history.{name}", text=details[name]))
    return said
