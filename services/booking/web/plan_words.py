# SPDX-License-Identifier: MPL-2.0
"""Plans in words: what a line is called, what it stands for now, and days in one breath."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from services.booking.model import PlanLine, SeasonPlan, TeamSeries
from services.booking.spreadsheets.columns import WRITTEN, Column
from services.booking.spreadsheets.table import Wording, as_table
from services.booking.spreadsheets.write_text import shown
from services.booking.web.week_words import date_brief
from services.shared.contracts.portal import Language
from services.shared.sentences import Say

MOST_DAYS = 5
"""Days or spells of days that are named; more are counted."""


def name_of(series: TeamSeries) -> str:
    """What people call it."""
    return series.team or series.activity or series.purpose


def changes_between(before: TeamSeries, after: TeamSeries, wording: Wording) -> str:
    """Each column that differs, with what stood there and what will."""
    columns = [column for column in WRITTEN if column is not Column.NUMBER]
    old, new = as_table([(None, before), (None, after)], wording, columns).rows
    changed = [
        wording.say(
            "plan_files.becomes",
            column=wording.say(f"plan_files.column.{column}"),
            before=shown(old.get(column, "")) or "–",
            after=shown(new.get(column, "")) or "–",
        )
        for column in columns
        if old.get(column) != new.get(column)
    ]
    return "; ".join(changed)


def spells(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row as their first and last, earliest first. Pure."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def days_named(days: Iterable[date], say: Say, language: Language) -> str:
    """As "tir. 1. dec., 21. dec.-3. jan. og 4 til"."""
    all_spells = spells(days)
    named = [
        date_brief(first, language)
        if first == last
        else say("plan.spell", first=date_brief(first, language), last=date_brief(last, language))
        for first, last in all_spells[:MOST_DAYS]
    ]
    more = sum((last - first).days + 1 for first, last in all_spells[MOST_DAYS:])
    return ", ".join(named) + (f" {say('plan.days_more', n=more)}" if more else "")


def differed_sentence(line: PlanLine, wording: Wording) -> str:
    """That some dates of last season were held otherwise; empty when none was."""
    if not line.differed:
        return ""
    return wording.say(
        "plan.differed",
        n=len(line.differed),
        days=days_named([one.day for one in line.differed], wording.say, wording.language),
    )


def lines_named(plan: SeasonPlan, lines: Collection[UUID]) -> str:
    """Lines of the plan by number and name."""
    return ", ".join(f"{one.number} ({name_of(one.series)})" for one in plan.lines if one.id in lines)
