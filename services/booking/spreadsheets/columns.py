# SPDX-License-Identifier: MPL-2.0
"""What a file may say of a team and its time, a column each, and the headings people write above them."""

import re
import unicodedata
from enum import StrEnum


class Column(StrEnum):
    """In the order in which files are written."""

    NUMBER = "number"
    """Of the line in the plan; empty: a new line."""
    TEAM = "team"
    ACTIVITY = "activity"
    AGE_GROUP = "age_group"
    PEOPLE = "people"
    SITE = "site"
    ROOM = "room"
    WEEKDAY = "weekday"
    TIME = "time"
    """From and to in one cell."""
    FROM = "from"
    TO = "to"
    FIRST = "first"
    LAST = "last"
    EVERY = "every"
    SKIP = "skip"
    DATES = "dates"
    """Days of its own instead of a weekday."""
    PURPOSE = "purpose"
    NOTE = "note"


WRITTEN = tuple(column for column in Column if column not in (Column.SITE, Column.TIME))
"""The columns of the files we write: a room says its site, and from and to have a column each."""

_HEADINGS = {
    Column.NUMBER: ("linje i planen", "line in the plan"),
    Column.TEAM: ("hold", "holdnavn", "holdets navn", "navn på hold", "team", "team name", "name of team"),
    Column.ACTIVITY: ("aktivitet", "idræt", "idrætsgren", "sport", "sportsgren", "activity", "discipline"),
    Column.AGE_GROUP: ("aldersgruppe", "alder", "årgang", "aldersgrupper", "age group", "age", "ages"),
    Column.PEOPLE: (
        *("deltagere", "antal deltagere", "deltagerantal", "antal", "antal personer", "personer"),
        *("participants", "number of participants", "people", "number of people", "attendance"),
    ),
    Column.SITE: ("sted", "anlæg", "skole", "adresse", "site", "venue", "place", "location", "school"),
    Column.ROOM: (
        *("lokale", "lokaler", "lokalenavn", "lokalenummer", "lokalenr", "lokale nr", "rum", "hal", "sal", "bane"),
        *("facilitet", "room", "rooms", "room name", "room number", "hall", "facility", "court", "pitch"),
    ),
    Column.WEEKDAY: ("ugedag", "ugedage", "dag", "dage", "weekday", "weekdays", "day", "days", "day of week"),
    Column.TIME: (
        *("tid", "tider", "tidspunkt", "tidsrum", "klokkeslæt", "kl", "klokken", "fra til", "tid fra til"),
        *("time", "times", "hours", "from to"),
    ),
    Column.FROM: (
        *("fra", "fra kl", "kl fra", "tid fra", "start", "start kl", "starttid", "starttidspunkt", "starter"),
        *("begynder", "from", "starts", "start time", "starts at", "time from"),
    ),
    Column.TO: (
        *("til", "til kl", "kl til", "tid til", "slut", "slut kl", "sluttid", "sluttidspunkt", "slutter"),
        *("to", "end", "ends", "end time", "ends at", "time to"),
    ),
    Column.FIRST: (
        *("første dato", "første gang", "første dag", "startdato", "fra dato", "dato fra", "sæsonstart"),
        *("første træning", "first date", "first day", "first time", "start date", "from date", "date from"),
    ),
    Column.LAST: (
        *("sidste dato", "sidste gang", "sidste dag", "slutdato", "til dato", "dato til", "til og med", "sæsonslut"),
        *("sidste træning", "last date", "last day", "last time", "end date", "to date", "date to", "until"),
    ),
    Column.EVERY: (
        *("gentages", "hver", "hver n uge", "hvor tit", "interval", "uger", "hyppighed", "gentagelse"),
        *("repeats", "every", "every n weeks", "every nth week", "how often", "frequency", "repeat"),
    ),
    Column.SKIP: ("undtagen", "undtagne datoer", "ikke", "fridage", "except", "not on", "skip", "except dates"),
    Column.DATES: ("dato", "datoer", "egne datoer", "date", "dates", "own dates"),
    Column.PURPOSE: ("formål", "purpose"),
    Column.NOTE: (
        *("bemærkning", "bemærkninger", "note", "noter", "kommentar", "kommentarer", "ønsker"),
        *("notes", "comment", "comments", "remark", "remarks"),
    ),
}


def plain(text: str) -> str:
    """Letters and digits in small, one space between words: how names and headings are compared."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().replace("_", " ")))


_BY_HEADING = {plain(heading): column for column, headings in _HEADINGS.items() for heading in headings}


def column_of(heading: str) -> Column | None:
    """The column that somebody means; what stands in brackets is an explanation."""
    return _BY_HEADING.get(plain(heading)) or _BY_HEADING.get(plain(re.sub(r"[(\[].*", "", heading)))
