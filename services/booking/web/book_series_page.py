# SPDX-License-Identifier: MPL-2.0
"""The page of a series before it is booked: how each date stands, what could be had instead, and the button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from litestar import Response

from services.booking.commands.find_season_alternatives import SeasonAlternatives
from services.booking.commands.try_series import SeriesTrial
from services.booking.model import Recurrence
from services.booking.rules.recurrence_later import later
from services.booking.rules.season_offers import SeasonOffer
from services.booking.web.book_desk import Asked, kept_fields
from services.booking.web.recurrence_wording import clock
from services.booking.web.series_elsewhere import Instead, write_elsewhere
from services.booking.web.series_seen import NOTHING_SEEN, read_seen, write_seen
from services.booking.web.series_view import DateRow, SeriesView, view_series
from services.booking.web.week_words import date_brief, dates_in
from services.booking.web.written import one_of
from services.shared.ids import new_id
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit
from services.shared.written_dates import month_and_year

MOST_NAMED = 6
"""Days that are named when they are gone; more are counted."""
FOLDED_ABOVE = 60
"""Dates from which months without trouble are folded."""


@dataclass(frozen=True, slots=True)
class Month:
    """The dates of one month."""

    name: str
    rows: tuple[DateRow, ...]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class WholeOffer:
    """A room and an hour for all dates."""

    room_slug: str
    shift: int
    text: str


def show_trial(
    visit: Visit, asked: Asked, trial: SeriesTrial, instead: SeasonAlternatives, *, status: int, summary: str
) -> Response[str]:
    """The page. Fields that are not shown are kept hidden, so that nothing typed is lost on the way back."""
    room, series = asked.desk.room, asked.series
    if series is None or series.recurrence is None:
        raise ValueError("no series was tried")
    view = view_series(
        visit,
        trial,
        series.recurrence,
        asked.desk.ids,
        rooms=[room.id for room in series.rooms],
        seen=read_seen(asked.typed.get("seen", "")) if _looks_again(asked) else NOTHING_SEEN,
    )
    crumb = (visit.say("book.crumb"), f"/lokaler/{room.slug}/book")
    return visit.show(
        "book_series.html",
        status=status,
        title=visit.say("series.trial.title", room=room.name),
        crumbs=crumbs(
            (visit.say("find.title"), "/lokaler"),
            (room.name, f"/lokaler/{room.slug}"),
            crumb,
            visit.say("series.trial.crumb"),
        ),
        errors=[FieldError("svar", _summary(visit, view, summary))] if summary else [],
        room=room,
        rooms=series.rooms,
        association=next((one.name for one in asked.desk.associations if one.id == asked.form.association_id), ""),
        typed=asked.typed,
        hidden=kept_fields(asked.typed, asked.boxes, without=("chosen", "skip", "day", "elsewhere", "override_reason")),
        elsewhere=write_elsewhere(series.elsewhere),
        key=asked.typed.get("key") or str(new_id()),
        is_staff=asked.desk.is_staff,
        view=view,
        seen=write_seen((row.day, row.state) for row in view.rows),
        months=months(view.rows, visit),
        whole=[whole_offer(one, series.recurrence, trial, visit) for one in instead.whole],
        gaps=gaps_in_words(instead.gaps, trial, series.recurrence, visit),
        gaps_value=write_elsewhere([*series.elsewhere, *(instead_of(one, trial) for one in instead.gaps)]),
        filled=view.had + len({place for one in instead.gaps for place in one.places}),
        **dates_in(visit.language),
    )


def _looks_again(asked: Asked) -> bool:
    """False when a button asks for something else than the dates that were shown."""
    return bool(asked.typed.get("place") or asked.typed.get("check"))


def _summary(visit: Visit, view: SeriesView, key: str) -> str:
    gone = [row.day for row in view.rows if row.changed == "gone"]
    if key != "series.error.gone" or not gone:
        return visit.say("series.error.taken" if key == "series.error.gone" else key)
    days = [date_brief(day, visit.language) for day in gone[:MOST_NAMED]]
    days += [visit.say("series.error.gone_more", n=len(gone) - MOST_NAMED)] if len(gone) > MOST_NAMED else []
    return visit.say(key, n=len(gone), days=one_of(days, "words.and", visit.say))


def months(rows: Sequence[DateRow], visit: Visit) -> list[Month]:
    """The rows month by month; in a long list those are folded in which every date can be had."""
    found: list[Month] = []
    for _, group in groupby(rows, lambda row: (row.day.year, row.day.month)):
        inside = tuple(group)
        name = month_and_year(inside[0].day, visit.language)
        fine = all(row.state in ("free", "needs_staff") for row in inside)
        found.append(Month(name, inside, is_folded=fine and len(rows) > FOLDED_ABOVE))
    return found


def whole_offer(one: SeasonOffer, recurrence: Recurrence, trial: SeriesTrial, visit: Visit) -> WholeOffer:
    shut = {place for place, date in enumerate(trial.dates) if date.outcome == "closed"}
    dates = len(trial.dates) - len(shut - one.places)
    moved = later(recurrence, one.shift)
    at = clock(moved, visit.say, visit.language)
    where = one.room_name if one.same_site or one.room_name == one.site_name else f"{one.room_name}, {one.site_name}"
    key = {"other_time": "series.offer.time", "other_day": f"series.offer.{'later' if one.shift > 0 else 'earlier'}"}
    what = visit.say(key.get(one.kind, "series.offer.room"), room=where, clock=at)
    return WholeOffer(
        one.room_slug, one.shift, visit.say("series.offer.gives", what=what, had=len(one.places), n=dates)
    )


def gaps_in_words(offers: Sequence[SeasonOffer], trial: SeriesTrial, recurrence: Recurrence, visit: Visit) -> str:
    """As "12 i Hal A og 2 i Hal B"; empty when nothing fills a gap."""
    if not offers:
        return ""
    usual = trial.dates[0].judged.facts.room.name
    had = len(trial.had)
    parts = [visit.say("series.offer.part", number=had, room=usual)] if had else []
    for one in offers:
        where = one.room_name if one.same_site else f"{one.room_name}, {one.site_name}"
        key = "series.offer.part_at" if one.shift else "series.offer.part"
        at = clock(later(recurrence, one.shift), visit.say, visit.language)
        beside = "" if abs(one.shift) < 1440 else (".later" if one.shift > 0 else ".earlier")
        parts.append(visit.say(f"{key}{beside}", number=len(one.places), room=where, clock=at))
    return one_of(parts, "words.and", visit.say)


def instead_of(one: SeasonOffer, trial: SeriesTrial) -> Instead:
    days: tuple[date, ...] = tuple(trial.dates[place].slot.day for place in sorted(one.places))
    return Instead(one.room_slug, one.shift, days)
