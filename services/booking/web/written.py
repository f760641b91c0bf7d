# SPDX-License-Identifier: MPL-2.0
"""The values in a sentence about rules, written the way people read them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from services.booking.model import ParameterValue, Words
from services.booking.rules.month_day import MonthAndDay
from services.booking.rules.period import CalendarPeriod
from services.shared.contracts.portal import Language
from services.shared.sentences import NoSuchSentence, Say
from services.shared.wall_clock import local
from services.shared.written_dates import clock_time, date_long, month_day

type Readable = ParameterValue | CalendarPeriod | MonthAndDay
type Part = tuple[str, Mapping[str, Readable]]
"""The key of a sentence, and what it mentions."""

_VOCABULARY = {
    "roles": "role",
    "equipment": "room.equipment",
    "any_equipment": "room.equipment",
    "type": "room.type",
    "room_types": "room.type",
    "room_groups": "room.group",
    "layouts": "room.layout",
    "documents": "document",
    "details": "detail",
    "groups": "association.group",
    "registered": "association.group",
    "purposes": "purpose",
    "item": "fee.item",
    "unit": "fee.unit",
    "about": "terms.about",
    "reasons": "notice.reason",
}
"""Parameters that are codes with words of their own."""
_ONE_OF = frozenset(
    {
        "roles",
        "groups",
        "purposes",
        "reasons",
        "any_equipment",
        "room_types",
        "layouts",
        "rooms",
        "sites",
        "room_groups",
        "activities",
    }
)
"""Lists of which one is enough: "a, b or c"."""

_ENDS = frozenset({"latest", "closes", "closed"})
"""Instants up to which something may be done: midnight is the end of a day there."""


def readable(parameters: Mapping[str, Readable], say: Say, language: Language) -> dict[str, str]:
    """Every parameter as text; an instant also as `<name>_clock`, its time of day."""
    written: dict[str, str] = {}
    for name, value in parameters.items():
        written[name] = _read(name, value, say, language)
        if isinstance(value, datetime):
            written[f"{name}_clock"] = clock_time(value, language)
    return written


def _read(name: str, value: Readable, say: Say, language: Language) -> str:
    match value:
        case datetime():
            return _instant(name, value, say, language)
        case date():
            return date_long(value, language)
        case timedelta():
            return length(value, say)
        case (int(month), int(day)):
            return month_day(month, day, language)
        case CalendarPeriod():
            return period(value, say)
        case int() if name.endswith("_ore"):
            return kroner(value, language)
        case Words():
            return value.da if language == "da" else value.en
        case _:
            return _words(name, value, say)


def _instant(name: str, value: datetime, say: Say, language: Language) -> str:
    if name in _ENDS and local(value).time() == time(0):
        day = local(value).date() - timedelta(days=1)
        return say("time.at", date=date_long(day, language), clock="24.00" if language == "da" else "24:00")
    return say("time.at", date=date_long(value, language), clock=clock_time(value, language))


def _words(name: str, value: int | str | tuple[str, ...], say: Say) -> str:
    if isinstance(value, tuple):
        return one_of([_word(name, item, say) for item in value], "words.or" if name in _ONE_OF else "words.and", say)
    return _word(name, str(value), say)


def _word(name: str, code: str, say: Say) -> str:
    """A code without a word stands as it is: a municipality may name equipment of its own."""
    try:
        return say(f"{_VOCABULARY[name]}.{code}") if name in _VOCABULARY else code
    except NoSuchSentence:
        return code


def one_of(words: list[str], joint: str, say: Say) -> str:
    """As in "a, b or c"."""
    if len(words) < 2:
        return "".join(words)
    return say(joint, first=", ".join(words[:-1]), last=words[-1])


def length(value: timedelta, say: Say) -> str:
    """As in "2 hours and 30 minutes"; whole days from two days on."""
    minutes = round(value.total_seconds() / 60)
    days, rest = divmod(minutes, 1440)
    if days >= 2 and not rest:
        return say("time.days", n=days)
    hours, minutes = divmod(minutes, 60)
    parts = [say("time.hours", n=hours)] if hours else []
    parts += [say("time.minutes", n=minutes)] if minutes or not hours else []
    return one_of(parts, "words.and", say)


def period(value: CalendarPeriod, say: Say) -> str:
    """As in "13 months"; whole years as years."""
    if value.workdays:
        return say("time.workdays", n=value.workdays)
    years, months = divmod(value.months, 12) if value.months % 12 == 0 else (0, value.months)
    counted = (("time.years", years), ("time.months", months), ("time.days", value.days))
    parts = [say(key, n=n) for key, n in counted if n]
    if value.elapsed or not parts:
        parts.append(length(value.elapsed, say))
    return one_of(parts, "words.and", say)


def kroner(ore: int, language: Language) -> str:
    """As in "1.460 kr." and "12,50 kr."; English: "DKK 1,460" and "DKK 12.50"."""
    whole, rest = divmod(ore, 100)
    text = f"{whole:,}" + (f".{rest:02}" if rest else "")
    if language == "en":
        return f"DKK {text}"
    return f"{text.translate(str.maketrans(',.', '.,'))} kr."
