# SPDX-License-Identifier: MPL-2.0
"""Days on which opening calendars are closed, and the dates that hits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from services.booking.model.verdict import Words


@dataclass(frozen=True, slots=True)
class Closing:
    """Calendars and local days to close, and what people are told."""

    calendars: frozenset[UUID]
    days: tuple[date, ...]
    reason: Words


@dataclass(frozen=True, slots=True)
class Hit:
    """A date that stands on a day to be closed."""

    occurrence_id: UUID
    association_id: UUID


def fingerprint(occurrences: Iterable[UUID]) -> str:
    """The same for the same dates in any order: who confirms says with it which ones they saw."""
    return sha256(",".join(sorted(str(one) for one in occurrences)).encode()).hexdigest()[:32]
