# SPDX-License-Identifier: MPL-2.0
"""A session in words for everybody: whether one can come, where it is, how one gets in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.dialogue.model import Place, Session
from services.dialogue.rules.openness import Openness, Word, openness
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.wall_clock import local
from services.shared.written_dates import clock_time, date_long

_KINDS: Mapping[Word, str] = {
    "cancelled": "bad",
    "over": "quiet",
    "just_come": "good",
    "early": "quiet",
    "closed": "quiet",
    "lottery": "waiting",
    "plenty": "good",
    "free": "good",
    "few": "waiting",
    "waiting_list": "waiting",
    "full": "bad",
}
ACCESS = ("step_free", "hearing_loop", "accessible_toilet", "quiet_room")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one can come: the colour of the tag, its words, and a sentence."""

    openness: Openness
    kind: str
    tag: str
    sentence: str


def standing(session: Session, taken: Mapping[str, int], say: Say, language: Language, *, now: datetime) -> Standing:
    """As it stands now. Says nothing of those who wait."""
    found = openness(session, taken, now=now)
    parameters = {
        "n": found.free,
        "opens": when(session.terms.opens_at, language),
        "closes": when(session.closes_at, language),
        "draw": when(session.terms.draw_at, language),
        "reason": session.reason or "",
    }
    given = {name: value for name, value in parameters.items() if value is not None}
    return Standing(
        found,
        _KINDS[found.word],
        say(f"session.tag.{found.word}", **given),
        say(f"session.standing.{found.word}", **given),
    )


def when(instant: datetime | None, language: Language) -> str:
    """As "tirsdag den 24. november 2026 kl. 18.00"; nothing for no instant."""
    if instant is None:
        return ""
    at = " kl. " if language == "da" else ", "
    return f"{date_long(instant, language)}{at}{clock_time(instant, language)}"


def access_facts(place: Place, say: Say) -> list[tuple[str, str, str]]:
    """Each fact with its answer and a colour: yes, no, or not stated."""
    return [(say(f"session.access.{name}"), *_answer(getattr(place, name), say)) for name in ACCESS]


def _answer(fact: bool | None, say: Say) -> tuple[str, str]:
    if fact is None:
        return say("session.access.unknown"), "quiet"
    return (say("session.access.yes"), "good") if fact else (say("session.access.no"), "bad")


def whereabouts(session: Session, say: Say) -> str:
    """Where, on one line; in words when it is online or not known yet."""
    if session.mode == "online":
        return say("session.online")
    place = ", ".join(part for part in (session.place.name, session.place.full_address) if part)
    return place or say("session.no_place")


def last_days(session: Session) -> dict[str, date]:
    """Until when the answer to each of the organiser's questions is kept."""
    return {one.key: local(session.ends_at + timedelta(days=one.keep_days)).date() for one in session.terms.questions}
