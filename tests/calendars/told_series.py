# SPDX-License-Identifier: MPL-2.0
"""A series as booking would tell of it: each event speaks of the dates it is about, and of no others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.shared.contracts.booking import (
    BookingConfirmed,
    BookingEvent,
    MissingDate,
    OccurrenceState,
    OccurrenceStatus,
)
from tests.calendars.told import CLUB, NOW, SITE

FIRST = datetime(2026, 11, 24, 17, tzinfo=UTC)


def date(week: int, **changed: Any) -> OccurrenceState:
    """A Tuesday evening in Hal A, so many weeks after the first."""
    begins = FIRST + timedelta(weeks=week)
    usual = {
        "occurrence_id": uuid4(),
        "room_id": UUID(int=1),
        "room_name": "Hal A",
        "site_id": SITE,
        "site_name": "Fløjby Hallerne",
        "address": "Idrætsvej 1, 9999 Fløjby",
        "starts_at": begins,
        "ends_at": begins + timedelta(minutes=90),
        "status": "confirmed",
        "sequence": 0,
    }
    return OccurrenceState.model_validate(usual | changed)


def lacking(week: int, **changed: Any) -> MissingDate:
    """One of those evenings that could not be had."""
    usual = date(week).model_dump() | {"why": "taken"}
    return MissingDate.model_validate(usual | changed)


@dataclass
class ToldSeries:
    """One booking of many dates; each call is the next change and answers its event."""

    dates: list[OccurrenceState]
    missing: tuple[MissingDate, ...] = ()
    booking_id: UUID = field(default_factory=uuid4)
    version: int = 0

    def event[E: BookingEvent](
        self,
        kind: type[E],
        about: Collection[int] | None = None,
        *,
        missing: Iterable[MissingDate] = (),
        **told: Any,
    ) -> E:
        """The next event, a minute after the last, about these dates by their place; None: about all, as the first one."""
        self.version += 1
        chosen = range(len(self.dates)) if about is None else about
        usual = {
            "version": self.version,
            "booking_id": self.booking_id,
            "number": "2026-000123",
            "association_id": CLUB,
            "association_name": "Fløjby Håndboldklub",
            "purpose": "Træning",
            "occurrences": tuple(self.dates[place] for place in chosen),
            "missing": tuple(self.missing if about is None else missing),
            "occurred_at": NOW + timedelta(minutes=self.version),
        }
        return kind.model_validate(usual | told)

    def change[E: BookingEvent](
        self, kind: type[E], about: Collection[int], status: OccurrenceStatus = "confirmed", **changed: Any
    ) -> E:
        """Those dates get another time, room or status; the event tells how they stood before."""
        before = tuple(self.dates[place] for place in about)
        for place in about:
            one = self.dates[place]
            self.dates[place] = one.model_copy(update={"status": status, "sequence": one.sequence + 1, **changed})
        moved = kind.TYPE.split(".")[2] in {"moved", "shortened"}
        return self.event(kind, about, previous=before if moved else ())

    def add(self, place: int) -> BookingConfirmed:
        """A missing date could be had after all."""
        wished = self.missing[place]
        had = self.dates[0].model_copy(
            update={**wished.model_dump(exclude={"why"}), "status": "confirmed", "sequence": 1}
        )
        self.missing = (*self.missing[:place], *self.missing[place + 1 :])
        self.dates.append(had)
        return self.event(BookingConfirmed, [len(self.dates) - 1])


def weekly(count: int, **changed: Any) -> ToldSeries:
    """So many Tuesdays in a row."""
    return ToldSeries([date(week, **changed) for week in range(count)])
