# SPDX-License-Identifier: MPL-2.0
"""The form that moves dates of a booking, and what the rules say of where they would go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response

from services.booking.commands.move_booking import NewPlace
from services.booking.commands.try_booking import Trial
from services.booking.commands.try_move import try_move
from services.booking.commands.try_series import DateTrial, SeriesTrial
from services.booking.errors import NotAllowed, RecurrenceInvalid
from services.booking.model import Judgement, Status, Wish
from services.booking.queries.alternatives import Alternative
from services.booking.queries.bookings import BookedDate, BookingDetail
from services.booking.queries.choices import list_site_rooms
from services.booking.queries.rooms import RoomLink, find_room
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.book_desk import try_wish
from services.booking.web.book_page import panel
from services.booking.web.booking import may_act, seen_booking
from services.booking.web.move_scope import SCOPES, SkippedHour, goes_along, moved_places
from services.booking.web.series_view import SeriesView, view_dates
from services.booking.web.ticked_dates import find_date
from services.booking.web.wall_clock_form import TypedTime, read_time, write_time
from services.booking.web.week_words import dates_in
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Move:
    """A date of a booking and where somebody wants it."""

    booking: BookingDetail
    date: BookedDate
    rooms: tuple[RoomLink, ...]
    typed: Mapping[str, str]
    time: TypedTime

    @property
    def is_missing(self) -> bool:
        """True when it is a date to be added."""
        return self.date.status is Status.MISSING

    @property
    def scope(self) -> str:
        """Which dates move along: one of SCOPES."""
        chosen = self.typed.get("scope", "this")
        return chosen if chosen in SCOPES and self.booking.is_series and not self.is_missing else "this"

    @property
    def room(self) -> RoomLink | None:
        """The room chosen; None when it is none of the site's."""
        chosen = self.typed.get("room", self.date.room_slug)
        return next((room for room in self.rooms if room.slug == chosen), None)

    @property
    def place(self) -> NewPlace | None:
        """Where it goes, as soon as that is said."""
        return NewPlace(self.room.id, self.time.span) if self.room and self.time.span else None

    @property
    def wish(self) -> Wish | None:
        """What the rules look at."""
        one = self.booking
        if self.place is None:
            return None
        return Wish(one.association_id, self.place.room_id, self.place.span, one.purpose, one.attendance)

    def places(self, now: datetime) -> Mapping[UUID, NewPlace]:
        """Of all the dates that move along. Raises SkippedHour."""
        return moved_places(self.booking.dates, self.date, self.place, self.scope, now=now) if self.place else {}

    def only_shortens(self, now: datetime) -> bool:
        """True when each date gives back a part of its time and nothing else: then no rule is asked. Raises SkippedHour."""
        places = self.places(now)
        return bool(places) and all(
            places[date.occurrence_id].room_id == date.room_id and date.span.contains(places[date.occurrence_id].span)
            for date in self.booking.dates
            if date.occurrence_id in places
        )

    def is_possible(self, visit: Visit) -> bool:
        """True when the caller can move, shorten or add it."""
        if not may_act(visit):
            return False
        if self.is_missing:
            return self.date.span.start > visit.now
        return self.date.status.holds_room and self.date.span.end > visit.now


async def read_move(visit: Visit, booking_id: UUID, typed: Mapping[str, str]) -> Move:
    """Raises NoSuchBooking."""
    one = await seen_booking(visit, booking_id)
    date = find_date(one, typed.get("dato", ""))
    async with visit.pool.acquire() as connection:
        rooms = await list_site_rooms(connection, date.site_id)
        elsewhere = typed.get("room", date.room_slug)
        if all(room.slug != elsewhere for room in rooms) and (other := await find_room(connection, elsewhere)):
            rooms = (*rooms, RoomLink(other.id, other.slug, f"{other.name}, {other.site_name}"))
    fields = typed if typed.get("date") else {**write_time(date.span), **typed}
    return Move(one, date, rooms, fields, read_time(fields))


