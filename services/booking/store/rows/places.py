# SPDX-License-Identifier: MPL-2.0
"""Rows of sites, rooms, cells and opening calendars."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from services.booking.store.rows import Row


@dataclass(frozen=True, slots=True)
class CalendarRow(Row):
    TABLE: ClassVar[str] = "opening_calendars"
    id: UUID
    name: str
    closed_on_public_holidays: bool
    published: bool


@dataclass(frozen=True, slots=True)
class HoursRow(Row):
    TABLE: ClassVar[str] = "opening_hours"
    calendar_id: UUID
    weekday: int
    opens_minute: int
    closes_minute: int
    from_month_day: int | None
    to_month_day: int | None


@dataclass(frozen=True, slots=True)
class ClosedDayRow(Row):
    TABLE: ClassVar[str] = "opening_exceptions"
    calendar_id: UUID
    day: date
    reason_da: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class SiteRow(Row):
    TABLE: ClassVar[str] = "sites"
    id: UUID
    slug: str
    name: str
    sort_key: str
    street: str | None
    postcode: str | None
    city: str | None
    address_approximate: bool
    latitude: float | None
    longitude: float | None
    note: str | None
    calendar_id: UUID


@dataclass(frozen=True, slots=True)
class RoomRow(Row):
    TABLE: ClassVar[str] = "rooms"
    id: UUID
    site_id: UUID
    slug: str
    name: str
    sort_key: str
    type: str
    part_of: UUID | None
    capacity: int | None
    capacity_by_layout: dict[str, int]
    area_m2: int | None
    equipment: tuple[str, ...]
    equipment_text: str | None
    step_free: bool | None
    hearing_loop: bool | None
    accessible_toilet: bool | None
    quiet_room: bool | None
    note: str | None
    source_url: str | None
    calendar_id: UUID
    policy_id: UUID


@dataclass(frozen=True, slots=True)
class CellRow(Row):
    TABLE: ClassVar[str] = "cells"
    id: UUID
    site_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class RoomCellRow(Row):
    TABLE: ClassVar[str] = "room_cells"
    room_id: UUID
    cell_id: UUID
