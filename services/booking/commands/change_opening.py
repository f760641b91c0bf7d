# SPDX-License-Identifier: MPL-2.0
"""Change opening hours. Dates that then lie outside stand, unless staff end them; each association is told once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.booking.commands.opening_asked import OpeningAsked, calendars_of, carry_out, try_out
from services.booking.commands.tell_closing import tell_closing
from services.booking.errors import HitsChanged, NotAllowed, ReasonMissing
from services.booking.model import Actor, Closing, Hit, Words, fingerprint
from services.booking.model.opening import Opening
from services.booking.store.cancellations import cancel_dates
from services.booking.store.locks import lock_associations, lock_calendars_rooms
from services.booking.store.opening import lock_calendar, read_opening
from services.booking.store.opening_history import OpeningChanged, record_opening
from services.booking.store.read_bookings import list_bookings_with
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local

TRIES = 20
"""How often somebody may book there just before we lock its rooms, until we give up."""


_NO_REASON = Words("", "")


@dataclass(frozen=True, slots=True)
class Ending:
    """Whose dates are to end, of those that lie outside."""

    associations: frozenset[UUID] | None = frozenset()
    """None: all of them. Empty: nobody's."""
    reason: Words = _NO_REASON

    def ends(self, hit: Hit) -> bool:
        """True when that date is to end."""
        return self.associations is None or hit.association_id in self.associations


KEEP_ALL = Ending()


@dataclass(frozen=True, slots=True)
class Changed:
    """What it came to."""

    kept: int
    """Dates that lie outside now, and stand."""
    cancelled: int
    associations: int
    """That are told."""


class _SomebodyCame(Exception):
    """An association has a date there that it had not before the locks were taken."""


async def change_opening(
    pool: Pool, asked: OpeningAsked, actor: Actor, *, now: datetime, version: int, seen: str, ending: Ending = KEEP_ALL
) -> Changed:
    """Change the hours, and end the dates of those who are named.

    `version`: of the calendar whoever asks has seen. `seen`: the fingerprint of the dates that would lie outside, as
    shown. Raises NotAllowed, NoSuchCalendar, StaleVersion, HitsChanged, DayClosed, and ReasonMissing when dates are to
    end without one (forvaltningsloven § 22).
    """
    if not actor.is_staff:
        raise NotAllowed("opening hours")

    async def work(tx: Tx) -> Changed:
        known = await _lock(tx, asked, actor, now)
        before = await _lock_and_read(tx, asked, version, now)

        hits = await carry_out(tx, asked, actor, now)
        if any(hit.association_id not in known for hit in hits):
            raise _SomebodyCame
        if seen != fingerprint(hit.occurrence_id for hit in hits):
            raise HitsChanged(f"{len(hits)} dates")
        ended = [hit for hit in hits if ending.ends(hit)]
        if ended and not ending.reason.da.strip():
            raise ReasonMissing

        stood = await list_bookings_with(tx, [hit.occurrence_id for hit in ended])
        gone = await cancel_dates(tx, stood, reason=ending.reason.da, actor=actor, now=now)
        done = Changed(len(hits) - len(ended), len(ended), len({hit.association_id for hit in ended}))
        await _record(tx, asked, before, done, ending.reason.da if ended else "", actor, now)

        closing = Closing(frozenset({asked.calendar_id}), (), ending.reason)
        await tell_closing(tx, closing, gone, actor, now=now)
        return done

    for _ in range(TRIES):
        try:
            return await in_transaction(pool, work)
        except _SomebodyCame:
            continue
    raise HitsChanged("somebody books there again and again")


async def _lock(tx: Tx, asked: OpeningAsked, actor: Actor, now: datetime) -> frozenset[UUID]:
    """Lock those whose dates are hit, then the cells; answers whom.

    Associations come before cells, so whose dates are hit must be known before any is locked, and is looked at again.
    Cells are locked even where nothing is booked: who books reads the calendar after it has locked them.
    """
    known = frozenset(hit.association_id for hit in await try_out(tx, asked, actor, now))
    await lock_associations(tx, known)
    await lock_calendars_rooms(tx, calendars_of(asked))
    return known


async def _lock_and_read(tx: Tx, asked: OpeningAsked, version: int, now: datetime) -> dict[UUID, Opening]:
    """All calendars that change, as they stand."""
    calendars = sorted(calendars_of(asked))
    for calendar_id in calendars:
        await lock_calendar(tx, calendar_id, version if calendar_id == asked.calendar_id else None)
    return {calendar_id: await read_opening(tx, calendar_id, local(now).date()) for calendar_id in calendars}


async def _record(
    tx: Tx, asked: OpeningAsked, before: Mapping[UUID, Opening], done: Changed, reason: str, actor: Actor, now: datetime
) -> None:
    """What changed in each calendar; where nothing did, nothing is written."""
    for calendar_id, was in before.items():
        after = await read_opening(tx, calendar_id, local(now).date())
        counts = (done.kept, done.cancelled) if calendar_id == asked.calendar_id else (0, 0)
        if after != was:
            await record_opening(tx, calendar_id, OpeningChanged(was, after, *counts, reason), actor, now)
