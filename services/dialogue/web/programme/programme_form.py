# SPDX-License-Identifier: MPL-2.0
"""What somebody looks for in the programme, read from the address bar. What cannot be read is not looked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from services.dialogue.queries.programme import Place, ProgrammeSearch
from services.shared.contracts.dialogue import SessionKind, SessionMode
from services.shared.wall_clock import start_of_day
from services.shared.web.paging import BadCursor, read_cursor, write_cursor

VIEWS = ("liste", "kalender", "kort")
KINDS: tuple[str, ...] = get_args(SessionKind)
MODES: tuple[str, ...] = get_args(SessionMode)
BOXES = ("trinfri", "teleslynge", "tolk", "ledige")
FIELDS = ("q", "art", "maade", "fra", "til", "by", *BOXES, "tid")


@dataclass(frozen=True, slots=True)
class ProgrammeForm:
    """What was typed and what it means."""

    view: str
    """One of VIEWS."""
    search: ProgrammeSearch
    only_free: bool
    month: date
    """The first day of the month the calendar shows."""
    typed: Mapping[str, str]
    after: Place | None

    @property
    def narrows(self) -> bool:
        """True when anything but the view and the time is asked for."""
        return any(self.typed.get(name) for name in FIELDS if name != "tid")

    def address(self, **changes: str) -> str:
        """The same with some fields other; paging begins anew unless it is named."""
        kept = {name: self.typed.get(name, "") for name in (*FIELDS, "vis", "maaned")} | changes
        kept = {name: value for name, value in kept.items() if value and (name, value) != ("vis", "liste")}
        return "/dialog" + (f"?{urlencode(kept)}" if kept else "")


def read_programme(typed: Mapping[str, str], today: date) -> ProgrammeForm:
    """The fields are vis, q, art, maade, fra, til, by, trinfri, teleslynge, tolk, ledige, tid, maaned and efter.

    Raises BadCursor for a place in the list that was not made here.
    """
    view = typed["vis"] if typed.get("vis") in VIEWS else VIEWS[0]
    first, last = read_day(typed.get("fra", "")), read_day(typed.get("til", ""))
    month = _month(typed.get("maaned", ""), today)
    search = ProgrammeSearch(
        text=typed.get("q", "")[:100],
        kind=typed.get("art") if typed.get("art") in KINDS else None,
        mode=typed.get("maade") if typed.get("maade") in MODES else None,
        starts_from=start_of_day(first) if first else None,
        starts_before=start_of_day(last + timedelta(days=1)) if last else None,
        city=typed.get("by", "")[:100] or None,
        step_free=bool(typed.get("trinfri")),
        hearing_loop=bool(typed.get("teleslynge")),
        interpreter=bool(typed.get("tolk")),
        past=typed.get("tid") == "forbi",
    )
    return ProgrammeForm(
        view,
        search,
        bool(typed.get("ledige")),
        month,
        typed,
        read_place(typed.get("efter", "")),
    )


def read_day(typed: str) -> date | None:
    """None for anything but a day of this century, as 2026-12-01."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def _month(typed: str, today: date) -> date:
    return read_day(f"{typed}-01") or today.replace(day=1)


def write_place(place: Place) -> str:
    """A place in the list as it stands in an address."""
    return write_cursor(f"{place[0].isoformat()} {place[1]}")


def read_place(cursor: str) -> Place | None:
    """Back to the place; None for none. Raises BadCursor."""
    instant, _, of = read_cursor(cursor).partition(" ")
    if not instant and not of:
        return None
    try:
        at = datetime.fromisoformat(instant)
        place = (at, UUID(of))
    except ValueError as error:
        raise BadCursor from error
    if at.tzinfo is None or not 2000 <= at.year < 2100:
        raise BadCursor
    return place
