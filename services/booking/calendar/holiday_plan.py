# SPDX-License-Identifier: MPL-2.0
"""What becomes of the school holidays that are stored when a file, or somebody's hand, says otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from services.booking.calendar.faults import Fault, fault
from services.booking.calendar.holiday_lines import Line
from services.booking.model import Holiday, HolidayChange, KeptHoliday

NEAR = 21
"""Days: a holiday of the same name that begins no farther away is the same one, moved."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line comes to."""

    line: Line
    kind: Literal["new", "changed", "same", "wrong"]
    before: Holiday | None = None
    """How it stands now, when that changes."""


@dataclass(frozen=True, slots=True)
class HolidayPlan:
    """All that would happen; with a wrong line, nothing."""

    outcomes: tuple[Outcome, ...]
    change: HolidayChange

    @property
    def is_wrong(self) -> bool:
        """True when nothing can be stored."""
        return any(one.kind == "wrong" for one in self.outcomes)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many lines come to each, and how many holidays go."""
        kinds = [one.kind for one in self.outcomes]
        return {kind: kinds.count(kind) for kind in ("new", "changed", "same", "wrong")} | {
            "removed": len(self.change.removed)
        }


def plan_lines(lines: Sequence[Line], kept: Sequence[KeptHoliday], *, replaces: bool, today: date) -> HolidayPlan:
    """Hold the lines against what is stored.

    `replaces`: what an earlier file brought to the same places within the same time, and this one does not name, goes;
    what was typed by hand stays, and so does what is over.
    """
    found = _matches(lines, kept)
    gone = _left_out(lines, kept, found, today) if replaces else ()
    stays = [one.holiday for one in kept if one not in gone and one.id not in {was.id for was in found.values()}]
    outcomes = tuple(_outcome(line, found.get(line.number), stays) for line in lines)
    return HolidayPlan(outcomes, _change(outcomes, found, gone))


def plan_edit(kept: Sequence[KeptHoliday], holiday_id: UUID, line: Line) -> HolidayPlan:
    """One of them gets other days or another name. No such holiday: nothing changes."""
    was = next((one for one in kept if one.id == holiday_id), None)
    stays = [one.holiday for one in kept if one.id != holiday_id]
    outcome = _outcome(line, was, stays)
    return HolidayPlan((outcome,), _change((outcome,), {line.number: was} if was else {}, ()))


def _matches(lines: Sequence[Line], kept: Sequence[KeptHoliday]) -> dict[int, KeptHoliday]:
    """Which stored one each line speaks of: the very same, the same days, the same name nearby; each only once."""
    found: dict[int, KeptHoliday] = {}
    free = {one.id: one for one in kept}
    for sameness in (_is_same, _has_same_days, _is_moved):
        for line in lines:
            if line.holiday is None or line.number in found:
                continue
            own = line.holiday
            alike = [one for one in free.values() if one.holiday.site_id == own.site_id and sameness(one.holiday, own)]
            if alike:
                nearest = min(alike, key=lambda one, own=own: abs(one.holiday.first - own.first))
                found[line.number] = free.pop(nearest.id)
    return found


def _is_same(one: Holiday, other: Holiday) -> bool:
    return one == other


def _has_same_days(one: Holiday, other: Holiday) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _is_moved(one: Holiday, other: Holiday) -> bool:
    is_near = abs((one.first - other.first).days) <= NEAR
    return one.name.casefold() == other.name.casefold() and (is_near or one.overlaps(other))


def _left_out(
    lines: Sequence[Line], kept: Sequence[KeptHoliday], found: Mapping[int, KeptHoliday], today: date
) -> tuple[KeptHoliday, ...]:
    named = [line.holiday for line in lines if line.holiday]
    ends: dict[UUID | None, tuple[date, date]] = {}
    for one in named:
        first, last = ends.get(one.site_id, (one.first, one.last))
        ends[one.site_id] = (min(first, one.first), max(last, one.last))
    spoken_of = {one.id for one in found.values()}

    def is_left_out(one: KeptHoliday) -> bool:
        own = one.holiday
        first, last = ends.get(own.site_id, (date.max, date.min))
        is_within = first <= own.last and own.first <= last
        return bool(own.source) and one.id not in spoken_of and own.last >= today and is_within

    return tuple(one for one in kept if is_left_out(one))


def _outcome(line: Line, was: KeptHoliday | None, stays: Iterable[Holiday]) -> Outcome:
    own = line.holiday
    if own is None:
        return Outcome(line, "wrong")
    if was and was.holiday == own:
        return Outcome(line, "same")
    met = next((one for one in stays if one.overlaps(own)), None)
    if met:
        return Outcome(replace(line, holiday=None, problem=_overlaps(met)), "wrong")
    return Outcome(line, "changed" if was else "new", was.holiday if was else None)


def _overlaps(met: Holiday) -> Fault:
    return fault("overlaps_stored", name=met.name, first=met.first, last=met.last)


def _change(
    outcomes: Sequence[Outcome], found: Mapping[int, KeptHoliday], gone: tuple[KeptHoliday, ...]
) -> HolidayChange:
    if any(one.kind == "wrong" for one in outcomes):
        return HolidayChange()
    return HolidayChange(
        added=tuple(one.line.holiday for one in outcomes if one.kind == "new" and one.line.holiday),
        changed=tuple(
            (found[one.line.number], one.line.holiday) for one in outcomes if one.kind == "changed" and one.line.holiday
        ),
        removed=gone,
    )
