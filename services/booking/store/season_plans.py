# SPDX-License-Identifier: MPL-2.0
"""A season plan with its lines: one aggregate, locked by its row."""

from datetime import date, datetime
from uuid import UUID

from asyncpg import Record

from services.booking.errors import NoSuchPlan, StaleVersion
from services.booking.model import Actor, BookedAs, PlanLine, Season, SeasonPlan
from services.booking.store.team_series import read_held, read_team_series
from services.shared.db import Tx
from services.shared.ids import new_id


async def insert_plan(
    tx: Tx, association_id: UUID, season: Season, skip: tuple[date, ...], actor: Actor, now: datetime
) -> UUID:
    """A new plan, or the one there is for that season: two taps on a button make one."""
    return await tx.fetchval(
        """
        INSERT INTO season_plans AS plan (id, association_id, first_day, last_day, skip, version, changed_by,
                                          changed_by_name, changed_at)
        VALUES ($1, $2, $3, $4, $5, nextval('season_plan_versions'), $6, $7, $8)
        ON CONFLICT (association_id, first_day, last_day) DO UPDATE SET first_day = plan.first_day
        RETURNING id
        """,
        new_id(),
        association_id,
        season.first,
        season.last,
        list(skip),
        actor.id,
        actor.name,
        now,
    )


async def find_plan(tx: Tx, association_id: UUID, plan_id: UUID) -> SeasonPlan | None:
    """The plan with the lines that are there, in order."""
    rows = await tx.fetch(_FIND, plan_id, association_id)
    return _plan(rows) if rows else None


async def get_plan(tx: Tx, association_id: UUID, plan_id: UUID) -> SeasonPlan:
    """As `find_plan`. Raises NoSuchPlan."""
    plan = await find_plan(tx, association_id, plan_id)
    if plan is None:
        raise NoSuchPlan(str(plan_id))
    return plan


async def lock_plan(tx: Tx, association_id: UUID, plan_id: UUID, version: int | None = None) -> SeasonPlan:
    """The plan, kept in line with others who change it. Raises NoSuchPlan, and StaleVersion when it is not `version`."""
    await lock_plan_row(tx, association_id, plan_id, version)
    return await get_plan(tx, association_id, plan_id)


async def lock_plan_row(tx: Tx, association_id: UUID, plan_id: UUID, version: int | None = None) -> None:
    """The same without reading its lines. Comes after the locks of associations and cells."""
    there = await tx.fetchval(
        "SELECT version FROM season_plans WHERE id = $1 AND association_id = $2 FOR NO KEY UPDATE",
        plan_id,
        association_id,
    )
    if there is None:
        raise NoSuchPlan(str(plan_id))
    if version is not None and there != version:
        raise StaleVersion(str(plan_id))


async def touch_plan(tx: Tx, plan_id: UUID, actor: Actor, now: datetime, *, whole: bool | None = None) -> int:
    """A new version; `whole`: whether each line is had whole or not at all."""
    return await tx.fetchval(
        """
        UPDATE season_plans
        SET version = nextval('season_plan_versions'), whole = coalesce($5, whole), changed_by = $2,
            changed_by_name = $3, changed_at = $4
        WHERE id = $1
        RETURNING version
        """,
        plan_id,
        actor.id,
        actor.name,
        now,
        whole,
    )


async def delete_plan(tx: Tx, plan_id: UUID) -> None:
    """Discard it. What has been booked stays booked."""
    await tx.execute("DELETE FROM season_plans WHERE id = $1", plan_id)


_FIND = """
    SELECT p.id AS plan_id, p.association_id, a.name AS association_name, p.first_day, p.last_day, p.skip, p.whole,
           p.version, p.changed_by_name, p.changed_at,
           (SELECT count(*) FROM season_plan_lines r WHERE r.plan_id = p.id AND r.removed_in =
               (SELECT max(removed_in) FROM season_plan_lines WHERE plan_id = p.id)) AS removed,
           l.id, l.number, l.series, l.copied_from, l.differed, l.booking_id, b.number AS booking_number
    FROM season_plans p
    JOIN associations a ON a.id = p.association_id
    LEFT JOIN season_plan_lines l ON l.plan_id = p.id AND l.removed_in IS NULL
    LEFT JOIN bookings b ON b.id = l.booking_id
    WHERE p.id = $1 AND p.association_id = $2
    ORDER BY l.number
"""


def _plan(rows: list[Record]) -> SeasonPlan:
    head = rows[0]
    return SeasonPlan(
        id=head["plan_id"],
        association_id=head["association_id"],
        association_name=head["association_name"],
        season=Season(head["first_day"], head["last_day"]),
        skip=tuple(head["skip"]),
        whole=head["whole"],
        version=head["version"],
        changed_by_name=head["changed_by_name"],
        changed_at=head["changed_at"],
        lines=tuple(_line(row) for row in rows if row["id"] is not None),
        removed=head["removed"],
    )


def _line(row: Record) -> PlanLine:
    booked = BookedAs(row["booking_id"], row["booking_number"]) if row["booking_id"] else None
    return PlanLine(
        row["id"],
        row["number"],
        read_team_series(row["series"]),
        row["copied_from"],
        read_held(row["differed"]),
        booked,
    )
