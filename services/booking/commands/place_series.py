# SPDX-License-Identifier: MPL-2.0
"""Ask for a series as a whole: all of it, or what can be had. What is missing is remembered with its reasons."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.booking.commands.announcement import tell
from services.booking.commands.place_booking import Placed, overridden
from services.booking.commands.series_asked import SeriesAsked, WrittenOut, write_out
from services.booking.commands.take_time import take_time
from services.booking.commands.try_series import DateTrial, SeriesTrial, look_at, parted
from services.booking.errors import BookingError
from services.booking.model import Actor, Booking, Judgement, Occurrence, Recurrence, Status, Verdict
from services.booking.store.bookings import insert_booking
from services.booking.store.idempotency import Key, find_earlier, insert_key
from services.booking.store.locks import lock_association_and_rooms
from services.booking.store.read_bookings import get_booking
from services.shared import outbox
from services.shared.contracts.booking import BookingConfirmed, BookingRequested
from services.shared.db import Pool, Tx
from services.shared.ids import new_id


class SeriesNotFree(BookingError):
    """Not all of it can be had, or nothing; how each date stands is told."""

    def __init__(self, trial: SeriesTrial) -> None:
        super().__init__(", ".join(f"{outcome}: {count}" for outcome, count in trial.counts.items()))
        self.trial = trial


async def place_series(
    pool: Pool,
    asked: SeriesAsked,
    actor: Actor,
    *,
    now: datetime,
    whole: bool = True,
    skip_closed: bool = True,
    key: Key | None = None,
    override_reason: str | None = None,
    expected: Collection[date] = (),
) -> Placed:
    """Place a series in one transaction, as one booking with one number, one event and one mail.

    `whole`: every date or nothing; otherwise what can be had, at least one, and the rest is kept as missing.
    `skip_closed`: dates when the room is shut anyway are left out of the series instead of missing in it.
    `expected`: days that somebody was shown as theirs to have; when one of them is gone they are asked again.
    It waits for staff as a whole when one of its dates does. Staff may override refusing rules with a reason.
    Raises RecurrenceInvalid, NotAllowed, NoSuchRoom, NoSuchAssociation, SeriesNotFree, SlotTaken, KeyReused.
    """
    written = write_out(asked)

    async def work(tx: Tx) -> Placed:
        await lock_association_and_rooms(tx, asked.wish.association_id, asked.all_rooms)

        if key and (earlier := await find_earlier(tx, key, asked)):
            return Placed(await get_booking(tx, earlier), is_replay=True)
        booking = await place_dates(
            tx,
            asked,
            written,
            actor,
            now=now,
            whole=whole,
            skip_closed=skip_closed,
            override_reason=override_reason,
            expected=expected,
        )
        if key:
            await insert_key(tx, key, asked, booking.id, now)
        return Placed(booking)

    return await take_time(pool, work, now=now)


async def place_dates(
    tx: Tx,
    asked: SeriesAsked,
    written: WrittenOut,
    actor: Actor,
    *,
    now: datetime,
    whole: bool,
    skip_closed: bool = True,
    override_reason: str | None = None,
    expected: Collection[date] = (),
    together: UUID | None = None,
) -> Booking:
    """The same inside a transaction that holds the locks of the association and of all rooms: read, decide, save, announce.

    `together`: the action that makes this and other bookings. Raises as `place_series`.
    """
    trial = await look_at(tx, written, actor, now=now)

    overrides = actor.is_staff and bool(override_reason)
    had, missing, skipped = parted(trial, skip_closed=skip_closed, overrides=overrides)
    gone = set(expected).difference(one.slot.day for one in had)
    if not had or (whole and missing) or gone:
        raise SeriesNotFree(trial)
    waits = not actor.is_staff and any(one.judged.judgement.needs_staff for one in had)
    status = Status.REQUESTED if waits else Status.CONFIRMED
    dates = [_occurrence(one, status) for one in had] + [_occurrence(one, Status.MISSING) for one in missing]

    first = had[0].judged
    booking = await insert_booking(
        tx,
        replace(first.wish, series=None),
        first.facts,
        sorted(dates, key=lambda date: (date.span, date.room.name)),
        policy=first.asked.policy,
        verdicts=_said(had, is_staff=actor.is_staff),
        actor=actor,
        now=now,
        details=_details(had, override_reason),
        recurrence=_without(asked.recurrence, skipped),
    )
    event = tell(BookingRequested if waits else BookingConfirmed, booking, now=now, actor=actor, together=together)
    await outbox.put(tx, event, now=now)
    return booking


def _occurrence(one: DateTrial, status: Status) -> Occurrence:
    verdicts = one.verdicts if status is Status.MISSING else ()
    return Occurrence(new_id(), one.judged.facts.room, one.slot.span, status, 0, one.judged.asked.margins, verdicts)


def _said(had: list[DateTrial], *, is_staff: bool) -> tuple[Verdict, ...]:
    """What the rules say of the dates that are had, each sentence once."""
    said: dict[str, Verdict] = {}
    for one in had:
        judgement: Judgement = overridden(one.judged.judgement) if is_staff else one.judged.judgement
        said |= {repr(verdict): verdict for verdict in judgement.verdicts}
    return tuple(said.values())


def _details(had: list[DateTrial], override_reason: str | None) -> dict[str, Any]:
    refused = any(one.judged.judgement.refused for one in had)
    return {"override_reason": override_reason} if refused else {}


def _without(recurrence: Recurrence, skipped: list[DateTrial]) -> Recurrence:
    return replace(recurrence, skip=tuple(sorted({*recurrence.skip, *(one.slot.day for one in skipped)})))
