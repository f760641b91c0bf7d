# SPDX-License-Identifier: MPL-2.0
"""The rule of a series as stored with its booking: JSON in local wall-clock."""

from pydantic import TypeAdapter

from services.booking.model import Recurrence

_JSON: TypeAdapter[Recurrence] = TypeAdapter(Recurrence)


def write_recurrence(recurrence: Recurrence | None) -> object:
    """As JSON values; None stays None."""
    return _JSON.dump_python(recurrence, mode="json") if recurrence else None


def read_recurrence(stored: object) -> Recurrence | None:
    """Back from JSON values."""
    return None if stored is None else _JSON.validate_python(stored)
