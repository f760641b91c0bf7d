# SPDX-License-Identifier: MPL-2.0
"""What the demo's files hold: announcements as published, what the municipality makes of them, and its words."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from services.dialogue.demo.written_terms import Written, WrittenPlan, WrittenQuestion, WrittenTerms
from services.dialogue.model import Influence, NeedKind
from services.shared.contracts.dialogue import SessionKind, SessionMode


class WrittenInfluence(Written):
    """As far as it is told; what is empty is filled in with words that say they are the demo's."""

    purpose: str
    feeds_decision: str = ""
    level: Influence
    open_to_influence: str = ""
    settled: str = ""
    decided_by: str = ""


class Announcement(Written):
    """One of the real ones. Facts as published; None: not seen."""

    key: str
    published: Literal["announcement", "report", "practice"]
    title: str
    source: str
    municipality: str | None
    organiser: str | None = None
    """Where it is another than the municipality, or is written otherwise; empty: not told."""
    date: str | None = None
    """ISO, or `--MM-DD` where the year is not on the page."""
    date_is: str = ""
    start: str | None = None
    end: str | None = None
    venue: str | None = None
    address: str | None = None
    postcode: str | None = None
    city: str | None = None
    town: str = ""
    """Where the venue lies, when that is known; a key of `towns.json`."""
    online: bool = False
    sign_up: bool | None = None
    closes: str | None = None
    capacity: int | None = None
    slug: str = ""
    """Its address as a session that is over."""
    series: str = ""
    kind: SessionKind = "other"
    mode: SessionMode = "in_person"
    summary: str = ""
    about: str = ""
    target_group: str = ""
    programme: tuple[str, ...] = ()
    influence: WrittenInfluence | None = None
    left_out: str = ""
    """Why it has not become a session."""


class When(Written):
    """A day: so many whole weeks from the present one, or the next evening there is."""

    in_weeks: int | None = None
    weekday: int = 1
    next_evening: bool = False


class WrittenPlace(Written):
    """A place of the demo's own."""

    name: str
    town: str


class WrittenAccess(Written):
    """What one needs to know to get in; told by no source."""

    step_free: bool | None = None
    hearing_loop: bool | None = None
    accessible_toilet: bool | None = None
    quiet_room: bool | None = None


class WrittenPeople(Written):
    """How many sign up, and what for."""

    parties: int = 0
    fill_to: int | None = None
    """No more seats than these are taken."""
    withdrawn: int = 0
    needs: tuple[NeedKind, ...] = ()
    """One each, of the first ones with a place."""
    arranged: int = 0
    """How many of those needs have been arranged."""


class Invitation(Written):
    """A session to come. What is not told here is as in the announcement it takes over."""

    slug: str
    takes_over: str | None = None
    also: tuple[str, ...] = ()
    """Other announcements that it answers to."""
    series: str = ""
    when: When
    at: str
    """As "19:00-21:00"."""
    status: Literal["draft", "published", "cancelled"] = "published"
    reason: str | None = None
    title: str = ""
    kind: SessionKind | None = None
    mode: SessionMode | None = None
    summary: str = ""
    programme: tuple[str, ...] = ()
    place: WrittenPlace | None = None
    online_url: str | None = None
    access: WrittenAccess = WrittenAccess()
    interpreters: tuple[str, ...] = ()
    influence: WrittenInfluence | None = None
    terms: WrittenTerms
    plan: WrittenPlan | None = None
    questions: tuple[WrittenQuestion, ...] = ()
    people: WrittenPeople = WrittenPeople()


class Programme(Written):
    """All that is to come, and the titles of series."""

    about: str
    sessions: tuple[Invitation, ...]
    series: dict[str, str]


class Town(Written):
    """Roughly where it lies (WGS84)."""

    postcode: str
    latitude: float
    longitude: float


class Words(Written):
    """Sentences that the demo puts around the facts."""

    organiser: str
    contact: str
    approximate: str
    held: str
    taken_over: str
    was: str
    invented: str
    model: str
    unknown_municipality: str
    unknown_start: str
    unknown_end: str
    arranged: str
    filled_in: dict[str, str]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]


class _Announcements(Written):
    about: str
    items: tuple[Announcement, ...]


@cache
def announcements() -> dict[str, Announcement]:
    """All of them by key."""
    return {one.key: one for one in _Announcements.model_validate_json(_read("sessions.json")).items}


@cache
def demo_programme() -> Programme:
    """What is to come."""
    return Programme.model_validate_json(_read("programme.json"))


@cache
def towns() -> dict[str, Town]:
    """By name."""
    return TypeAdapter(dict[str, Town]).validate_json(_read("towns.json"))


@cache
def words() -> Words:
    """The demo's sentences."""
    return Words.model_validate_json(_read("words.json"))


def _read(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()
