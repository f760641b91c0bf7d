# SPDX-License-Identifier: MPL-2.0
"""A series that was tried, date by date in words: who has it, why it is closed, which rule says no."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.booking.commands.try_series import CLOSED, DateTrial, SeriesTrial
from services.booking.model import Effect, Recurrence, Span
from services.booking.queries.in_the_way import InTheWay
from services.booking.rules.recurrence import rule_days
from services.booking.web.actor import SEES
from services.booking.web.recurrence_wording import series_sentence
from services.booking.web.wording import verdict_sentence
from services.shared.web.visit import Visit
from services.shared.written_dates import time_range

STATES = ("free", "needs_staff", "taken", "refused", "closed", "left_out", "skipped")
"""How a date can stand, as counts tell it."""


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date."""

    day: date
    span: Span | None
    """None for what is left out."""
    state: str
    rooms: tuple[str, ...]
    """Where; empty when it is where the rest is."""
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The whole series."""

    sentence: str
    rows: tuple[DateRow, ...]
    said: tuple[tuple[str, str, int], ...]
    """What the rules say of several dates that can be had: effect, sentence, of how many. Of one alone its row says it."""
    counts: tuple[tuple[str, int], ...]
    policy_name: str
    adopted_by: str

    def count(self, *states: str) -> int:
        """Dates that stand so."""
        return sum(number for state, number in self.counts if state in states)

    @property
    def had(self) -> int:
        """Dates that can be had."""
        return self.count("free", "needs_staff")

    @property
    def missing(self) -> int:
        """Dates that cannot, though the room is open."""
        return self.count("taken", "refused")


def view_series(visit: Visit, trial: SeriesTrial, recurrence: Recurrence, own: Collection[UUID]) -> SeriesView:
    """`own`: associations whose name the caller may see beside a time."""
    sentence = series_sentence(recurrence, visit.say, visit.language)
    skip = set(recurrence.skip)
    left_out = [DateRow(day, None, "left_out", (), ()) for day in rule_days(recurrence) if day in skip]
    return view_dates(visit, trial, own, sentence=sentence[:1].upper() + sentence[1:], left_out=left_out)


def view_dates(
    visit: Visit, trial: SeriesTrial, own: Collection[UUID], *, sentence: str, left_out: Iterable[DateRow] = ()
) -> SeriesView:
    """Dates that were tried, with a sentence that says what they are."""
    usual = {one.slot.room_id for one in trial.dates if one.slot.day == trial.dates[0].slot.day}
    said = _said(visit, trial.had)
    own_said = {sentence for (_, sentence), days in said.items() if len(days) == 1 < len(trial.by_day())}
    rows = [_row(visit, group, usual, own, own_said) for group in _by_day(trial.dates)]
    rows += [
        *left_out,
        *(DateRow(day, None, "skipped", (), (visit.say("series.skipped_why"),)) for day in trial.skipped),
    ]
    rows.sort(key=lambda row: row.day)
    counts = [(state, sum(row.state == state for row in rows)) for state in STATES]
    return SeriesView(
        sentence,
        tuple(rows),
        tuple((effect, told, len(days)) for (effect, told), days in said.items() if told not in own_said),
        tuple((state, number) for state, number in counts if number),
        trial.policy.name,
        trial.policy.adopted_by,
    )


def _by_day(dates: Iterable[DateTrial]) -> Iterable[list[DateTrial]]:
    days: dict[date, list[DateTrial]] = {}
    for one in dates:
        days.setdefault(one.slot.day, []).append(one)
    return days.values()


_ORDER = {"free": 0, "needs_staff": 1, "refused": 2, "taken": 3, "closed": 4}


def _row(
    visit: Visit, rooms: list[DateTrial], usual: set[UUID], own: Collection[UUID], own_said: Collection[str]
) -> DateRow:
    state = max((one.outcome for one in rooms), key=_ORDER.__getitem__)
    elsewhere = {one.slot.room_id for one in rooms} != usual
    names = tuple(one.judged.facts.room.name for one in rooms) if elsewhere else ()
    why: dict[str, None] = {}
    for one in rooms:
        for sentence in _why(visit, one, own, own_said):
            why[f"{one.judged.facts.room.name}: {sentence}" if len(rooms) > 1 else sentence] = None
    return DateRow(rooms[0].slot.day, rooms[0].slot.span, state, names, tuple(why))


def _why(visit: Visit, one: DateTrial, own: Collection[UUID], own_said: Collection[str]) -> list[str]:
    """Why it cannot be had, or what is said of this date alone."""
    verdicts = one.judged.judgement.verdicts
    if not one.can_be_had:
        verdicts = tuple(verdict for verdict in verdicts if verdict.effect is Effect.REFUSE)
    if one.outcome == "closed":
        verdicts = tuple(verdict for verdict in verdicts if verdict.code in CLOSED)
    said = [verdict_sentence(verdict, visit.say, visit.language) for verdict in verdicts]
    if one.can_be_had:
        said = [sentence for sentence in said if sentence in own_said]
    taken = [_holder(visit, held, one, own) for held in one.in_the_way] if one.outcome == "taken" else []
    return list(dict.fromkeys([*taken, *said]))


def _holder(visit: Visit, held: InTheWay, one: DateTrial, own: Collection[UUID]) -> str:
    """Who has it and when: by name for staff and for one's own, a closure with its reason for all."""
    parameters = {"clock": time_range(held.span.start, held.span.end, visit.language), "room": held.room_name}
    where = "" if held.room_name == one.judged.facts.room.name else "_in"
    if held.association_id is None:
        return visit.say(f"series.closed_then{where}", reason=held.reason, **parameters)
    if held.association_id in own or visit.caller.has_any(SEES):
        return visit.say(f"series.taken_by{where}", name=held.association_name, **parameters)
    return visit.say(f"series.taken_then{where}", **parameters)


def _said(visit: Visit, had: Sequence[DateTrial]) -> dict[tuple[str, str], set[date]]:
    """Effect and sentence, and of which days."""
    counted: dict[tuple[str, str], set[date]] = {}
    for one in had:
        for verdict in one.judged.judgement.verdicts:
            key = (verdict.effect.value, verdict_sentence(verdict, visit.say, visit.language))
            counted.setdefault(key, set()).add(one.slot.day)
    return counted
