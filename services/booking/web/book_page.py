# SPDX-License-Identifier: MPL-2.0
"""The booking form as a page, with what the rules say beside it."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from litestar import Response

from services.booking.commands.try_booking import Trial
from services.booking.queries.alternatives import Alternative
from services.booking.rules.recurrence import NTH
from services.booking.web.book_desk import Asked
from services.booking.web.price_wording import price_sentence
from services.booking.web.said import say_verdict
from services.booking.web.series_fault import fault_sentences
from services.booking.web.series_view import SeriesView
from services.booking.web.wall_clock_form import write_time
from services.booking.web.week_words import dates_in, write_week
from services.booking.web.wording import met_sentence
from services.shared.ids import new_id
from services.shared.sentences import Say
from services.shared.wall_clock import monday_of
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit
from services.shared.written_dates import weekdays


def panel(visit: Visit, trial: Trial | None, typed: Mapping[str, str], is_staff: bool) -> dict[str, Any]:
    """What the panel of verdicts is drawn from."""
    kept = {name: typed[name] for name in ("association", "people", "purpose", "activity", "team") if typed.get(name)}
    return {
        "trial": trial,
        "is_staff": is_staff,
        "told": partial(say_verdict, visit=visit),
        "price": price_sentence([trial.price], visit.say, visit.language) if trial else "",
        "met": partial(met_sentence, say=visit.say),
        "alternative_link": partial(_alternative_link, kept),
    }


def _alternative_link(kept: Mapping[str, str], one: Alternative) -> str:
    return f"/lokaler/{one.room_slug}/book?{urlencode(write_time(one.span) | dict(kept))}"


def show_form(
    visit: Visit,
    asked: Asked,
    trial: Trial | None,
    *,
    view: SeriesView | None = None,
    status: int = 200,
    summary: str = "",
    quiet: bool = False,
) -> Response[Any]:
    """The form. `view`: the series instead of the one date. `quiet`: nobody has sent it yet, so empty fields are no errors."""
    room, form = asked.desk.room, asked.form
    return visit.show(
        "book.html",
        status=status,
        title=visit.say("book.title", room=room.name),
        crumbs=crumbs(
            (visit.say("find.title"), "/lokaler"), (room.name, f"/lokaler/{room.slug}"), visit.say("book.crumb")
        ),
        errors=_errors(visit, asked, summary, quiet=quiet),
        room=room,
        desk=asked.desk,
        form=form,
        typed=form.typed,
        boxes=asked.boxes,
        key=form.typed.get("key") or str(new_id()),
        time_errors={},
        series=asked.series,
        view=view,
        to_do=[],
        weekdays=weekdays(visit.language),
        options=repeat_options(visit, form.typed),
        association_options=[(one.id, one.name) for one in asked.desk.associations],
        week_query=f"?week={write_week(monday_of(form.span.start))}" if form.span else "",
        **dates_in(visit.language),
        **panel(visit, trial, form.typed, asked.desk.is_staff),
    )


def repeat_options(visit: Visit, typed: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What the choices of how often offer; a number that was typed in the address bar is kept too."""
    say = visit.say
    as_first = [("", say("series.as_first"))]
    named = [(str(number), name) for number, name in enumerate(weekdays(visit.language), start=1)]
    nths = [(str(nth), say(f"recurrence.nth.{'last' if nth == -1 else nth}")) for nth in NTH]
    return {
        "interval": _apart(say, "week", 8, typed.get("interval", "")),
        "month_interval": _apart(say, "month", 4, typed.get("month_interval", "")),
        "nth": as_first + nths,
        "month_weekday": as_first + named,
    }


def _apart(say: Say, unit: str, most: int, typed: str) -> list[tuple[str, str]]:
    numbers = [*map(str, range(1, most + 1))]
    numbers += [typed] if typed.isdecimal() and typed not in numbers else []
    keys = {"1": f"series.every_{unit}", "2": f"series.every_{unit}.second"}
    return [(number, say(keys.get(number, f"series.every_{unit}.nth"), interval=number)) for number in numbers]


def _errors(visit: Visit, asked: Asked, summary: str, *, quiet: bool) -> list[FieldError]:
    errors = [
        FieldError(name, visit.say(key))
        for name, key in asked.form.errors.items()
        if not quiet or asked.typed.get(name)
    ]
    if asked.series:
        errors += [
            FieldError(name, sentence)
            for name, sentence in fault_sentences(asked.series.faults, visit.say, visit.language)
            if not quiet or asked.typed.get(name)
        ]
    return [FieldError("svar", visit.say(summary)), *errors] if summary else errors
