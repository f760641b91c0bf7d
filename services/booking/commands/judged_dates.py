# SPDX-License-Identifier: MPL-2.0
"""Several dates judged at once: their facts read in one statement, each knowing those before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.booking.errors import Refused
from services.booking.model import Actor, Facts, Judgement, Span, Wish
from services.booking.queries.in_the_way import InTheWay, list_in_the_way_of
from services.booking.rules.judge_dates import DateAsked, judge_dates
from services.booking.store.facts import read_all_facts
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class JudgedDate:
    """What the rules say of one date, and who holds its room."""

    asked: DateAsked
    judgement: Judgement
    in_the_way: tuple[InTheWay, ...] = ()

    @property
    def wish(self) -> Wish:
        """As it was judged."""
        return self.asked.wish

    @property
    def facts(self) -> Facts:
        """What the rules could look at."""
        return self.asked.facts


async def judge_all(
    tx: Tx, wishes: Sequence[Wish], actor: Actor, *, now: datetime, apart_from: Collection[UUID] = ()
) -> list[JudgedDate]:
    """Judge them in order; one whose room is taken uses up no limit for those after it.

    `apart_from`: occurrences that are being moved, and are in nobody's way. Raises NoSuchRoom, NoSuchAssociation.
    """
    read = await read_dates(tx, wishes, actor, now=now, apart_from=apart_from)
    judgements = judge_dates([asked for asked, _ in read])
    return [
        JudgedDate(asked, judgement, in_the_way)
        for (asked, in_the_way), judgement in zip(read, judgements, strict=True)
    ]


async def read_dates(
    tx: Tx, wishes: Sequence[Wish], actor: Actor, *, now: datetime, apart_from: Collection[UUID] = ()
) -> list[tuple[DateAsked, tuple[InTheWay, ...]]]:
    """Each with what the rules may look at, and who holds its room; not judged yet. Raises as `judge_all`."""
    read = await read_all_facts(tx, wishes, actor, now=now, apart_from=apart_from)
    asked = [DateAsked(wish, facts, policy) for wish, (facts, policy) in zip(wishes, read, strict=True)]
    places: list[tuple[UUID, Span]] = [(one.wish.room_id, one.kept) for one in asked]
    in_the_way = await list_in_the_way_of(tx, places, apart_from=apart_from)
    return [
        (replace(one, is_free=place not in in_the_way), in_the_way.get(place, ())) for place, one in enumerate(asked)
    ]


def stop_at_refusals(judged: Sequence[JudgedDate]) -> None:
    """Raises Refused with everything that was said, each sentence once, when some date is refused."""
    refused = [one for one in judged if one.judgement.refused]
    if refused:
        said = {repr(verdict): verdict for one in refused for verdict in one.judgement.verdicts}
        raise Refused(tuple(said.values()))
