# SPDX-License-Identifier: MPL-2.0
"""What programs get back. Times are RFC 3339 in Danish local time with its offset. No person is in any of it."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from services.dialogue.rules.openness import Word
from services.shared.contracts.dialogue import SessionKind, SessionMode
from services.shared.web.api_answers import Answer, Cursor, Local, Problem

Fact = Annotated[bool | None, Meta(description="null: not stated")]
LevelName = Literal["inform", "consult", "involve", "collaborate", "decide_together"]
NeedName = Literal[
    "sign_language",
    "text_interpreter",
    "hearing_loop",
    "companion",
    "child_care",
    "transport",
    "step_free",
    "interpreter",
    "other",
]


class Place(Answer, frozen=True, kw_only=True):
    """Where it is and how one gets about there."""

    name: str
    address: str
    postcode: str
    city: str
    latitude: float | None
    longitude: float | None
    step_free: Fact
    hearing_loop: Fact
    accessible_toilet: Fact
    quiet_room: Fact
    access_note: str


class Influence(Answer, frozen=True, kw_only=True):
    """What those who take part can move, and what becomes of it."""

    purpose: str
    feeds_decision: str
    level: LevelName | None
    open_to_influence: str
    settled: str
    decided_by: str
    decided_on: date | None
    answer_by: Annotated[date | None, Meta(description="When people hear what came of it, also when the answer is no")]


class Category(Answer, frozen=True, kw_only=True):
    """What one comes as."""

    key: str
    name: str
    free: Annotated[int | None, Meta(description="Seats it can have now; null: no limit, or places are drawn")]


class SignUpTerms(Answer, frozen=True, kw_only=True):
    """Whether and how one signs up now. Nothing is said of those who wait."""

    state: Annotated[Word, Meta(description="What a newcomer meets", examples=["free"])]
    free: Annotated[int | None, Meta(description="Seats; null where there is no figure")]
    opens_at: Local | None
    closes_at: Local
    waiting_list: Literal["none", "fifo", "lottery"]
    draw_at: Local | None
    draw_commitment: Annotated[str | None, Meta(description="SHA-256 of the draw's seed, bound before sign-up")]
    max_companions: int
    categories: list[Category]
    needs_offered: list[NeedName]


class Session(Answer, frozen=True, kw_only=True):
    """A session as it stands in the programme."""

    id: str
    slug: str
    url: Annotated[str, Meta(description="Its page, without the host")]
    status: Literal["published", "cancelled"]
    reason: Annotated[str | None, Meta(description="Why it was cancelled or moved")]
    kind: SessionKind
    mode: SessionMode
    title: str
    summary: str
    target_group: str
    languages: list[str]
    interpreters: list[str]
    organiser: str
    contact: str
    starts_at: Local
    ends_at: Local
    place: Place | None
    influence: Influence
    sign_up: SignUpTerms


class SessionPage(Answer, frozen=True, kw_only=True):
    """Some sessions, and where the next ones are."""

    items: list[Session]
    next: Cursor


class Point(Answer, frozen=True, kw_only=True):
    """One line of the programme; `at` is Danish wall-clock, or empty."""

    at: str
    title: str
    who: str


class Speaker(Answer, frozen=True, kw_only=True):
    """Somebody who speaks, in public."""

    name: str
    role: str


class Question(Answer, frozen=True, kw_only=True):
    """What the organiser asks when a place is given."""

    key: str
    label: str
    kind: Literal["text", "choice", "yes_no"]
    options: list[str]
    required: bool
    depends_on: Annotated[str | None, Meta(description="Asked only when this question was answered `depends_value`")]
    depends_value: str | None
    keep_days: Annotated[int, Meta(description="How long after the session the answer is kept")]


class SessionDetail(Session, frozen=True, kw_only=True):
    """A session with all that is on its page."""

    description: str
    programme: list[Point]
    speakers: list[Speaker]
    questions: list[Question]
    source_url: str | None


class CheckMail(Answer, frozen=True, kw_only=True):
    """The same answer for everybody: what counts is the link in the mail, which proves the address."""

    outcome: Literal["check_mail"] = "check_mail"
    state: Annotated[
        Literal["held", "waiting"], Meta(description="A place is held, or a place in line; as a new sign-up gets it")
    ]
    held_until: Annotated[Local, Meta(description="Until when the link in the mail must be used")]


class OpenSession(Answer, frozen=True, kw_only=True):
    """A session as open data."""

    id: str
    url: str
    status: Literal["published", "cancelled"]
    kind: SessionKind
    mode: SessionMode
    title: str
    summary: str
    target_group: str
    languages: list[str]
    interpreters: list[str]
    organiser: str
    starts_at: Local
    ends_at: Local
    place: Place | None
    influence: Influence


class OpenSessions(Answer, frozen=True, kw_only=True):
    """The programme as open data, what is over included."""

    licence: Annotated[str, Meta(examples=["CC0 1.0"])]
    licence_url: str
    publisher: str
    generated_at: Local
    items: list[OpenSession]
    next: Cursor


class WhyProblem(Problem, frozen=True, kw_only=True):
    """Understood, and not possible now."""

    why: Annotated[str, Meta(examples=["total", "late", "email", "too_many"])] = ""


class PartyProblem(WhyProblem, frozen=True, kw_only=True):
    """The party cannot be as it is."""

    field: Annotated[str, Meta(description="The field, question or need it is about")] = ""
    limit: int = 0
