# SPDX-License-Identifier: MPL-2.0
"""What a file makes of the school holidays that are stored: what is new, moved, the same, wrong and gone; and back again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.booking.calendar.holiday_lines import Line, from_file, without_clashes
from services.booking.calendar.holiday_plan import HolidayPlan, plan_edit, plan_lines
from services.booking.calendar.holiday_undo import RecordedChange, undo
from services.booking.model import Holiday, HolidayChange, KeptHoliday

TODAY = date(2026, 8, 1)
SCHOOL = UUID(int=7)
AUTUMN = Holiday(date(2026, 10, 12), date(2026, 10, 16), "Efterårsferie", source="kalender.csv")
CHRISTMAS = Holiday(date(2026, 12, 21), date(2027, 1, 3), "Juleferie", source="kalender.csv")
OWN_DAY = Holiday(date(2026, 11, 6), date(2026, 11, 6), "Pædagogisk dag")


def kept(*holidays: Holiday) -> list[KeptHoliday]:
    return [KeptHoliday(UUID(int=number), one) for number, one in enumerate(holidays, 1)]


def lines(*holidays: Holiday) -> list[Line]:
    return [Line(number, one.name, one) for number, one in enumerate(holidays, 1)]


def plan(asked: Iterable[Holiday], stored: Iterable[Holiday], *, replaces: bool = False) -> HolidayPlan:
    return plan_lines(lines(*asked), kept(*stored), replaces=replaces, today=TODAY)


def kinds(found: HolidayPlan) -> list[str]:
    return [one.kind for one in found.outcomes]


def after(found: HolidayChange, stored: Iterable[KeptHoliday]) -> set[Holiday]:
    gone = {one.id for one in (*found.removed, *(was for was, _ in found.changed))}
    return {one.holiday for one in stored if one.id not in gone} | set(found.after)


def test_each_line_is_new_changed_or_the_same() -> None:
    moved = replace(AUTUMN, first=date(2026, 10, 10), last=date(2026, 10, 18))
    renamed = replace(CHRISTMAS, name="Jul")
    stored = kept(AUTUMN, CHRISTMAS, OWN_DAY)
    found = plan([moved, renamed, OWN_DAY, replace(OWN_DAY, site_id=SCHOOL)], [AUTUMN, CHRISTMAS, OWN_DAY])
    assert kinds(found) == ["changed", "changed", "same", "new"]
    assert [one.before for one in found.outcomes] == [AUTUMN, CHRISTMAS, None, None]
    assert found.change == HolidayChange(
        added=(replace(OWN_DAY, site_id=SCHOOL),),
        changed=((stored[0], moved), (stored[1], renamed)),
    )
    assert found.counts == {"new": 1, "changed": 2, "same": 1, "wrong": 0, "removed": 0}


def test_next_years_holiday_of_the_same_name_is_another() -> None:
    next_year = replace(AUTUMN, first=date(2027, 10, 18), last=date(2027, 10, 22))
    assert kinds(plan([next_year], [AUTUMN])) == ["new"]


def test_a_line_over_another_that_stays_is_wrong_and_then_nothing_happens() -> None:
    found = plan([CHRISTMAS, replace(OWN_DAY, name="Fri", last=date(2026, 11, 9))], [OWN_DAY])
    assert kinds(found) == ["new", "wrong"]
    problem = found.outcomes[1].line.problem
    assert problem and (problem.code, problem.parameters["name"]) == ("overlaps_stored", "Pædagogisk dag")
    assert found.is_wrong and not found.change


def test_a_line_may_take_the_days_of_one_that_moves_away() -> None:
    moved = replace(AUTUMN, first=date(2026, 10, 19), last=date(2026, 10, 23))
    takes = Holiday(AUTUMN.first, AUTUMN.last, "Temauge")
    assert kinds(plan([moved, takes], [AUTUMN, OWN_DAY])) == ["new", "changed"], "the same days tell more than the name"
    assert kinds(plan([moved, replace(takes, last=AUTUMN.first)], [AUTUMN])) == ["changed", "new"]


def test_a_replacing_file_takes_away_what_an_earlier_file_brought_and_nothing_else() -> None:
    over = replace(AUTUMN, first=date(2026, 7, 1), last=date(2026, 7, 31), name="Sommerferie")
    later = replace(AUTUMN, first=date(2027, 5, 1), last=date(2027, 5, 2), name="Efter filen")
    school = replace(AUTUMN, name="Skolens egen", site_id=SCHOOL)
    first = replace(AUTUMN, first=date(2026, 6, 1), last=date(2026, 6, 2), name="Den første")
    stored = [AUTUMN, OWN_DAY, over, later, school]
    found = plan([first, CHRISTMAS], stored, replaces=True)
    assert [one.holiday for one in found.change.removed] == [AUTUMN]
    assert not plan([first, CHRISTMAS], stored).change.removed
    again = Holiday(AUTUMN.first, AUTUMN.first, "Fri mandag")
    assert kinds(plan([first, again, CHRISTMAS], stored, replaces=True)) == ["new", "new", "new"], "its days come free"


def test_an_edit_changes_one_and_minds_the_others() -> None:
    stored = kept(AUTUMN, OWN_DAY)
    longer = replace(AUTUMN, last=date(2026, 10, 18), name="Uge 42")
    assert plan_edit(stored, stored[0].id, lines(longer)[0]).change == HolidayChange(changed=((stored[0], longer),))
    assert plan_edit(stored, stored[0].id, lines(replace(AUTUMN, last=OWN_DAY.last))[0]).is_wrong
    assert not plan_edit(stored, stored[0].id, lines(AUTUMN)[0]).change


def test_the_fingerprint_knows_the_change_but_not_its_order_nor_the_file() -> None:
    both = HolidayChange(added=(AUTUMN, CHRISTMAS))
    assert both.fingerprint == HolidayChange(added=(replace(CHRISTMAS, source="x"), AUTUMN)).fingerprint
    assert both.fingerprint != HolidayChange(added=(AUTUMN,)).fingerprint
    assert HolidayChange(removed=tuple(kept(AUTUMN))).fingerprint != HolidayChange(added=(AUTUMN,)).fingerprint


DAYS = st.integers(0, 400).map(lambda number: TODAY + timedelta(days=number))
HOLIDAYS = st.builds(
    lambda first, length, name, site, source: Holiday(first, first + timedelta(days=length), name, site, source),
    DAYS,
    st.integers(0, 20),
    st.sampled_from(["Ferie", "ferie", "Fri"]),
    st.sampled_from([None, SCHOOL]),
    st.sampled_from(["", "a.csv"]),
)


def apart(holidays: Iterable[Holiday]) -> list[Holiday]:
    found: list[Holiday] = []
    for one in holidays:
        if not any(one.overlaps(other) for other in found):
            found.append(one)
    return found


STORED = st.lists(HOLIDAYS, max_size=8).map(apart)


@given(STORED, st.lists(HOLIDAYS, max_size=8), st.booleans())
def test_afterwards_no_two_lie_over_each_other_and_all_lines_stand(
    stored: list[Holiday], asked: list[Holiday], replaces: bool
) -> None:
    before = kept(*stored)
    said = without_clashes(from_file(lines(*asked), "b.csv"))
    found = plan_lines(said, before, replaces=replaces, today=TODAY)
    if found.is_wrong:
        assert not found.change
        return
    standing = after(found.change, before)
    assert len(apart(standing)) == len(standing)
    assert set(asked) <= standing
    assert {one for one in stored if not one.source} - {one.before for one in found.outcomes} <= standing
    again = plan_lines(said, kept(*standing), replaces=replaces, today=TODAY)
    assert not again.change, "the same file a second time changes nothing"
    assert set(kinds(again)) <= {"same"}


@given(STORED, st.lists(HOLIDAYS, max_size=8), st.booleans())
def test_taken_back_it_is_as_it_was(stored: list[Holiday], asked: list[Holiday], replaces: bool) -> None:
    before = kept(*stored)
    change = plan_lines(without_clashes(lines(*asked)), before, replaces=replaces, today=TODAY).change
    recorded = RecordedChange(
        change.added,
        tuple((was.holiday, now) for was, now in change.changed),
        tuple(one.holiday for one in change.removed),
    )
    now = [KeptHoliday(uuid4(), one) for one in after(change, before)]
    back = undo(recorded, now)
    assert back.in_the_way == ()
    assert after(back.change, now) == set(stored)


def test_what_was_touched_since_cannot_be_taken_back() -> None:
    recorded = RecordedChange(added=(AUTUMN,), removed=(CHRISTMAS,))
    assert undo(recorded, kept(OWN_DAY)).in_the_way == (AUTUMN,)
    over = replace(CHRISTMAS, name="Ny jul")
    found = undo(recorded, kept(AUTUMN, over))
    assert found.in_the_way == (over,) and not found.change
