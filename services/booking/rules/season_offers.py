# SPDX-License-Identifier: MPL-2.0
"""What to offer for a whole season: which other rooms and times would give most of the dates, and which fill the gaps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

type OfferKind = Literal["other_time", "part", "other_room", "other_day"]

_ORDER: dict[OfferKind, int] = {"other_time": 0, "part": 1, "other_room": 2, "other_day": 3}
SHOWN = 5
OF_A_KIND = 2
"""Of the same kind, as long as there are others: five hours in the same hall are no choice for who needs this hour."""
MOST_ROOMS = 3
"""A team is sent to no more rooms than this to fill the gaps."""


@dataclass(frozen=True, slots=True)
class SeasonOffer:
    """A room at a time, and for which of the dates it could be had."""

    kind: OfferKind
    room_id: UUID
    room_slug: str
    room_name: str
    site_name: str
    same_site: bool
    shift: int
    """Minutes by the clock later than wished; negative: earlier."""
    places: frozenset[int]
    """Places in the series, from 0."""
    size_apart: int = 0
    """How many parts more or fewer than the wished room it has: who needs a hall is not helped by a badminton court."""


def best_for_all(offers: Sequence[SeasonOffer], had: frozenset[int]) -> tuple[SeasonOffer, ...]:
    """Offers for the whole season that give more dates than the wish itself, the best first. Pure."""
    better = sorted((offer for offer in offers if len(offer.places) > len(had)), key=_rank)
    seen: Counter[OfferKind] = Counter()
    first: list[SeasonOffer] = []
    rest: list[SeasonOffer] = []
    for offer in better:
        (first if seen[offer.kind] < OF_A_KIND else rest).append(offer)
        seen[offer.kind] += 1
    return tuple(sorted([*first, *rest][:SHOWN], key=_rank))


def fill(offers: Sequence[SeasonOffer], missing: frozenset[int]) -> tuple[SeasonOffer, ...]:
    """Offers that together give as many of the missing dates as they can, each told only with the dates it is for.

    The one that gives most comes first, so that as few rooms as possible are needed; then the wished hour on the same
    site, because a team's training begins when its parents have the time. Pure.
    """
    chosen: list[SeasonOffer] = []
    while missing and len(chosen) < MOST_ROOMS:
        useful = [offer for offer in offers if offer.places & missing]
        if not useful:
            break
        best = min(
            useful,
            key=lambda offer: (-len(offer.places & missing), not offer.same_site, offer.shift != 0, *_rank(offer)[2:]),
        )
        chosen.append(replace(best, places=best.places & missing))
        missing -= best.places
    return tuple(chosen)


def _rank(offer: SeasonOffer) -> tuple[int, bool, int, int, int, str, str]:
    """Most dates first; then the same site, the kind people mind least, the nearest hour, the same size."""
    return (
        -len(offer.places),
        not offer.same_site,
        _ORDER[offer.kind],
        abs(offer.shift),
        offer.size_apart,
        offer.room_name,
        str(offer.room_id),
    )
