# SPDX-License-Identifier: MPL-2.0
"""Whatever order the events of a series come in, and however often, its calendars end alike to the byte."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from services.shared.contracts.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingDeclined,
    BookingEvent,
    BookingMoved,
    BookingRequested,
    BookingRestored,
    BookingShortened,
)
from services.shared.db import Pool
from tests.calendars.told_series import ToldSeries, lacking, weekly
from tests.integration.notify.calendar_of import tell

type Act = tuple[str, frozenset[int], int]
"""What is done, to which dates, and by how much."""

HALL_B = {"room_id": UUID(int=2), "room_name": "Hal B"}
acts = st.lists(
    st.tuples(
        st.sampled_from(["move", "other room", "shorten", "cancel", "restore", "decline", "add"]),
        st.frozensets(st.integers(0, 3), min_size=1),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=7,
)


def told(series: ToldSeries, act: Act) -> BookingEvent:
    """The event of one action."""
    what, chosen, by = act
    about = sorted(place for place in chosen if place < len(series.dates)) or [0]
    first = series.dates[about[0]]
    match what:
        case "move":
            return series.change(BookingMoved, about, ends_at=first.ends_at + timedelta(minutes=by))
        case "other room":
            return series.change(BookingMoved, about, **HALL_B)
        case "shorten":
            return series.change(BookingShortened, about, starts_at=first.ends_at - timedelta(minutes=by))
        case "cancel":
            return series.change(BookingCancelled, about, "cancelled")
        case "restore":
            return series.change(BookingRestored, about)
        case "decline":
            return series.change(BookingDeclined, about, "declined")
        case _:
            return series.add(0) if series.missing else series.change(BookingConfirmed, about)


def history(chosen: Sequence[Act]) -> tuple[ToldSeries, list[BookingEvent]]:
    """All that happens to a series of three Tuesdays, of which a fourth is missing."""
    series = weekly(3, status="requested")
    series.missing = (lacking(3),)
    first = series.event(BookingRequested)
    return series, [first, *(told(series, act) for act in chosen)]


async def calendar_after(pool: Pool, events: Sequence[BookingEvent]) -> list[tuple[Any, ...]]:
    """Every stored column of every date, its bytes included, when these have come in this order."""
    await pool.execute("TRUNCATE calendar_entries, calendars, rooms, inbox, handled_versions CASCADE")
    await tell(pool, *events)
    return [tuple(row) for row in await pool.fetch("SELECT * FROM calendar_entries ORDER BY occurrence_id")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=acts, data=st.data())
async def test_any_order_of_events_gives_the_same_calendar(pool: Pool, chosen: list[Act], data: st.DataObject) -> None:
    series, events = history(chosen)
    in_order = await calendar_after(pool, events)
    shuffled: list[BookingEvent] = data.draw(st.permutations(events))
    repeated: list[BookingEvent] = data.draw(st.lists(st.sampled_from(events), max_size=3))
    event("in order" if shuffled == events else "out of order")
    assert await calendar_after(pool, [*shuffled, *repeated]) == in_order
    rows = await pool.fetch("SELECT occurrence_id, booked_sequence, status, room_id, ends_at FROM calendar_entries")
    assert {tuple(row) for row in rows} == {
        (date.occurrence_id, date.sequence, date.status, date.room_id, date.ends_at) for date in series.dates
    }
