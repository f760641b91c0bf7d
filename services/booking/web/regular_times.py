# SPDX-License-Identifier: MPL-2.0
"""The regular times of an association as its page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from services.booking.queries.regular_times import RegularTime
from services.booking.store.recurrences import read_recurrence
from services.booking.web.recurrence_wording import rhythm
from services.shared.web.visit import Visit
from services.shared.written_dates import date_without_weekday, day_and_time

MOST_ROOMS = 3
"""Rooms that are named; more are counted."""
OPEN = 12
"""Series that are shown at once; the rest is folded."""


@dataclass(frozen=True, slots=True)
class RegularLine:
    """One series."""

    series: RegularTime
    rhythm: str
    """As "Hver tirsdag kl. 18.00-20.00"."""
    where: str
    next: str
    """Its day and hours; empty when all that is left is missing."""
    last: str


def regular_lines(found: Iterable[RegularTime], visit: Visit) -> tuple[list[RegularLine], list[RegularLine]]:
    """Those that are shown at once, and the rest."""
    lines = iter([_line(one, visit) for one in found])
    return list(islice(lines, OPEN)), list(lines)


def _line(one: RegularTime, visit: Visit) -> RegularLine:
    recurrence = read_recurrence(one.recurrence)
    how = rhythm(recurrence, visit.say, visit.language) if recurrence else ""
    rooms = ", ".join(one.rooms[:MOST_ROOMS])
    if more := len(one.rooms) - MOST_ROOMS:
        rooms = f"{rooms} {visit.say('series.more_rooms', n=more)}" if more > 0 else rooms
    return RegularLine(
        one,
        how[:1].upper() + how[1:],
        rooms if one.site_name in one.rooms else f"{rooms}, {one.site_name}",
        day_and_time(one.next.start, one.next.end, visit.language) if one.next else "",
        date_without_weekday(one.last, visit.language),
    )
