# SPDX-License-Identifier: MPL-2.0
"""Who holds which cell while the demo season is laid out; the same rule the database keeps."""

from collections.abc import Iterable, Iterator
from datetime import date

from services.booking.demo.opening import days_between
from services.booking.model import Span
from services.shared.wall_clock import local


class Board:
    """Cells and the times they are taken, each with a word on why."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, date], list[tuple[Span, str]]] = {}

    def holder(self, cells: Iterable[str], span: Span) -> str | None:
        """Why some of the cells are taken within the span; None when all are free."""
        for place in _places(cells, span):
            for held, why in self._held.get(place, ()):
                if held.overlaps(span):
                    return why
        return None

    def take(self, cells: Iterable[str], span: Span, why: str) -> None:
        """Hold the cells. The caller has seen that they are free."""
        for place in _places(cells, span):
            self._held.setdefault(place, []).append((span, why))


def _places(cells: Iterable[str], span: Span) -> Iterator[tuple[str, date]]:
    days = tuple(days_between(local(span.start).date(), local(span.end).date()))
    for cell in cells:
        for day in days:
            yield cell, day
