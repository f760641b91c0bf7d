# SPDX-License-Identifier: MPL-2.0
"""A series that was tried, date by date in words: who has it, why it is closed, which rule says no."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.booking.commands.try_series import CLOSED, DateTrial, SeriesTrial
from services.booking.model import Effect, Recurrence, Span
from services.booking.queries.in_the_way import InTheWay
from services.booking.rules.price import price_of
from services.booking.rules.recurrence import rule_days
from services.booking.web.actor import SEES
from services.booking.web.price_wording import price_sentence
from services.booking.web.recurrence_wording import series_sentence
from services.booking.web.said import Said, family, is_term, say_verdict
from services.booking.web.series_seen import NOTHING_SEEN, Changed, Seen
from services.booking.web.written import one_of
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
    why: tuple[Said, ...]
    changed: Changed = ""
    """What has become of it since it was shown."""


@dataclass(frozen=True, slots=True)
class SaidOfDates:
    """What is said of several dates."""

    effect: str
    said: Said
    days: int
    more: int = 0
    """Of how many further days the like is said, with other figures."""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The whole series."""

    sentence: str
    rows: tuple[DateRow, ...]
    said: tuple[SaidOfDates, ...]
    """What the rules say of several dates that can be had. Of one alone its row says it."""
    counts: tuple[tuple[str, int], ...]
    policy_name: str
    adopted_by: str
    price: str
    """What all that can be had costs, in words; empty when that is nothing, or said already."""
    where: str
    """As "12 in Hall A and 2 in Hall B"; empty when all of it is where it was wished."""

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


def view_series(
    visit: Visit,
    trial: SeriesTrial,
    recurrence: Recurrence,
    own: Collection[UUID],
    *,
    rooms: Collection[UUID],
    seen: Seen = NOTHING_SEEN,
) -> SeriesView:
    """`own`: associations whose name the caller may see beside a time. `rooms`: where the dates are wished."""
    sentence = series_sentence(recurrence, visit.say, visit.language)
    skip = set(recurrence.skip)
    left_out = [DateRow(day, None, "left_out", (), ()) for day in rule_days(recurrence) if day in skip]
    return view_dates(
        visit, trial, own, sentence=sentence[:1].upper() + sentence[1:], left_out=left_out, rooms=rooms, seen=seen
    )


def view_dates(
    visit: Visit,
    trial: SeriesTrial,
    own: Collection[UUID],
    *,
    sentence: str,
    rooms: Collection[UUID],
    left_out: Iterable[DateRow] = (),
    seen: Seen = NOTHING_SEEN,
) -> SeriesView:
    """Dates that were tried, with a sentence that says what they are."""
    usual = set(rooms)
    said, own_said = _said(visit, trial.had, len(trial.by_day()))
    rows = [_row(visit, group, usual, own, own_said) for group in _by_day(trial.dates)]
    rows = [replace(row, changed=seen.changed(row.day, row.state)) for row in rows]
    rows += [
        *left_out,
        *(DateRow(day, None, "skipped", (), (Said(visit.say("series.skipped_why")),)) for day in trial.skipped),
    ]
    rows.sort(key=lambda row: row.day)
    counts = [(state, sum(row.state == state for row in rows)) for state in STATES]
    return SeriesView(
        sentence,
        tuple(rows),
        said,
        tuple((state, number) for state, number in counts if number),
        trial.policy.name,
        trial.policy.adopted_by,
        _price(visit, trial.had),
        _where(visit, trial, usual),
    )


def _by_day(dates: Iterable[DateTrial]) -> Iterable[list[DateTrial]]:
    days: dict[date, list[DateTrial]] = {}
    for one in dates:
        days.setdefault(one.slot.day, []).append(one)
    return days.values()


_ORDER = {"free": 0, "needs_staff": 1, "refused": 2, "taken": 3, "closed": 4}


