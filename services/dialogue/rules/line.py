# SPDX-License-Identifier: MPL-2.0
"""Who in line gets what has come free. A party is served whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.dialogue.model import SeatPlan
from services.dialogue.rules.seats import free_seats, limits


@dataclass(frozen=True, slots=True)
class Waiting:
    """One party in line."""

    id: UUID
    category: str
    seats: int


@dataclass(frozen=True, slots=True)
class Served:
    """Who gets a place, in order, and what the others wait for."""

    given: tuple[UUID, ...]
    waits_for: Mapping[UUID, str]
    """The limit that each of the others meets: `total`, `block:<key>` or a quota's key."""


def serve(
    plan: SeatPlan, taken: Mapping[str, int], line: Iterable[Waiting], *, singles_pass: bool, now: datetime
) -> Served:
    """Go through the line from its head. Pure: the same line and the same seats give the same answer.

    Whoever waits for a quota that is full keeps nobody behind them from another. When a party is too large for what is
    left somewhere, that much is kept for it, and nobody smaller passes there unless `singles_pass`. For a party that
    could not be served in an empty room, because the room has become smaller, nothing is kept.
    """
    gone, kept = dict(taken), set[str]()
    given, waits_for = list[UUID](), dict[UUID, str]()
    for one in line:
        met = limits(plan, gone, one.category, now=now)
        lacking = [limit for limit in met if limit.free < one.seats]
        in_the_way = lacking or [limit for limit in met if kept.intersection(limit.keys(one.seats))]
        if in_the_way:
            waits_for[one.id] = in_the_way[0].key
            if not singles_pass and one.seats <= free_seats(plan, {}, one.category, now=now):
                kept |= {key for limit in lacking if limit.free > 0 for key in limit.keys(one.seats)}
        else:
            given.append(one.id)
            gone[one.category] = gone.get(one.category, 0) + one.seats
    return Served(tuple(given), waits_for)


NEWCOMER = UUID(int=0)
"""Somebody at the end of the line who is nobody yet."""


def gone_for_newcomers(
    plan: SeatPlan, taken: Mapping[str, int], line: Sequence[Waiting], *, singles_pass: bool, now: datetime
) -> dict[str, int]:
    """Seats that are gone as somebody new meets them, who comes alone: what is kept for a party in line is gone too."""
    gone = dict(taken)
    for one in plan.categories:
        alone = Waiting(NEWCOMER, one.key, 1)
        if NEWCOMER in serve(plan, taken, [*line, alone], singles_pass=singles_pass, now=now).waits_for:
            gone[one.key] = gone.get(one.key, 0) + free_seats(plan, taken, one.key, now=now)
    return gone
