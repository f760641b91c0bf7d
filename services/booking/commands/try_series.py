# SPDX-License-Identifier: MPL-2.0
"""See what would become of each date of a series, without doing it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.booking.commands.judged_dates import JudgedDate, judge_all
from services.booking.commands.series_asked import SeriesAsked, Slot, WrittenOut, write_out
from services.booking.errors import NotAllowed, RecurrenceInvalid
from services.booking.model import Actor, Effect, Verdict
from services.booking.queries.in_the_way import InTheWay, share_a_part
from services.booking.rules.policy import Policy
from services.shared.db import Pool, Tx

type Outcome = Literal["free", "needs_staff", "taken", "closed", "refused"]
CLOSED = ("closing_day", "not_open_that_day", "outside_opening_hours", "closed", "closed_because")
"""Codes of verdicts that say the room itself is shut."""


@dataclass(frozen=True, slots=True)
class DateTrial:
    """What would become of one room on one date."""

    slot: Slot
    judged: JudgedDate

    @property
    def in_the_way(self) -> tuple[InTheWay, ...]:
        """Who holds some part of the room."""
        return self.judged.in_the_way

    @property
    def outcome(self) -> Outcome:
        """What is said of it first."""
        judgement = self.judged.judgement
        if any(verdict.code in CLOSED and verdict.effect is Effect.REFUSE for verdict in judgement.verdicts):
            return "closed"
        if self.in_the_way:
            return "taken"
        if judgement.refused:
            return "refused"
        return "needs_staff" if judgement.needs_staff else "free"

    @property
    def can_be_had(self) -> bool:
        """True when placing the series would give it, at once or when staff say yes."""
        return self.outcome in ("free", "needs_staff")

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the rules say of it, that it is taken included."""
        said = self.judged.judgement.verdicts
        if not self.in_the_way:
            return said
        held = self.in_the_way[0].span
        return (Verdict("room_free", Effect.REFUSE, "taken", {"start": held.start, "end": held.end}), *said)


@dataclass(frozen=True, slots=True)
class SeriesTrial:
    """Every date of the series, earliest first."""

    dates: tuple[DateTrial, ...]
    skipped: tuple[date, ...]
    """Nights when the clock skips the time."""

    @property
    def policy(self) -> Policy:
        """Of the first room."""
        return self.dates[0].judged.asked.policy

    @property
    def counts(self) -> Counter[Outcome]:
        """How many dates there are of each outcome; a date in several rooms counts by its worst."""
        return Counter(one.outcome for one in self.by_day().values())

    @property
    def missing(self) -> tuple[DateTrial, ...]:
        """What could not be had. When one of several rooms is missing on a date, the date is."""
        bad = {one.slot.day for one in self.dates if not one.can_be_had}
        return tuple(one for one in self.dates if one.slot.day in bad)

    @property
    def had(self) -> tuple[DateTrial, ...]:
        """What could be had."""
        bad = {one.slot.day for one in self.missing}
        return tuple(one for one in self.dates if one.slot.day not in bad)

    def by_day(self) -> dict[date, DateTrial]:
        """Of each day the room that stands worst."""
        worst: dict[date, DateTrial] = {}
        for one in self.dates:
            if one.slot.day not in worst or _ORDER[one.outcome] > _ORDER[worst[one.slot.day].outcome]:
                worst[one.slot.day] = one
        return worst


_ORDER: dict[Outcome, int] = {"free": 0, "needs_staff": 1, "refused": 2, "taken": 3, "closed": 4}


def parted(
    trial: SeriesTrial, *, skip_closed: bool = True, overrides: bool = False
) -> tuple[list[DateTrial], list[DateTrial], list[DateTrial]]:
    """What placing the series gives, what is missing, and what is left out. A date in several rooms goes as a whole.

    `skip_closed`: dates when the room is shut anyway are left out. `overrides`: staff have what the rules refuse.
    """
    worst = trial.by_day()
    had, missing, skipped = list[DateTrial](), list[DateTrial](), list[DateTrial]()
    for one in trial.dates:
        day = worst[one.slot.day]
        if day.can_be_had or (overrides and not any(a.in_the_way for a in trial.dates if a.slot.day == one.slot.day)):
            had.append(one)
        elif skip_closed and day.outcome == "closed":
            skipped.append(one)
        else:
            missing.append(one)
    return had, missing, skipped


async def try_series(pool: Pool, asked: SeriesAsked, actor: Actor, *, now: datetime) -> SeriesTrial:
    """Judge a series as placing it would.

    Raises RecurrenceInvalid, NotAllowed, NoSuchRoom, NoSuchAssociation.
    """
    written = write_out(asked)
    async with pool.acquire() as connection:
        return await look_at(connection, written, actor, now=now)


async def look_at(
    tx: Tx, written: WrittenOut, actor: Actor, *, now: datetime, apart_from: Collection[UUID] = ()
) -> SeriesTrial:
    """The same inside a transaction: under the locks what it says stays true until the commit.

    `apart_from`: occurrences that are being moved, and are in nobody's way.
    """
    together = {slot.room_id for slot in written.slots if slot.day == written.slots[0].day}
    if len(together) > 1 and await share_a_part(tx, together):
        raise RecurrenceInvalid("rooms_overlap")
    judged = await judge_all(tx, written.wishes, actor, now=now, apart_from=apart_from)
    if not (judged[0].facts.actor_roles or actor.is_staff):
        raise NotAllowed(str(judged[0].wish.association_id))
    return SeriesTrial(
        tuple(DateTrial(slot, one) for slot, one in zip(written.slots, judged, strict=True)),
        written.skipped,
    )