def _row(
    visit: Visit, rooms: list[DateTrial], usual: set[UUID], own: Collection[UUID], own_said: Collection[Said]
) -> DateRow:
    state = max((one.outcome for one in rooms), key=_ORDER.__getitem__)
    elsewhere = {one.slot.room_id for one in rooms} != usual
    names = tuple(one.judged.facts.room.name for one in rooms) if elsewhere else ()
    why: dict[Said, None] = {}
    for one in rooms:
        for told in _why(visit, one, own, own_said):
            name = one.judged.facts.room.name
            why[replace(told, sentence=f"{name}: {told.sentence}") if len(rooms) > 1 else told] = None
    return DateRow(rooms[0].slot.day, rooms[0].slot.span, state, names, tuple(why))


def _why(visit: Visit, one: DateTrial, own: Collection[UUID], own_said: Collection[Said]) -> list[Said]:
    """Why it cannot be had, or what is said of this date alone."""
    verdicts = one.judged.judgement.verdicts
    if not one.can_be_had:
        verdicts = tuple(verdict for verdict in verdicts if verdict.effect is Effect.REFUSE)
    if one.outcome == "closed":
        verdicts = tuple(verdict for verdict in verdicts if verdict.code in CLOSED)
    said = [say_verdict(verdict, visit) for verdict in verdicts]
    if one.can_be_had:
        said = [told for told in said if told in own_said]
    taken = [Said(_holder(visit, held, one, own)) for held in one.in_the_way] if one.outcome == "taken" else []
    return list(dict.fromkeys([*taken, *said]))


def _holder(visit: Visit, held: InTheWay, one: DateTrial, own: Collection[UUID]) -> str:
    """Who has it and when: by name for staff and for one's own, a closure with its reason for all."""
    parameters = {"clock": time_range(held.span.start, held.span.end, visit.language), "room": held.room_name}
    where = "" if held.room_name == one.judged.facts.room.name else "_in"
    if held.association_id is None:
        return visit.say(f"series.closed_then{where}", reason=held.reason.rstrip(". "), **parameters)
    if held.association_id in own or visit.caller.has_any(SEES):
        return visit.say(f"series.taken_by{where}", name=held.association_name, **parameters)
    return visit.say(f"series.taken_then{where}", **parameters)


def _said(visit: Visit, had: Sequence[DateTrial], dates: int) -> tuple[tuple[SaidOfDates, ...], set[Said]]:
    """What stands once for all, and what stands at its date. A term whose figures differ by date stands once."""
    days: dict[tuple[str, Said], set[date]] = {}
    families: dict[tuple[str, ...], dict[tuple[str, Said], None]] = {}
    for one in had:
        for verdict in one.judged.judgement.verdicts:
            key = (verdict.effect.value, say_verdict(verdict, visit))
            days.setdefault(key, set()).add(one.slot.day)
            if is_term(verdict):
                families.setdefault(family(verdict), {})[key] = None
    further = {key: first for first, *rest in families.values() for key in rest}
    once = {key for key in days if len(days[key]) > 1 or dates == 1} | {
        first for first, *rest in families.values() if rest
    }
    told = tuple(
        SaidOfDates(*key, len(days[key]), sum(len(days[other]) for other, first in further.items() if first == key))
        for key in days
        if key in once and key not in further
    )
    return told, {said for effect, said in days if (effect, said) not in once and (effect, said) not in further}


def _price(visit: Visit, had: Sequence[DateTrial]) -> str:
    asked = [one.judged.asked for one in had]
    return price_sentence([price_of(one.policy.rules, one.wish, one.facts) for one in asked], visit.say, visit.language)


def _where(visit: Visit, trial: SeriesTrial, usual: set[UUID]) -> str:
    if {one.slot.room_id for one in trial.dates} == usual:
        return ""
    counted = Counter(one.judged.facts.room.name for one in trial.had)
    parts = [visit.say("series.offer.part", number=number, room=room) for room, number in counted.most_common()]
    return one_of(parts, "words.and", visit.say)
