# SPDX-License-Identifier: MPL-2.0
"""Rows of bookings, closures and the cells they hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from services.booking.store.bookings import TimeRange
from services.booking.store.rows import Row


@dataclass(frozen=True, slots=True)
class BookingRow(Row):
    TABLE: ClassVar[str] = "bookings"
    id: UUID
    number: str
    association_id: UUID
    purpose: str
    activity: str
    team: str
    age_group: str
    attendance: int
    note: str
    policy_id: UUID
    policy_version: int
    verdicts: list[dict[str, Any]]
    placed_by: UUID
    placed_by_name: str
    placed_at: datetime
    contact_id: UUID | None
    version: int
    recurrence: object = None


@dataclass(frozen=True, slots=True)
class OccurrenceRow(Row):
    TABLE: ClassVar[str] = "occurrences"
    id: UUID
    booking_id: UUID
    association_id: UUID
    room_id: UUID
    during: TimeRange
    status: str
    sequence: int
    changed_at: datetime
    reason: str | None
    by_staff: bool
    verdicts: list[dict[str, Any]]
    """Of a date that is missing: why."""


@dataclass(frozen=True, slots=True)
class ClosureRow(Row):
    TABLE: ClassVar[str] = "closures"
    id: UUID
    room_id: UUID
    during: TimeRange
    reason: str
    closed_by: UUID
    closed_by_name: str
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class OccupancyRow(Row):
    TABLE: ClassVar[str] = "occupancies"
    cell_id: UUID
    during: TimeRange
    occurrence_id: UUID | None = None
    closure_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow(Row):
    TABLE: ClassVar[str] = "booking_history"
    booking_id: UUID
    version: int
    at: datetime
    actor_id: UUID | None
    actor_name: str
    by_staff: bool
    action: str
    details: dict[str, Any]
