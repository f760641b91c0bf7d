# SPDX-License-Identifier: MPL-2.0
"""Dates that come back are counted again: what was booked meanwhile has used up the limits, and only those are asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.booking.commands.judged_dates import read_dates
from services.booking.errors import Refused
from services.booking.model import Actor, Booking, Judgement, Occurrence, Status
from services.booking.rules import AnyRule
from services.booking.rules.hours_per_week import HoursPerWeek
from services.booking.rules.judge_dates import judge_dates
from services.booking.rules.limit import Limit
from services.shared.db import Tx


async def count_again(
    tx: Tx, booking: Booking, dates: Sequence[tuple[Occurrence, Status]], actor: Actor, *, now: datetime
) -> list[tuple[Occurrence, Status]]:
    """The dates that may come back, each with how it stands then; a confirmed one that needs staff now waits for them.

    Under the association's lock. Staff have what they decide. Raises Refused when none may.
    """
    if actor.is_staff:
        return list(dates)
    held = [one for one in dates if one[1].holds_room]
    read = await read_dates(tx, [booking.wish(date) for date, _ in held], actor, now=now) if held else []
    asked = [
        replace(one, policy=one.policy.model_copy(update={"rules": _counting(one.policy.rules)})) for one, _ in read
    ]
    judged = dict(zip([date.id for date, _ in held], judge_dates(asked), strict=True))

    back = [(date, _status(judged.get(date.id), was)) for date, was in dates if not _is_refused(judged.get(date.id))]
    if dates and not back:
        raise Refused(tuple(verdict for one in judged.values() for verdict in one.verdicts)[:1])
    return back


def _counting(rules: Sequence[AnyRule]) -> tuple[AnyRule, ...]:
    return tuple(
        rule
        for rule in rules
        if isinstance(rule, HoursPerWeek) or (isinstance(rule, Limit) and rule.counts in ("bookings", "hours"))
    )


def _is_refused(judgement: Judgement | None) -> bool:
    return judgement is not None and judgement.refused


def _status(judgement: Judgement | None, was: Status) -> Status:
    return Status.REQUESTED if judgement and judgement.needs_staff else was
