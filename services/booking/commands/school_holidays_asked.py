# SPDX-License-Identifier: MPL-2.0
"""What somebody wants of the school holidays, and what it comes to as they are stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.booking.calendar.holiday_lines import Line
from services.booking.calendar.holiday_plan import HolidayPlan, plan_edit, plan_lines
from services.booking.calendar.holiday_undo import undo
from services.booking.errors import HolidaysInTheWay, NoSuchHoliday
from services.booking.model import HolidayChange, KeptHoliday
from services.booking.store.school_holidays import find_recorded, list_kept
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class HolidaysTold:
    """The lines of a file, or of somebody's hand."""

    lines: Sequence[Line]
    source: str = ""
    """The file; empty: typed by hand."""
    replaces: bool = False
    """What an earlier file brought to the same places and times, and this one does not name, goes."""


@dataclass(frozen=True, slots=True)
class HolidayEdited:
    """Other days or another name for one of them. Where it is stays: elsewhere it would be another."""

    holiday_id: UUID
    line: Line


@dataclass(frozen=True, slots=True)
class HolidayRemoved:
    """One of them goes."""

    holiday_id: UUID


@dataclass(frozen=True, slots=True)
class ChangeUndone:
    """A whole change is taken back."""

    change_id: UUID


type HolidaysAsked = HolidaysTold | HolidayEdited | HolidayRemoved | ChangeUndone


async def plan_asked(tx: Tx, asked: HolidaysAsked, today: date) -> HolidayPlan:
    """What would happen now; the dry run and the command both go by it.

    Raises NoSuchHoliday, AlreadyUndone, HolidaysInTheWay.
    """
    kept = await list_kept(tx)
    match asked:
        case HolidaysTold():
            return plan_lines(asked.lines, kept, replaces=asked.replaces, today=today)
        case HolidayEdited():
            was = _one(kept, asked.holiday_id).holiday
            own = asked.line.holiday
            line = replace(asked.line, holiday=replace(own, site_id=was.site_id) if own else None)
            return plan_edit(kept, asked.holiday_id, line)
        case HolidayRemoved():
            return HolidayPlan((), HolidayChange(removed=(_one(kept, asked.holiday_id),)))
        case ChangeUndone():
            return await _undoing(tx, kept, asked.change_id)


async def _undoing(tx: Tx, kept: Sequence[KeptHoliday], change_id: UUID) -> HolidayPlan:
    recorded = await find_recorded(tx, change_id)
    if recorded is None:
        raise NoSuchHoliday(str(change_id))
    found = undo(recorded, kept)
    if found.in_the_way:
        raise HolidaysInTheWay(found.in_the_way)
    return HolidayPlan((), found.change)


def _one(kept: Sequence[KeptHoliday], holiday_id: UUID) -> KeptHoliday:
    found = next((one for one in kept if one.id == holiday_id), None)
    if found is None:
        raise NoSuchHoliday(str(holiday_id))
    return found
