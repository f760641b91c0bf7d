# SPDX-License-Identifier: MPL-2.0
"""The form that closes days: what is typed, what it closes, and what else that closes."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.booking.model import Words, fingerprint
from services.booking.queries.closing_days import CalendarSite, ClosableCalendar
from services.booking.web.closing_form import LONGEST, ClosedPlace, closed_places, read_closing, where_options

TODAY = date(2026, 11, 24)
SHARED, ALONE, STAGE = UUID(int=1), UUID(int=2), UUID(int=3)
CALENDARS = (
    ClosableCalendar(
        SHARED, "Skoler", (CalendarSite("skolen", "Skolen", ("Aula", "Sal")), CalendarSite("huset", "Huset", ("Loft",)))
    ),
    ClosableCalendar(STAGE, "Huset, scenen", (CalendarSite("huset", "Huset", ("Scenen",)),)),
    ClosableCalendar(ALONE, "Hallen", (CalendarSite("hallen", "Hallen", ("Hal A",)),)),
)
FINE = {"where": "sted:hallen", "first": "2026-12-01", "reason_da": "Vandskade"}


def test_a_single_day_with_a_danish_reason_is_enough() -> None:
    typed = read_closing(FINE, CALENDARS, TODAY)
    assert typed.closing is not None
    assert (typed.closing.calendars, typed.closing.days) == (frozenset({ALONE}), (date(2026, 12, 1),))
    assert typed.closing.reason == Words("Vandskade", "Vandskade")


def test_several_days_both_ends_included_in_both_languages() -> None:
    form = FINE | {"first": "30.12.2026", "last": "2.1.2027", "reason_en": "Water", "where": "alle"}
    closing = read_closing(form, CALENDARS, TODAY).closing
    assert closing is not None
    assert [day.day for day in closing.days] == [30, 31, 1, 2]
    assert closing.calendars == {SHARED, STAGE, ALONE}
    assert closing.reason == Words("Vandskade", "Water")


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"where": ""}, {"where": "closing.error.where"}),
        ({"where": "sted:mosen"}, {"where": "closing.error.where"}),
        ({"where": f"kalender:{UUID(int=9)}"}, {"where": "closing.error.where"}),
        ({"first": ""}, {"first": "closing.error.date"}),
        ({"first": "31.2.2027"}, {"first": "closing.error.date"}),
        ({"first": "2026-11-23"}, {"first": "closing.error.past"}),
        ({"last": "x"}, {"last": "closing.error.date"}),
        ({"last": "2026-11-30"}, {"last": "closing.error.order"}),
        ({"last": "2027-02-01"}, {"last": "closing.error.long"}),
        ({"reason_da": " \t"}, {"reason_da": "closing.error.reason"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, str], problems: dict[str, str]) -> None:
    typed = read_closing(FINE | changes, CALENDARS, TODAY)
    assert (typed.closing, typed.errors) == (None, problems)


@given(st.integers(0, 200))
def test_as_many_days_as_are_asked_for_and_never_more_than_the_limit(more: int) -> None:
    last = date(2026, 12, 1) + timedelta(days=more)
    closing = read_closing(FINE | {"last": last.isoformat()}, CALENDARS, TODAY).closing
    assert (closing is None) == (more >= LONGEST)
    assert closing is None or (len(closing.days), closing.days[-1]) == (more + 1, last)


def places(where: str) -> Iterable[ClosedPlace]:
    closing = read_closing(FINE | {"where": where}, CALENDARS, TODAY).closing
    assert closing is not None
    return closed_places(closing, CALENDARS, where)


def test_closing_a_site_names_the_other_sites_that_follow_its_calendar() -> None:
    assert places("sted:skolen") == [
        ClosedPlace("skolen", "Skolen", (), is_spill=False),
        ClosedPlace("huset", "Huset", ("Loft",), is_spill=True),
    ]
    assert [(one.slug, one.rooms, one.is_spill) for one in places("sted:huset")] == [
        ("huset", (), False),
        ("skolen", (), True),
    ]


def test_closing_a_calendar_names_the_rooms_that_follow_it_and_spills_nowhere() -> None:
    assert places(f"kalender:{STAGE}") == [ClosedPlace("huset", "Huset", ("Scenen",), is_spill=False)]
    assert {(one.slug, one.rooms) for one in places("alle")} == {("skolen", ()), ("huset", ()), ("hallen", ())}


def test_a_calendar_can_be_chosen_only_where_that_is_not_simply_its_site() -> None:
    keys = [key for key, _ in where_options(CALENDARS, lambda key, /, **_: key)]
    assert keys == ["", "alle", "sted:skolen", "sted:huset", "sted:hallen", f"kalender:{SHARED}", f"kalender:{STAGE}"]


@given(st.lists(st.uuids(), unique=True), st.randoms())
def test_a_fingerprint_knows_which_dates_but_not_their_order(dates: list[UUID], chance: Random) -> None:
    shuffled = list(dates)
    chance.shuffle(shuffled)
    assert fingerprint(shuffled) == fingerprint(dates)
    if dates:
        assert fingerprint(dates[1:]) != fingerprint(dates)
