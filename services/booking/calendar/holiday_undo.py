# SPDX-License-Identifier: MPL-2.0
"""Take back a change of school holidays, as long as all it made still stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.booking.model import Holiday, HolidayChange, KeptHoliday


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change as history keeps it."""

    added: tuple[Holiday, ...] = ()
    changed: tuple[tuple[Holiday, Holiday], ...] = ()
    removed: tuple[Holiday, ...] = ()


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking it back would do, or what stands in its way."""

    change: HolidayChange
    in_the_way: tuple[Holiday, ...] = ()
    """Those it made that are gone or changed since, or those that lie where one would come back."""


def undo(recorded: RecordedChange, kept: Sequence[KeptHoliday]) -> Undoing:
    """The change that leads back. Pure and total."""
    by_value = {one.holiday: one for one in kept}
    made = (*recorded.added, *(after for _, after in recorded.changed))
    missing = tuple(one for one in made if one not in by_value)
    leaving = set(made)
    back = (*(before for before, _ in recorded.changed), *recorded.removed)
    stays = [one.holiday for one in kept if one.holiday not in leaving]
    met = tuple(one for one in stays if any(one.overlaps(other) for other in back))
    if missing or met:
        return Undoing(HolidayChange(), (*missing, *met))
    return Undoing(
        HolidayChange(
            added=recorded.removed,
            changed=tuple((by_value[after], before) for before, after in recorded.changed),
            removed=tuple(by_value[one] for one in recorded.added),
        )
    )
