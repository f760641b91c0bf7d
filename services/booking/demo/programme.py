# SPDX-License-Identifier: MPL-2.0
"""What the demo associations use rooms for, as written in `programme.json`: weekly times, single events, closures."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from services.booking.demo.opening import Minutes


def _clock_times(text: object) -> tuple[str, ...]:
    return tuple(str(text).split("-"))


Times = Annotated[tuple[Minutes, Minutes], BeforeValidator(_clock_times)]
"""Written "18:00-19:30"; wall-clock minutes after local midnight."""


class Written(BaseModel):
    """Read from the file, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class When(Written):
    """One day, told in one of two ways: so many whole weeks from the present one, or the nth weekday of a month."""

    weekday: Annotated[int, Field(ge=1, le=7)]
    in_weeks: int | None = None
    month: int | None = None
    nth: int | None = None


class Series(Written):
    """A fixed weekly time from August to June, within a day."""

    association: str
    room: str
    days: str
    """ISO weekdays, e.g. "24" for Tuesday and Thursday."""
    at: Times
    purpose: str
    activity: str
    team: str = ""
    age_group: str = ""
    people: int
    note: str = ""
    every: int = 1
    """In every so many weeks, counted from the first whose ISO number they divide."""
    school_holidays: bool = False
    """True: goes on in the school holidays too."""


class Event(Written):
    """A single booking. `last` is the day it ends, counted from the first."""

    association: str
    room: str
    when: When
    at: Times
    last: int = 0
    purpose: str
    activity: str
    team: str = ""
    age_group: str = ""
    people: int
    note: str = ""
    waits: bool = False
    """Waits for the staff as long as it lies ahead."""
    declined: str | None = None
    """Why the staff said no."""


class Closing(Written):
    """Rooms the municipality keeps to itself for a while."""

    rooms: tuple[str, ...]
    when: When
    at: Times
    last: int = 0
    reason: str


class Programme(Written):
    """All of it."""

    series: tuple[Series, ...]
    events: tuple[Event, ...]
    closures: tuple[Closing, ...]
    cancelled_by_association: tuple[str, ...]
    """Reasons, used in turn."""
    cancelled_by_staff: tuple[str, ...]


@cache
def demo_programme() -> Programme:
    """The whole programme."""
    return Programme.model_validate_json((Path(__file__).parent / "programme.json").read_bytes())