async def show_move_answer(visit: Visit, asked: Move) -> Response[Any]:
    """Only the verdicts."""
    view = await _view(visit, asked)
    return visit.show(
        "book_series_answer.html" if view else "book_answer.html",
        room=asked.room,
        form=asked.time,
        typed=asked.typed,
        time_errors=asked.time.errors,
        view=view,
        to_do=[],
        **dates_in(visit.language),
        **await _panel(visit, asked, view),
    )


def _scopes(asked: Move, now: datetime) -> list[tuple[str, int]]:
    """What can be chosen to move, and how many dates that is; no two that are the same dates."""
    counts = {
        scope: sum(goes_along(date, asked.date, scope, now=now) for date in asked.booking.dates) for scope in SCOPES
    }
    if asked.is_missing or counts["all"] < 2:
        return []
    same = counts["following"] in (1, counts["all"]) and asked.scope != "following"
    return [(scope, n) for scope, n in counts.items() if scope != "following" or not same]


async def show_move(
    visit: Visit, asked: Move, *, status: int = 200, errors: list[FieldError] | None = None
) -> Response[Any]:
    """The form."""
    one = asked.booking
    title = visit.say("series.add.title" if asked.is_missing else "booking.move.title")
    view = await _view(visit, asked)
    return visit.show(
        "booking_move.html",
        status=status,
        title=title,
        crumbs=crumbs((one.number, f"/bookinger/{one.id}"), title),
        errors=errors or [],
        booking=one,
        date=asked.date,
        asked=asked,
        scopes=_scopes(asked, visit.now),
        room_options=[(room.slug, room.name) for room in asked.rooms],
        typed=asked.typed,
        room=asked.room,
        form=asked.time,
        time_errors={},
        view=view,
        to_do=[],
        **dates_in(visit.language),
        **await _panel(visit, asked, view),
    )


async def _view(visit: Visit, asked: Move) -> SeriesView | None:
    """How each date would stand; None for one date alone, or while there is nothing to judge."""
    if asked.scope == "this":
        return None
    try:
        places = asked.places(visit.now)
        if not places:
            return None
        shortens = asked.only_shortens(visit.now)
        trial = await try_move(visit.pool, asked.booking.id, places, actor_of(visit.caller), now=visit.now)
    except (SkippedHour, NotAllowed, RecurrenceInvalid):
        return None
    if shortens:
        trial = SeriesTrial(tuple(_unasked(one) for one in trial.dates), trial.skipped)
    sentence = visit.say("series.shorten.would" if shortens else "series.move.would", n=len(places))
    rooms = [asked.room.id] if asked.room else []
    return view_dates(visit, trial, {asked.booking.association_id}, sentence=sentence, rooms=rooms)


def _unasked(one: DateTrial) -> DateTrial:
    """A part of the time one has already is never refused."""
    return replace(one, judged=replace(one.judged, judgement=Judgement((), ()), in_the_way=()))


async def _panel(visit: Visit, asked: Move, view: SeriesView | None) -> dict[str, Any]:
    trial = None if view else await try_wish(visit, asked.wish, apart_from=asked.date.occurrence_id)
    drawn = panel(visit, _given_back(trial, asked), asked.typed, visit.caller.has_any(DECIDES))
    return drawn | {"alternative_link": partial(_link, asked)}


def _link(asked: Move, one: Alternative) -> str:
    fields = {"room": one.room_slug, **write_time(one.span)}
    if asked.booking.is_series:
        fields |= {"dato": str(asked.date.occurrence_id)}
    return f"/bookinger/{asked.booking.id}/flyt?{urlencode(fields)}"


def _given_back(trial: Trial | None, asked: Move) -> Trial | None:
    """A part of the time one has already is never refused."""
    one, wish = asked.date, asked.wish
    if trial is None or wish is None or asked.is_missing:
        return trial
    if wish.room_id != one.room_id or not one.span.contains(wish.span):
        return trial
    return replace(trial, judgement=replace(trial.judgement, verdicts=()), alternatives=())
