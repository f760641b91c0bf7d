# SPDX-License-Identifier: MPL-2.0
"""Many dates, or several rooms, from the booking form: tried as a whole, looked at date by date, and then placed."""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from services.booking.commands.find_season_alternatives import find_season_alternatives, shifted
from services.booking.commands.place_series import SeriesNotFree, place_series
from services.booking.commands.series_asked import SeriesAsked, Slot
from services.booking.commands.try_series import SeriesTrial, try_series
from services.booking.errors import KeyReused, NotAllowed, RecurrenceInvalid, SlotTaken
from services.booking.model import Wish
from services.booking.queries.rooms import find_room
from services.booking.rules.recurrence import expand
from services.booking.rules.recurrence_later import later
from services.booking.store.idempotency import Key
from services.booking.web.actor import actor_of
from services.booking.web.book_desk import Asked, read_asked
from services.booking.web.book_form import MOST_KEY
from services.booking.web.book_page import show_form
from services.booking.web.book_series_page import show_trial
from services.booking.web.series_fault import fault_of, fault_sentences
from services.booking.web.series_form import SeriesForm
from services.booking.web.series_seen import read_seen
from services.booking.web.series_view import SeriesView, view_series
from services.booking.web.series_write import write_series
from services.booking.web.week_words import dates_in
from services.shared.web.visit import Visit


async def show_series_form(
    visit: Visit, asked: Asked, *, status: int = 200, summary: str = "", quiet: bool = False
) -> Response[Any]:
    """The form, with the dates beside it as soon as there are some."""
    view = await _view(visit, asked)
    return show_form(visit, asked, None, view=view, status=status, summary=summary, quiet=quiet)


async def answer_series(visit: Visit, asked: Asked, time_errors: Mapping[str, str]) -> Response[Any]:
    """Only the dates, while the form is being filled in."""
    view = await _view(visit, asked)
    faults = asked.series.faults if asked.series else []
    return visit.show(
        "book_series_answer.html",
        room=asked.desk.room,
        form=asked.form,
        typed=asked.typed,
        view=view,
        time_errors=time_errors,
        to_do=[sentence for _, sentence in fault_sentences(faults, visit.say, visit.language)],
        is_staff=asked.desk.is_staff,
        **dates_in(visit.language),
    )


async def submit_series(visit: Visit, asked: Asked) -> Response[Any]:
    """What the button asks for: back to the form, the dates anew, or the booking. Nothing is booked before it was seen."""
    asked = _changed(asked)
    series, wish = asked.series, asked.wish
    if series is None or asked.typed.get("edit"):
        return await show_series_form(visit, asked)
    if asked.form.errors or series.faults or wish is None:
        return await show_series_form(visit, asked, status=400)
    wanted = await _wanted(visit, series, wish)
    try:
        if asked.typed.get("place"):
            return await _place(visit, asked, wanted)
        return await _show(visit, asked, await try_series(visit.pool, wanted, actor_of(visit.caller), now=visit.now))
    except RecurrenceInvalid as fault:
        series.faults.append(fault_of(fault, asked.typed.get("repeat", "")))
        return show_form(visit, asked, None, status=400)


def _changed(asked: Asked) -> Asked:
    """As a button of the dates changes it: all of it at another hour or on another day."""
    series, by = asked.series, asked.typed.get("shift", "")
    if series and series.recurrence and by.removeprefix("-").isdecimal() and len(by) < 6:
        fields, boxes = write_series(later(series.recurrence, int(by)))
        kept = {
            name: value for name, value in asked.typed.items() if name not in ("end_date", "until", "count", "chosen")
        }
        return read_asked(asked.desk, {**kept, **fields}, {**asked.boxes, **boxes, "elsewhere": ()})
    return asked


async def _wanted(visit: Visit, series: SeriesForm, wish: Wish) -> SeriesAsked:
    """What is to be tried or placed; a date elsewhere stays where the rest is when there is no such room or hour."""
    recurrence = series.recurrence
    if recurrence is None:
        raise RecurrenceInvalid("no_dates")
    planned = {one.day: one.span for one in expand(recurrence)}
    slots: list[Slot] = []
    async with visit.pool.acquire() as connection:
        for instead in series.elsewhere:
            room = await find_room(connection, instead.room_slug)
            for day in instead.days if room else ():
                span = planned.get(day)
                if room and span and (moved := shifted(span, instead.shift, visit.now)):
                    slots.append(Slot(day, room.id, moved))
    return SeriesAsked(wish, recurrence, tuple(room.id for room in series.rooms), tuple(slots))


async def _view(visit: Visit, asked: Asked) -> SeriesView | None:
    """None while there is nothing to judge; what is wrong is then among the faults."""
    series, wish = asked.series, asked.wish
    if series is None or wish is None or series.recurrence is None:
        return None
    try:
        wanted = await _wanted(visit, series, wish)
        trial = await try_series(visit.pool, wanted, actor_of(visit.caller), now=visit.now)
    except NotAllowed:
        return None
    except RecurrenceInvalid as fault:
        series.faults.append(fault_of(fault, asked.typed.get("repeat", "")))
        return None
    rooms = [room.id for room in series.rooms]
    return view_series(visit, trial, series.recurrence, asked.desk.ids, rooms=rooms)


async def _show(
    visit: Visit, asked: Asked, trial: SeriesTrial, *, status: int = 200, summary: str = ""
) -> Response[Any]:
    instead = await find_season_alternatives(visit.pool, trial, actor_of(visit.caller), now=visit.now)
    return show_trial(visit, asked, trial, instead, status=status, summary=summary)


async def _place(visit: Visit, asked: Asked, wanted: SeriesAsked) -> Response[Any]:
    actor, given = actor_of(visit.caller), asked.typed.get("key", "")[:MOST_KEY]
    whole = asked.typed.get("whole") != "0"
    seen = read_seen(asked.typed.get("seen", ""))
    ticked = {one.day for one in expand(wanted.recurrence)}
    try:
        placed = await place_series(
            visit.pool,
            wanted,
            actor,
            now=visit.now,
            whole=whole,
            key=Key(actor.id, given) if given else None,
            override_reason=asked.typed.get("override_reason") or None,
            expected=seen.had & ticked,
        )
    except SeriesNotFree as error:
        gone = (seen.had & ticked).difference(one.slot.day for one in error.trial.had)
        summary = "not_whole" if whole and error.trial.had else "nothing"
        return await _show(visit, asked, error.trial, status=409, summary=f"series.error.{'gone' if gone else summary}")
    except SlotTaken:
        trial = await try_series(visit.pool, wanted, actor, now=visit.now)
        return await _show(visit, asked, trial, status=409, summary="series.error.gone")
    except KeyReused:
        asked.form.typed = {**asked.typed, "key": ""}
        trial = await try_series(visit.pool, wanted, actor, now=visit.now)
        return await _show(visit, asked, trial, status=409, summary="book.error.sent_before")
    return visit.go(f"/bookinger/{placed.booking_id}?new=1")
