# SPDX-License-Identifier: MPL-2.0
"""What a line of a season plan asks for, and how last season differed, as stored: JSON in local wall-clock."""

from typing import Any

from pydantic import TypeAdapter

from services.booking.model import HeldDate, TeamSeries

_JSON: TypeAdapter[TeamSeries] = TypeAdapter(TeamSeries)
_HELD: TypeAdapter[tuple[HeldDate, ...]] = TypeAdapter(tuple[HeldDate, ...])


def write_team_series(series: TeamSeries) -> Any:
    """As JSON values."""
    return _JSON.dump_python(series, mode="json")


def read_team_series(stored: object) -> TeamSeries:
    """Back from JSON values."""
    return _JSON.validate_python(stored)


def write_held(held: tuple[HeldDate, ...]) -> Any:
    """As JSON values."""
    return _HELD.dump_python(held, mode="json")


def read_held(stored: object) -> tuple[HeldDate, ...]:
    """Back from JSON values."""
    return _HELD.validate_python(stored)
