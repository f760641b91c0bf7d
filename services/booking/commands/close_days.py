# SPDX-License-Identifier: MPL-2.0
"""Close days in opening calendars. What is booked on them is cancelled, and each association is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.booking.commands.tell_closing import tell_closing
from services.booking.errors import HitsChanged, NotAllowed, ReasonMissing, WrongState
from services.booking.model import Actor, Closing, Hit, fingerprint
from services.booking.store.cancellations import cancel_dates
from services.booking.store.closing_days import insert_closing_days, list_hits
from services.booking.store.closing_history import ClosingChanged, record_closing
from services.booking.store.locks import lock_associations, lock_calendars_rooms
from services.booking.store.read_bookings import list_bookings_with
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local

TRIES = 20
"""How often somebody may book on such a day just before we lock its rooms, until we give up."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What it came to."""

    days: int
    """Days closed, counted in each calendar."""
    associations: int
    bookings: int
    dates: int


class _SomebodyCame(Exception):
    """An association has a date there that it had not before the locks were taken."""


async def close_days(pool: Pool, closing: Closing, actor: Actor, *, now: datetime, seen: str | None = None) -> Closed:
    """Close the days, cancel what is booked on them and is not over, and tell each association of all its dates.

    Nothing can be booked there from the same instant on. `seen`: the fingerprint of the dates that whoever confirms
    was shown; None when nobody was. Special hours of such a day are replaced; a day that is closed already is left.
    Raises NotAllowed, ReasonMissing (forvaltningsloven § 22), WrongState for days that are over, HitsChanged.
    """
    if not actor.is_staff:
        raise NotAllowed("closing days")
    if not closing.reason.da.strip() or not closing.reason.en.strip():
        raise ReasonMissing
    if min(closing.days) < local(now).date():
        raise WrongState("over")

    async def work(tx: Tx) -> Closed:
        hits = await _lock_and_list(tx, closing, now)
        if seen is not None and seen != fingerprint(hit.occurrence_id for hit in hits):
            raise HitsChanged(f"{len(hits)} dates")

        days = await insert_closing_days(tx, closing, actor, now)
        before = await list_bookings_with(tx, [hit.occurrence_id for hit in hits])
        after = await cancel_dates(tx, before, reason=closing.reason.da, actor=actor, now=now)

        done = Closed(days, len({hit.association_id for hit in hits}), len(after), len(hits))
        await _record(tx, closing, done, actor, now)

        await tell_closing(tx, closing, after, actor, now=now)
        return done

    for _ in range(TRIES):
        try:
            return await in_transaction(pool, work)
        except _SomebodyCame:
            continue
    raise HitsChanged("somebody books there again and again")


async def _lock_and_list(tx: Tx, closing: Closing, now: datetime) -> Sequence[Hit]:
    """Associations come before cells, so whose dates are hit must be known before any is locked, and is looked at again.

    The cells are locked even where nothing is booked: who books reads the calendar after it has locked them.
    """
    before = {hit.association_id for hit in await list_hits(tx, closing, now)}
    await lock_associations(tx, before)
    await lock_calendars_rooms(tx, closing.calendars)
    hits = await list_hits(tx, closing, now)
    if any(hit.association_id not in before for hit in hits):
        raise _SomebodyCame
    return hits


async def _record(tx: Tx, closing: Closing, done: Closed, actor: Actor, now: datetime) -> None:
    """Where all the days were closed already, nothing is written."""
    if done.days:
        reason = closing.reason.da
        change = ClosingChanged("closed", closing.days, closing.calendars, done.dates, done.associations, reason)
        await record_closing(tx, change, actor, now)
