# SPDX-License-Identifier: MPL-2.0
"""GET /lokaler: rooms that fit, with times that can be had; a room asked for by name is there whatever stands against it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get

from services.booking.model import Room, Span, Verdict
from services.booking.queries.choices import list_search_choices
from services.booking.queries.named_rooms import NamedRoom, list_named
from services.booking.queries.offers import Offers, offers
from services.booking.queries.rooms import list_policies
from services.booking.queries.search import PAGE, FoundRoom, Search, search_rooms
from services.booking.rules.policy import Policy
from services.booking.web.find_room_form import LENGTHS, FindRoomForm, read_find_room
from services.booking.web.wall_clock_form import write_time
from services.booking.web.week_words import dates_in, weekday
from services.booking.web.wording import verdict_sentence
from services.booking.web.written import length
from services.shared.contracts.portal import Language
from services.shared.danish_order import sort_key
from services.shared.db import Tx
from services.shared.wall_clock import local
from services.shared.web.access import PUBLIC, allow
from services.shared.web.language import address
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.paging import read_cursor, write_cursor
from services.shared.web.visit import Visit
from services.shared.written_dates import date_long


@dataclass(frozen=True, slots=True)
class Card:
    """A room in the list."""

    room: FoundRoom
    offers: Offers
    against: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What is shown under the form."""

    named: tuple[Card, ...]
    cards: tuple[Card, ...]
    next_cursor: str | None
    loosen: tuple[str, ...]
    """When nothing fits: single wishes without which something does."""


@get("/lokaler", opt=allow(PUBLIC), include_in_schema=False)
async def find_room(request: Request[Any, Any, Any]) -> Response[Any]:
    """The form and its answer; `after` is where the list goes on."""
    visit = Visit.of(request)
    form = read_find_room(request.query_params.dict(), visit.today)
    async with visit.pool.acquire() as connection:
        choices = await list_search_choices(connection)
        results = await _results(connection, form, read_cursor(form.typed.get("after", "")), visit.now)
    return visit.show(
        "find_room.html",
        headers={"HX-Push-Url": address(_address(form), visit.language)},
        title=visit.say("find.title"),
        crumbs=crumbs(visit.say("find.title")),
        errors=[FieldError(name, visit.say(key)) for name, key in form.errors.items()],
        form=form,
        choices=replace(choices, places=tuple(sorted(choices.places, key=sort_key))),
        shown=6 if form.search.first_day == form.search.last_day else 4,
        lengths=[(minutes, length(timedelta(minutes=minutes), visit.say)) for minutes in LENGTHS],
        results=results,
        more=_address(form, after=results.next_cursor),
        without=partial(_without, form),
        book_link=partial(_book_link, form=form),
        when=_days_looked_at(form.search, visit.language),
        type_options=[("", visit.say("find.any_type")), *_named(choices.types, "room.type", visit)],
        equipment_options=_named(choices.equipment, "room.equipment", visit),
        weekday_options=[(number, weekday(number, visit.language)) for number in range(1, 8)],
        **dates_in(visit.language),
        told=partial(verdict_sentence, say=visit.say, language=visit.language),
    )


def _days_looked_at(search: Search, language: Language) -> str:
    first, last = date_long(search.first_day, language), date_long(search.last_day, language)
    return first if search.first_day == search.last_day else f"{first} - {last}"


def _named(codes: tuple[str, ...], kind: str, visit: Visit) -> list[tuple[str, str]]:
    """Codes with their words, in the order of the words."""
    has = visit.pages.sentences.has
    named = [(code, visit.say(f"{kind}.{code}") if has(f"{kind}.{code}") else code) for code in codes]
    return sorted(named, key=lambda one: sort_key(one[1]))


async def _results(tx: Tx, form: FindRoomForm, after: str, now: datetime) -> Results:
    named = await list_named(tx, form.name, form.search, now=now) if form.name and not after else ()
    found = await search_rooms(tx, form.search, now=now, after=after, limit=PAGE + 1)
    rooms = [*(one.room for one in named), *found]
    policies = await list_policies(tx, frozenset(room.policy_id for room in rooms), local(now).date())
    shown = {one.room.id for one in named}
    return Results(
        named=tuple(_card(one, form.search, policies, now) for one in named),
        cards=tuple(
            _card(NamedRoom(room, ()), form.search, policies, now) for room in found[:PAGE] if room.id not in shown
        ),
        next_cursor=write_cursor(found[PAGE - 1].place_in_list) if len(found) > PAGE else None,
        loosen=() if found or after else await _loosen(tx, form.search, now),
    )


def _card(one: NamedRoom, search: Search, policies: dict[Any, Policy], now: datetime) -> Card:
    room = one.room
    if one.against:
        return Card(room, Offers((), ()), one.against)
    for_rules = Room(
        room.id, room.name, room.site_id, room.site_name, "", room.capacity, room.calendar_id, room.policy_id
    )
    times = offers(for_rules, room.free, policies[room.policy_id], length=search.length, people=search.people, now=now)
    return Card(room, times, times.against)


async def _loosen(tx: Tx, search: Search, now: datetime) -> tuple[str, ...]:
    """Fields of the form that, left empty, would let at least one room through."""
    plain = Search(search.first_day, search.last_day)
    helps: list[str] = []
    for fields in (
        ("length",),
        ("people",),
        ("type",),
        ("place",),
        ("equipment",),
        ("step_free",),
        ("hearing_loop",),
        ("earliest", "latest"),
        ("weekdays",),
    ):
        other = replace(search, **{name: getattr(plain, name) for name in fields})
        if other != search and await search_rooms(tx, other, now=now, limit=1):
            helps.append(fields[0])
    week = replace(search, last_day=max(search.last_day, search.first_day + timedelta(days=6)))
    if week != search and await search_rooms(tx, week, now=now, limit=1):
        helps.append("days")
    return tuple(helps)


def _address(form: FindRoomForm, **changes: str | None) -> str:
    """The same search with some fields other."""
    lists = {name: sorted(values) for name, values in form.chosen.items()}
    last = {"last": (form.search.first_day + timedelta(days=6)).isoformat()} if "days" in changes else {}
    gone = {"from", "to"} if "earliest" in changes else {"weekday"} if "weekdays" in changes else set[str]()
    fields = {**form.typed, **lists, **changes, **last}
    kept = {name: value for name, value in fields.items() if value and name not in gone and name != "days"}
    return "/lokaler" + (f"?{urlencode(kept, doseq=True)}" if kept else "")


def _without(form: FindRoomForm, name: str) -> str:
    return _address(form, **{name: None, "after": None})


def _book_link(slug: str, span: Span, form: FindRoomForm) -> str:
    people = {"people": form.typed["people"]} if form.typed.get("people") else {}
    return f"/lokaler/{slug}/book?{urlencode(write_time(span) | people)}"
