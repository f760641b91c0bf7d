# SPDX-License-Identifier: MPL-2.0
"""What tests of closing days share."""

from datetime import date
from typing import Any

from services.booking.model import Closing, Span, Words
from services.shared.contracts.booking import AssociationDatesCancelled
from services.shared.db import Pool
from tests.integration.booking.municipality import Municipality

DAY = date(2026, 12, 1)
"""TUESDAY's."""
REASON = Words("Vandskade i kælderen", "Water damage in the basement")


def closing(town: Municipality, *days: date, **changed: Any) -> Closing:
    """The hall's calendar on that Tuesday."""
    return Closing(**{"calendars": frozenset({town.calendar}), "days": days or (DAY,), "reason": REASON} | changed)


async def standing(pool: Pool, *, status: tuple[str, ...] = ("requested", "confirmed")) -> list[Span]:
    """When dates stand, earliest first."""
    rows = await pool.fetch("SELECT during FROM occurrences WHERE status = ANY($1) ORDER BY during", list(status))
    return [Span(row["during"].lower, row["during"].upper) for row in rows]


async def told_associations(pool: Pool) -> list[AssociationDatesCancelled]:
    """Each telling of an association, by its name."""
    rows = await pool.fetch("SELECT payload FROM outbox WHERE type = $1", AssociationDatesCancelled.TYPE)
    told = [AssociationDatesCancelled.model_validate(row["payload"]["data"]) for row in rows]
    return sorted(told, key=lambda one: one.association_name)
