# SPDX-License-Identifier: MPL-2.0
"""Series for the property tests: over both nights, leap years, weeks 53 and New Year."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from services.booking.errors import RecurrenceInvalid
from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules.recurrence import NTH, expand

hard_days = st.sampled_from(
    [
        date(2026, 12, 27),
        date(2027, 1, 1),
        date(2027, 3, 21),
        date(2026, 10, 24),
        date(2028, 2, 27),
        date(2032, 12, 26),
        date(2099, 12, 20),
    ]
)
days = hard_days | st.dates(date(2000, 1, 1), date(2150, 1, 1))
clocks = st.sampled_from([time(1, 30), time(2), time(2, 30), time(3), time(3, 30)]) | st.builds(
    time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45])
)


@st.composite
def shaped(draw: st.DrawFn, every: Every) -> Recurrence:
    """One that can be held, or is thrown away."""
    first, starts, ends = draw(days), draw(clocks), draw(clocks)
    bound = draw(st.sampled_from(["until", "count", "both"]))
    return Recurrence(
        every,
        first,
        starts,
        ends,
        days=draw(st.integers(0 if ends > starts else 1, 3)),
        interval=draw(st.integers(1, 14)),
        weekdays=tuple(draw(st.lists(st.integers(1, 7), min_size=1, max_size=7))),
        nth=draw(st.sampled_from(NTH)) if every is Every.MONTH else 0,
        until=first + timedelta(days=draw(st.integers(31, 380))) if bound != "count" else None,
        count=draw(st.integers(1, 60)) if bound != "until" else None,
        skip=tuple(first + timedelta(days=n) for n in draw(st.lists(st.integers(0, 60), max_size=8))),
    )


@st.composite
def own_dates(draw: st.DrawFn) -> Recurrence:
    """Dates within a year, some of them perhaps the same."""
    first, starts, ends = draw(days), draw(clocks), draw(clocks)
    after = draw(st.lists(st.integers(0, 365), min_size=1, max_size=12))
    return Recurrence(
        Every.DATES,
        first,
        starts,
        ends,
        days=draw(st.integers(0 if ends > starts else 1, 3)),
        dates=tuple(first + timedelta(days=n) for n in after),
    )


def _has_dates(recurrence: Recurrence) -> bool:
    try:
        return bool(expand(recurrence))
    except RecurrenceInvalid as refused:
        if refused.code in ("no_dates", "beyond_calendar"):
            return False
        raise


recurrences = (shaped(Every.WEEK) | shaped(Every.MONTH) | own_dates()).filter(_has_dates)
"""Of every kind, with at least one date."""
