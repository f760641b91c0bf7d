# SPDX-License-Identifier: MPL-2.0
"""The demo's own words around the facts: where a session comes from, and what had to be filled in."""

from datetime import date, datetime, timedelta

from services.dialogue.demo.written import Announcement, Invitation, WrittenInfluence, announcements, words
from services.dialogue.model import InfluenceStatement, ProgrammePoint
from services.shared.wall_clock import local
from services.shared.written_dates import date_without_weekday

DECIDED, ANSWERED = timedelta(weeks=8), timedelta(weeks=10)
"""After the session, where nobody has told."""
FRIDAY = 4


def programme(lines: tuple[str, ...]) -> tuple[ProgrammePoint, ...]:
    """Points without a time: no source tells any."""
    return tuple(ProgrammePoint("", line) for line in lines)


def held(one: Announcement) -> str:
    """What was, and what of it the demo has added."""
    said = words()
    added = [
        one.date_is,
        "" if one.start else said.unknown_start,
        "" if one.end else said.unknown_end,
    ]
    where_from = said.held.format(municipality=one.municipality or said.unknown_municipality)
    return _paragraphs(one.about, " ".join(part for part in (where_from, *added) if part))


def invited(one: Invitation) -> str:
    """What it is modelled on; of one that is invented, that it is."""
    said = words()
    if one.takes_over is None:
        return said.invented
    model = announcements()[one.takes_over]
    was = said.was.format(date=_day_held(model)) if is_held(model) else ""
    where_from = said.taken_over.format(municipality=model.municipality or said.unknown_municipality, was=was)
    also = [announcements()[key].about for key in one.also]
    return _paragraphs(said.model.format(about=" ".join((model.about, *also))), where_from)


def influence(written: WrittenInfluence | None, starts_at: datetime) -> InfluenceStatement:
    """Whole, as no session is published without; what was not told says that it is the demo's."""
    if written is None:
        return InfluenceStatement()
    filled = words().filled_in
    day = local(starts_at).date()
    return InfluenceStatement(
        purpose=written.purpose,
        feeds_decision=written.feeds_decision or filled["feeds_decision"],
        level=written.level,
        open_to_influence=written.open_to_influence or filled["open_to_influence"],
        settled=written.settled or filled["settled"],
        decided_by=written.decided_by or filled["decided_by"],
        decided_on=_weekday(day + DECIDED),
        answer_by=_weekday(day + ANSWERED),
    )


def is_held(one: Announcement) -> bool:
    """True for a meeting whose full date is known. A practice is no meeting."""
    return one.published != "practice" and one.date is not None and not one.date.startswith("--")


def _day_held(one: Announcement) -> str:
    return date_without_weekday(date.fromisoformat(one.date or ""), "da")


def _weekday(day: date) -> date:
    """The same day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
