# SPDX-License-Identifier: MPL-2.0
"""Which days to close, where and why, as somebody types it. What cannot be read comes back as keys of sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from services.booking.model import Closing, Words
from services.booking.queries.closing_days import ClosableCalendar
from services.booking.web.wall_clock_form import read_date
from services.shared.sentences import Say

LONGEST = 62
"""Days in one go: a summer's closing and some more."""
LONGEST_REASON = 500
FIELDS = ("where", "first", "last", "reason_da", "reason_en")
EVERYWHERE = "alle"


@dataclass
class TypedClosing:
    """The closing it means, or what is wrong with which field."""

    closing: Closing | None = None
    errors: dict[str, str] = field(default_factory=dict[str, str])
    """Field to key of sentence."""


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """A site, and what of it is closed."""

    slug: str
    name: str
    rooms: tuple[str, ...]
    """Empty: the whole site."""
    is_spill: bool
    """It was not asked for; it follows the same calendar."""


def read_closing(form: Mapping[str, str], calendars: Sequence[ClosableCalendar], today: date) -> TypedClosing:
    """The fields `where`, `first`, `last` (the same day when empty), `reason_da`, `reason_en` (as Danish when empty)."""
    typed = TypedClosing()
    chosen = _chosen(form.get("where", ""), calendars)
    if not chosen:
        typed.errors["where"] = "closing.error.where"
    days = _days(form, today, typed)
    reason_da, reason_en = (form.get(name, "").strip()[:LONGEST_REASON] for name in ("reason_da", "reason_en"))
    if not reason_da:
        typed.errors["reason_da"] = "closing.error.reason"
    if not typed.errors:
        typed.closing = Closing(chosen, days, Words(reason_da, reason_en or reason_da))
    return typed


def _chosen(where: str, calendars: Sequence[ClosableCalendar]) -> frozenset[UUID]:
    kind, _, name = where.partition(":")
    match kind:
        case "alle":
            return frozenset(one.id for one in calendars)
        case "sted":
            return frozenset(one.id for one in calendars if any(site.slug == name for site in one.sites))
        case "kalender":
            return frozenset(one.id for one in calendars if str(one.id) == name)
        case _:
            return frozenset()


def _days(form: Mapping[str, str], today: date, typed: TypedClosing) -> tuple[date, ...]:
    first = read_date(form.get("first", ""))
    last = read_date(form.get("last", "")) if form.get("last", "").strip() else first
    for name, day in (("first", first), ("last", last)):
        if day is None and (name == "first" or first is not None):
            typed.errors[name] = "closing.error.date"
    if first is None or last is None:
        return ()
    if first < today:
        typed.errors["first"] = "closing.error.past"
    elif last < first:
        typed.errors["last"] = "closing.error.order"
    elif (last - first).days >= LONGEST:
        typed.errors["last"] = "closing.error.long"
    return days_from(first, last)[:LONGEST]


def days_from(first: date, last: date) -> tuple[date, ...]:
    """Both ends included; none when the last is before the first."""
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def where_options(calendars: Sequence[ClosableCalendar], say: Say) -> list[tuple[str, str]]:
    """All, each site, and the calendars that are not just a site's only one."""
    sites = {site.slug: site.name for one in calendars for site in one.sites}
    used = Counter(site.slug for one in calendars for site in one.sites)
    apart = [one for one in calendars if len(one.sites) > 1 or any(used[site.slug] > 1 for site in one.sites)]
    return [
        ("", say("closing.choose")),
        (EVERYWHERE, say("closing.everywhere")),
        *((f"sted:{slug}", name) for slug, name in sites.items()),
        *((f"kalender:{one.id}", say("closing.calendar", name=one.name)) for one in apart),
    ]


def closed_places(closing: Closing, calendars: Sequence[ClosableCalendar], where: str) -> list[ClosedPlace]:
    """Every site that is closed, wholly or in part, with what was not asked for last."""
    followed: dict[str, set[UUID]] = {}
    rooms: dict[tuple[str, str], list[str]] = {}
    for one in calendars:
        for site in one.sites:
            followed.setdefault(site.slug, set()).add(one.id)
            if one.id in closing.calendars:
                rooms.setdefault((site.slug, site.name), []).extend(site.rooms)
    asked = where.removeprefix("sted:") if where.startswith("sted:") else None
    places = [
        ClosedPlace(
            slug,
            name,
            rooms=() if followed[slug] <= closing.calendars else tuple(own),
            is_spill=asked is not None and slug != asked,
        )
        for (slug, name), own in rooms.items()
    ]
    return sorted(places, key=lambda place: place.is_spill)
