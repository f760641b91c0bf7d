# SPDX-License-Identifier: MPL-2.0
"""The week as a table says of every half-hour what the bookings say."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.booking.model import Span
from services.booking.queries.week import Holding, Part, RoomTime, smallest
from services.booking.web.week_grid import Askable, Cell, State, Week, week_grid
from services.booking.web.week_list import week_list
from services.shared.wall_clock import instant_of

MONDAY = date(2026, 11, 30)
CELLS = tuple(UUID(int=number) for number in range(1, 5))
COURTS = tuple(
    Part(UUID(int=10 + number), f"bane-{number}", f"Hal B, bane {number}", frozenset({cell}))
    for number, cell in enumerate(CELLS, start=1)
)
CLUB, OTHERS = UUID(int=99), UUID(int=98)
ASKABLE = Askable(
    now=datetime(2026, 11, 24, 12, tzinfo=UTC),
    earliest=datetime(2026, 11, 24, 12, tzinfo=UTC),
    latest=datetime(2027, 11, 24, tzinfo=UTC),
    own=frozenset({CLUB}),
)


def span(day: int, start: float, end: float, monday: date = MONDAY) -> Span:
    """Wall-clock hours of the week's day, Monday 0."""
    midnight = instant_of(monday + timedelta(days=day), time(0))
    return Span(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def held(when: Span, *courts: int, by: UUID = OTHERS) -> Holding:
    return Holding(when, frozenset(CELLS[court] for court in courts), UUID(int=7), by, "Klub", "Træning", False)


def open_week(*holdings: Holding, parts: tuple[Part, ...] = COURTS, monday: date = MONDAY) -> RoomTime:
    return RoomTime(parts, tuple(span(day, 8, 22, monday) for day in range(7)), (), holdings)


def cells_of(week: Week) -> list[Cell]:
    return [cell for row in week.rows for cell in row.cells]


def area(week: Week, state: State) -> int:
    return sum(cell.rows * cell.columns for cell in cells_of(week) if cell.state is state)


def test_a_booking_of_two_courts_is_one_rectangle_over_both() -> None:
    week = week_grid(open_week(held(span(1, 18, 19.5), 0, 1)), MONDAY, ASKABLE)
    (taken,) = [cell for cell in cells_of(week) if cell.state is State.TAKEN]
    assert (taken.columns, taken.rows) == (2, 3)
    assert taken.span == span(1, 18, 19.5)
    assert [row.minute for row in week.rows][:2] == [480, 510]
    assert len(week.rows) == 28


def test_courts_that_do_not_lie_side_by_side_are_two_rectangles() -> None:
    week = week_grid(open_week(held(span(1, 18, 19), 0, 3)), MONDAY, ASKABLE)
    assert [(cell.columns, cell.rows) for cell in cells_of(week) if cell.state is State.TAKEN] == [(1, 2), (1, 2)]


def test_two_quarters_in_one_half_hour_are_both_told() -> None:
    week = week_grid(open_week(held(span(0, 18, 18.25), 0), held(span(0, 18.25, 18.5), 0)), MONDAY, ASKABLE)
    (taken,) = [cell for cell in cells_of(week) if cell.state is State.TAKEN]
    assert len(taken.holdings) == 2


def test_own_bookings_are_marked_and_past_and_unaskable_times_are_no_links() -> None:
    later = Askable(span(1, 12, 13).start, span(2, 12, 13).start, span(5, 0, 1).start, frozenset({CLUB}))
    week = week_grid(open_week(held(span(3, 18, 19), 0, by=CLUB)), MONDAY, later)
    states = {cell.state for cell in cells_of(week)}
    assert {State.OWN, State.PAST, State.UNASKABLE, State.FREE} <= states
    free = [cell for cell in cells_of(week) if cell.state is State.FREE]
    assert min(cell.span.start for cell in free) == span(2, 12, 13).start
    assert max(cell.span.start for cell in free) == span(4, 21.5, 22).start


def test_a_free_cell_knows_how_long_it_stays_free() -> None:
    week = week_grid(open_week(held(span(0, 18, 19), 0)), MONDAY, ASKABLE)
    first = week.rows[0].cells[0]
    assert first.free_until == span(0, 18, 19).start
    assert week.rows[0].cells[1].free_until == span(0, 21, 22).end


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 6),
            st.integers(0, 90),
            st.integers(1, 40),
            st.sets(st.integers(0, 3), min_size=1),
        ),
        max_size=12,
    )
)
def test_the_rectangles_cover_the_table_once_and_a_half_hour_is_free_when_nobody_holds_it(
    wishes: list[tuple[int, int, int, set[int]]],
) -> None:
    holdings = [held(span(day, at / 4, (at + long) / 4), *courts) for day, at, long, courts in wishes]
    week = week_grid(open_week(*holdings), MONDAY, ASKABLE)
    assert sum(cell.rows * cell.columns for cell in cells_of(week)) == len(week.rows) * 7 * len(COURTS)
    for cell in cells_of(week):
        if cell.state is State.FREE:
            assert not any(one.span.overlaps(cell.span) and one.cells & cell.part.cells for one in holdings)
        for one in cell.holdings:
            assert one in holdings


def test_the_night_summer_time_ends_shows_its_long_hour_once_and_the_other_night_closes_the_missing_one() -> None:
    for monday, closed in ((date(2026, 10, 19), 0), (date(2027, 3, 22), 2)):
        nights = RoomTime(COURTS[:1], (span(6, -24, 30, monday),), (), ())
        early = Askable(ASKABLE.now - timedelta(days=90), ASKABLE.now - timedelta(days=90), ASKABLE.latest, frozenset())
        week = week_grid(nights, monday, early)
        sunday = [cell for cell in cells_of(week) if cell.span.start >= span(6, 0, 1, monday).start]
        assert sum(cell.rows for cell in sunday if cell.state is State.CLOSED and cell.rows == closed) == closed


def test_the_list_tells_the_same_time_as_gaps_and_holdings() -> None:
    own = held(span(1, 18, 19.5), 0, 1, by=CLUB)
    days = week_list(open_week(own), MONDAY, ASKABLE)
    tuesday = days[1].stretches
    assert [stretch.span for stretch in tuesday] == [span(1, 8, 18), span(1, 18, 19.5), span(1, 19.5, 22)]
    assert tuesday[1].is_own
    assert [part.slug for part in tuesday[1].parts] == ["bane-1", "bane-2"]
    assert [len(day.stretches) for day in days] == [1, 3, 1, 1, 1, 1, 1]
    later = Askable(span(1, 23, 24).end, span(1, 23, 24).end, ASKABLE.latest, frozenset())
    assert [day.is_over for day in week_list(open_week(), MONDAY, later)] == [True, True, *[False] * 5]


def test_a_hall_is_shown_by_its_courts_and_a_hall_with_an_uncovered_corner_by_itself() -> None:
    whole = Part(UUID(int=1), "hal-b", "Hal B", frozenset(CELLS))
    half = Part(UUID(int=2), "hal-b-1", "Hal B, halvdel 1", frozenset(CELLS[:2]))
    assert smallest((whole, half, *COURTS)) == COURTS
    assert smallest((whole, half, *COURTS[:3])) == (whole,)
    assert smallest((whole,)) == (whole,)
    assert smallest(()) == ()
