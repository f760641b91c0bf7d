# SPDX-License-Identifier: MPL-2.0
"""What somebody wants of opening hours, and which dates that leaves outside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.booking.errors import NoSuchCalendar
from services.booking.model import Actor, Hit
from services.booking.model.opening import OpeningPlan, SpecialDay
from services.booking.store.opening import list_open_dates, move_rooms, write_plan, write_special
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class NewHours:
    """Other hours in one calendar."""

    calendar_id: UUID
    plan: OpeningPlan
    special: tuple[SpecialDay, ...] = ()
    """Days that get hours of their own, or others than they have."""
    removed: frozenset[date] = frozenset()
    """Days that have hours of their own no longer."""


@dataclass(frozen=True, slots=True)
class OtherCalendar:
    """Rooms that follow one calendar are to follow another."""

    calendar_id: UUID
    rooms: frozenset[UUID]
    to: UUID


type OpeningAsked = NewHours | OtherCalendar


def calendars_of(asked: OpeningAsked) -> frozenset[UUID]:
    """Those that it changes."""
    return frozenset({asked.calendar_id, asked.to} if isinstance(asked, OtherCalendar) else {asked.calendar_id})


async def carry_out(tx: Tx, asked: OpeningAsked, actor: Actor, now: datetime) -> Sequence[Hit]:
    """Do it, and answer the dates that lay inside the opening hours before and do so no longer.

    Dates that lay outside already were given knowingly. Raises DayClosed, NoSuchCalendar.
    """
    rooms = asked.rooms if isinstance(asked, OtherCalendar) else None
    before = await list_open_dates(tx, asked.calendar_id, rooms, now)
    match asked:
        case NewHours():
            await write_plan(tx, asked.calendar_id, asked.plan)
            await write_special(tx, asked.calendar_id, asked.special, asked.removed, actor, now)
            follows = asked.calendar_id
        case OtherCalendar():
            if await move_rooms(tx, asked.rooms, asked.calendar_id, asked.to) != len(asked.rooms):
                raise NoSuchCalendar("some room follows another calendar")
            follows = asked.to
    still = {hit.occurrence_id for hit in await list_open_dates(tx, follows, rooms, now)}
    return [hit for hit in before if hit.occurrence_id not in still]


class _TakenBack(Exception):
    """The trial is over."""


async def try_out(tx: Tx, asked: OpeningAsked, actor: Actor, now: datetime) -> Sequence[Hit]:
    """The same dates, with nothing changed: it is carried out and taken back, so that what is shown is what will be done.

    Raises DayClosed, NoSuchCalendar.
    """
    hits: Sequence[Hit] = ()
    try:
        async with tx.transaction():
            hits = await carry_out(tx, asked, actor, now)
            raise _TakenBack
    except _TakenBack:
        return hits
