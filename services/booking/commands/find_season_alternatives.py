# SPDX-License-Identifier: MPL-2.0
"""For a series that cannot be had whole: what would give more of the season, and what fills the gaps. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.booking.commands.judged_dates import judge_all
from services.booking.commands.try_series import SeriesTrial
from services.booking.model import Actor, Span, Wish
from services.booking.queries.season_offers import DAY, list_season_offers
from services.booking.rules.season_offers import SeasonOffer, best_for_all, fill
from services.shared.db import Pool, Tx
from services.shared.wall_clock import NonexistentWallClock, instant_of, local

SHIFTS = (0, *(sign * minutes for minutes in range(30, 181, 30) for sign in (-1, 1)), -DAY, DAY)
"""Minutes by the clock: the wished hour in other rooms, up to three hours away, and the weekdays beside it."""
JUDGED = 8
"""How many offers are judged by the rules before some are told."""


@dataclass(frozen=True, slots=True)
class SeasonAlternatives:
    """What could be had instead of a series."""

    whole: tuple[SeasonOffer, ...]
    """For all dates: each gives more of them than the wish."""
    gaps: tuple[SeasonOffer, ...]
    """For the missing dates only, beside those that can be had: "12 in Hal A, 2 in Hal B"."""


async def find_season_alternatives(
    pool: Pool, trial: SeriesTrial, actor: Actor, *, now: datetime
) -> SeasonAlternatives:
    """Only for series in one room; a wish for several rooms at once gets none. Raises nothing of its own."""
    rooms: set[UUID] = {one.slot.room_id for one in trial.dates}
    had = frozenset(place for place, one in enumerate(trial.dates) if one.can_be_had)
    closed = frozenset(place for place, one in enumerate(trial.dates) if one.outcome == "closed")
    missing = frozenset(range(len(trial.dates))) - had - closed
    if len(rooms) > 1 or not missing:
        return SeasonAlternatives((), ())
    wishes = [one.judged.wish for one in trial.dates]
    async with pool.acquire() as connection:
        dates = {shift: [shifted(wish.span, shift, now) for wish in wishes] for shift in SHIFTS}
        offers = await list_season_offers(connection, wishes[0].room_id, wishes[0].attendance, dates)
        whole = await _judged(connection, best_for_all(offers, had), wishes, actor, now)
        gaps = await _judged(connection, _most(offers, missing), wishes, actor, now)
    return SeasonAlternatives(best_for_all(whole, had), fill(gaps, missing))


def _most(offers: Sequence[SeasonOffer], missing: frozenset[int]) -> Sequence[SeasonOffer]:
    """Those that matter for the gaps: what covers most of them, at the wished hour before other hours."""
    useful = [offer for offer in offers if offer.places & missing]
    return sorted(
        useful,
        key=lambda one: (
            -len(one.places & missing),
            one.shift != 0,
            not one.same_site,
            abs(one.shift),
            one.size_apart,
            one.room_name,
        ),
    )[:JUDGED]


async def _judged(
    tx: Tx, offers: Sequence[SeasonOffer], wishes: Sequence[Wish], actor: Actor, now: datetime
) -> list[SeasonOffer]:
    """The same offers without the dates that some rule refuses, or whose minutes for setting up and clearing are taken."""
    allowed: list[SeasonOffer] = []
    for offer in offers:
        places = sorted(offer.places)
        instead = [
            replace(wishes[place], room_id=offer.room_id, span=span)
            for place in places
            if (span := shifted(wishes[place].span, offer.shift, now))
        ]
        judged = await judge_all(tx, instead, actor, now=now) if instead else []
        fine = frozenset(
            place for place, one in zip(places, judged, strict=True) if not one.judgement.refused and not one.in_the_way
        )
        if fine:
            allowed.append(replace(offer, places=fine))
    return allowed


def shifted(span: Span, minutes: int, now: datetime) -> Span | None:
    """The same length by the clock, moved by so many minutes of the clock; None for the past and for hours the clock skips."""
    starts, ends = (local(edge).replace(tzinfo=None) + timedelta(minutes=minutes) for edge in (span.start, span.end))
    try:
        moved = Span(instant_of(starts.date(), starts.time()), instant_of(ends.date(), ends.time()))
    except (NonexistentWallClock, ValueError):
        return None
    return moved if moved.start > now else None
