# SPDX-License-Identifier: MPL-2.0
"""School holidays and every change of them, as they are stored."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.booking.calendar.holiday_undo import RecordedChange
from services.booking.errors import AlreadyUndone
from services.booking.model import Actor, Holiday, HolidayChange, KeptHoliday
from services.shared.db import Tx, constraint
from services.shared.ids import new_id


async def lock_school_holidays(tx: Tx) -> None:
    """One change at a time. No booking waits for it: who booked before a holiday was entered keeps the date."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtextextended('school_holidays', 0))")


async def list_kept(tx: Tx) -> list[KeptHoliday]:
    """All of them, earliest first."""
    rows = await tx.fetch(
        "SELECT id, site_id, first_day, last_day, name, source FROM school_holidays ORDER BY first_day, last_day, id"
    )
    return [
        KeptHoliday(
            row["id"], Holiday(row["first_day"], row["last_day"], row["name"], row["site_id"], source=row["source"])
        )
        for row in rows
    ]


async def save_change(
    tx: Tx, change: HolidayChange, actor: Actor, *, source: str, undoes: UUID | None, now: datetime
) -> UUID:
    """Carry it out and write it down; answers its number. Raises AlreadyUndone: the constraint has the last word."""
    change_id = new_id()
    with constraint({"school_holiday_changes_undone_once": lambda: AlreadyUndone(str(undoes))}):
        await tx.execute(
            """
            INSERT INTO school_holiday_changes (id, at, actor_id, actor_name, source, added, changed, removed, undoes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            change_id,
            now,
            actor.id,
            actor.name,
            source,
            [_written(one) for one in change.added],
            [[_written(was.holiday), _written(after)] for was, after in change.changed],
            [_written(one.holiday) for one in change.removed],
            undoes,
        )
    await tx.execute("DELETE FROM school_holidays WHERE id = ANY($1)", [one.id for one in change.removed])
    await _put(tx, [(was.id, after) for was, after in change.changed], actor, now)
    await _put(tx, [(new_id(), one) for one in change.added], actor, now)
    return change_id


async def _put(tx: Tx, holidays: Sequence[tuple[UUID, Holiday]], actor: Actor, now: datetime) -> None:
    await tx.executemany(
        """
        INSERT INTO school_holidays (id, site_id, first_day, last_day, name, source, changed_by_name, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE
        SET first_day = excluded.first_day, last_day = excluded.last_day, name = excluded.name,
            source = excluded.source, changed_by_name = excluded.changed_by_name, changed_at = excluded.changed_at
        """,
        [(number, one.site_id, one.first, one.last, one.name, one.source, actor.name, now) for number, one in holidays],
    )


async def find_recorded(tx: Tx, change_id: UUID) -> RecordedChange | None:
    """A change as it was made. Raises AlreadyUndone when it has been taken back."""
    row = await tx.fetchrow(
        """
        SELECT c.added, c.changed, c.removed, EXISTS (
            SELECT FROM school_holiday_changes back WHERE back.undoes = c.id) AS is_undone
        FROM school_holiday_changes c WHERE c.id = $1
        """,
        change_id,
    )
    if row is None:
        return None
    if row["is_undone"]:
        raise AlreadyUndone(str(change_id))
    return recorded(row["added"], row["changed"], row["removed"])


def recorded(added: Iterable[Any], changed: Iterable[Any], removed: Iterable[Any]) -> RecordedChange:
    """From the JSON it is kept as."""
    return RecordedChange(
        added=tuple(_read(one) for one in added),
        changed=tuple((_read(was), _read(after)) for was, after in changed),
        removed=tuple(_read(one) for one in removed),
    )


def _written(one: Holiday) -> list[str | None]:
    return [
        str(one.site_id) if one.site_id else None,
        one.first.isoformat(),
        one.last.isoformat(),
        one.name,
        one.source,
    ]


def _read(values: Any) -> Holiday:
    site, first, last, name, source = values
    return Holiday(
        date.fromisoformat(first), date.fromisoformat(last), name, UUID(site) if site else None, source=source
    )
