# SPDX-License-Identifier: MPL-2.0
"""Plan a session, or a series of dates. What is planned is a draft nobody hears of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.new_draft import insert_draft
from services.dialogue.errors import SessionRefused
from services.dialogue.model import Actor, Session
from services.dialogue.rules.another_date import at_another_date
from services.dialogue.rules.described import require_possible
from services.dialogue.rules.description import Description
from services.dialogue.store.series import insert_series, lock_planning
from services.dialogue.store.sessions import find_session
from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id

type Time = tuple[datetime, datetime]
"""Beginning and end."""


async def create_session(
    pool: Pool,
    description: Description,
    *,
    actor: Actor,
    now: datetime,
    more_dates: Sequence[Time] = (),
    session_id: UUID | None = None,
) -> Session:
    """Each of `more_dates` is a session of its own, with its own places and sign-ups, in one series with the first.

    Answers the first. Sent twice with the same `session_id`, nothing is planned twice. Raises SessionRefused.
    """
    dates = [description, *(at_another_date(description, *time) for time in more_dates)]
    _require_possible(dates, now)
    first = session_id or new_id()

    async def work(tx: Tx) -> Session:
        await lock_planning(tx)
        planned = await find_session(tx, first)
        if planned is not None:
            return planned
        series_id = new_id() if more_dates else None
        if series_id:
            await insert_series(tx, series_id, description.title)
        made = [
            await insert_draft(
                tx, date, new_id() if number else first, series_id=series_id, action="created", actor=actor, now=now
            )
            for number, date in enumerate(dates)
        ]
        return made[0]

    return await in_transaction(pool, work)


def _require_possible(dates: Sequence[Description], now: datetime) -> None:
    require_possible(dates[0], now=now)
    seen = {dates[0].starts_at}
    for number, date in enumerate(dates[1:]):
        if date.starts_at in seen:
            raise SessionRefused({f"dates.{number}": "date_twice"})
        seen.add(date.starts_at)
        try:
            require_possible(date, now=now)
        except SessionRefused as refused:
            raise SessionRefused({f"dates.{number}": next(iter(refused.wrong.values()))}) from refused
