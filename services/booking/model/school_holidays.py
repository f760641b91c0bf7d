# SPDX-License-Identifier: MPL-2.0
"""School holidays as staff keep them, and what becomes of them."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """Days without school, both included, at one site or (site None) in the whole municipality."""

    first: date
    last: date
    name: str
    site_id: UUID | None = None
    source: str = field(default="", compare=False, repr=False)
    """The file it came from; empty: typed by hand."""

    def overlaps(self, other: "Holiday") -> bool:
        """True when some day is in both, at the same place."""
        return self.site_id == other.site_id and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class KeptHoliday:
    """One that is stored."""

    id: UUID
    holiday: Holiday


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """What is to become of those that are stored."""

    added: tuple[Holiday, ...] = ()
    changed: tuple[tuple[KeptHoliday, Holiday], ...] = ()
    removed: tuple[KeptHoliday, ...] = ()

    @property
    def before(self) -> tuple[Holiday, ...]:
        """All that will be there no longer, or not so."""
        return (*(was.holiday for was, _ in self.changed), *(one.holiday for one in self.removed))

    @property
    def after(self) -> tuple[Holiday, ...]:
        """All that will be new, or otherwise than now."""
        return (*(now for _, now in self.changed), *self.added)

    @property
    def fingerprint(self) -> str:
        """The same for the same change: who confirms says with it what they saw."""
        told = (
            sorted(repr(one) for one in self.added),
            sorted(repr((was.holiday, now)) for was, now in self.changed),
            sorted(repr(one.holiday) for one in self.removed),
        )
        return sha256(repr(told).encode()).hexdigest()[:32]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)
