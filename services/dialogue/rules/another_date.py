# SPDX-License-Identifier: MPL-2.0
"""A description taken to another date: what is told in days before the session follows it there."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from services.dialogue.model import Influence, InfluenceStatement, SeatPlan, SignUpTerms
from services.dialogue.rules.description import Description
from services.shared.wall_clock import NonexistentWallClock, instant_of, local


def at_another_date(description: Description, starts_at: datetime, ends_at: datetime) -> Description:
    """Closing, draw and release move by as many days, at the same wall-clock time. Opening stays, for all dates open
    together. A decision or an answer that would come before the session is not known any more, and must be told anew.
    """
    first = local(starts_at).date()
    days = (first - local(description.starts_at).date()).days
    return replace(
        description,
        starts_at=starts_at,
        ends_at=ends_at,
        terms=_terms(description.terms, starts_at, days),
        seat_plan=_plan(description.seat_plan, starts_at, days),
        influence=_statement(description.influence, first),
    )


def _terms(terms: SignUpTerms, starts_at: datetime, days: int) -> SignUpTerms:
    closes_at = min(_later(terms.closes_at, days), starts_at) if terms.closes_at else None
    draw_at = _later(terms.draw_at, days) if terms.draw_at else None
    fits = draw_at is not None and closes_at is not None and closes_at <= draw_at < starts_at
    opens_at = terms.opens_at
    return replace(
        terms,
        closes_at=closes_at,
        draw_at=draw_at if fits else None,
        opens_at=opens_at if opens_at and opens_at < (closes_at or starts_at) else None,
    )


def _plan(plan: SeatPlan, starts_at: datetime, days: int) -> SeatPlan:
    blocks = (
        replace(block, release_at=min(_later(block.release_at, days), starts_at)) if block.release_at else block
        for block in plan.blocks
    )
    return replace(plan, blocks=tuple(blocks))


def _statement(statement: InfluenceStatement, first: date) -> InfluenceStatement:
    decided_on, answer_by = statement.decided_on, statement.answer_by
    late = decided_on is not None and decided_on < first and statement.level is not Influence.INFORM
    return replace(
        statement,
        decided_on=None if late else decided_on,
        answer_by=answer_by if answer_by and answer_by >= first else None,
    )


def _later(instant: datetime, days: int) -> datetime:
    wall = local(instant)
    try:
        return instant_of(wall.date() + timedelta(days=days), wall.time())
    except NonexistentWallClock:
        return instant + timedelta(days=days)
