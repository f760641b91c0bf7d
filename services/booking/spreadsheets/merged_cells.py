# SPDX-License-Identifier: MPL-2.0
"""What merged cells mean: over several rows the same for each of them, over several columns nobody can tell."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.booking.spreadsheets.excel_cells import write_column
from services.booking.spreadsheets.excel_sheet import MOST_MERGED, Range
from services.booking.spreadsheets.grid import MOST_COLUMNS, Cell, Row
from services.booking.spreadsheets.unreadable import Unreadable

_MOST_COVERED = 200_000
"""Twice the cells there can be; Excel lets no two merged ranges overlap."""


def spread(rows: Sequence[Row], merged: Iterable[Range]) -> list[Row]:
    """The rows with merged cells filled in or marked; rows that hold nothing of their own stay empty.

    Raises Unreadable when so much is merged that nobody can have done it by hand.
    """
    numbers = [row.number for row in rows]
    cells = [dict(row.cells) for row in rows]
    left = _MOST_COVERED
    for one in merged:
        first_row, first_column, last_row, last_column = one
        place = bisect_left(numbers, first_row)
        covered = cells[place : bisect_right(numbers, last_row)]
        corner = covered[0].get(first_column) if covered and numbers[place] == first_row else None
        if corner is None:
            continue
        columns = range(first_column, min(last_column, MOST_COLUMNS) + 1)
        left -= len(covered) * len(columns)
        if left < 0:
            raise Unreadable("too_many_merged", most=MOST_MERGED)
        filling = corner if first_column == last_column else Cell("", fault="merged", detail=_name(one))
        for row in covered:
            row.update(dict.fromkeys(columns, filling))
        if first_column != last_column:
            covered[0][first_column] = replace(corner, fault="merged", detail=_name(one))
    return [replace(row, cells=own) for row, own in zip(rows, cells, strict=True)]


def _name(merged: Range) -> str:
    first_row, first_column, last_row, last_column = merged
    return f"{write_column(first_column)}{first_row}:{write_column(last_column)}{last_row}"
