# SPDX-License-Identifier: MPL-2.0
"""The words of dialogue. Values only: no input, no output, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.shared.contracts.dialogue import SessionKind, SessionMode, SessionStatus
from services.shared.contracts.portal import Language


class Influence(StrEnum):
    """How much those who take part can move (IAP2's five levels, in the municipality's words)."""

    INFORM = "inform"
    CONSULT = "consult"
    INVOLVE = "involve"
    COLLABORATE = "collaborate"
    DECIDE_TOGETHER = "decide_together"


class State(StrEnum):
    """Where a sign-up stands. The last three are ends, kept as history."""

    HELD = "held"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CALLED_OFF = "called_off"

    @property
    def is_over(self) -> bool:
        """True for the ends."""
        return self in (State.WITHDRAWN, State.LAPSED, State.CALLED_OFF)

    @property
    def takes_seats(self) -> bool:
        """True while others cannot have the seats, as long as it has not expired."""
        return self in (State.HELD, State.CONFIRMED, State.OFFERED)


class NeedKind(StrEnum):
    """What somebody needs to be able to take part."""

    SIGN_LANGUAGE = "sign_language"
    TEXT_INTERPRETER = "text_interpreter"
    HEARING_LOOP = "hearing_loop"
    COMPANION = "companion"
    CHILD_CARE = "child_care"
    TRANSPORT = "transport"
    STEP_FREE = "step_free"
    INTERPRETER = "interpreter"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, as history will name them: an employee, or the person a sign-up belongs to."""

    id: UUID | None
    name: str
    is_staff: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """What a party comes as, e.g. citizens, members of a council, "only date A"."""

    key: str
    name: str
    block: str | None = None
    """The block of seats kept for it."""


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many seats over these categories. Quotas may overlap."""

    key: str
    name: str
    capacity: int
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Seats kept for some until `release_at`, from then on for everybody."""

    key: str
    name: str
    seats: int
    release_at: datetime | None
    """None: kept to the end."""


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """How a session's seats are given out."""

    capacity: int | None
    """None: no limit."""
    categories: tuple[Category, ...]
    """At least one."""
    quotas: tuple[Quota, ...] = ()
    blocks: tuple[Block, ...] = ()

    def category(self, key: str) -> Category | None:
        """The category of that key."""
        return next((one for one in self.categories if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Question:
    """Something the organiser asks, with how long the answer is kept after the session has ended."""

    key: str
    label: str
    kind: str
    """`text`, `choice` or `yes_no`."""
    options: tuple[str, ...] = ()
    required: bool = False
    keep_days: int = 30
    depends_on: str | None = None
    """Asked only when this question was answered with `depends_value`."""
    depends_value: str | None = None


@dataclass(frozen=True, slots=True)
class ProgrammePoint:
    """One line of the programme. `at` is Danish wall-clock, e.g. "19.30", or empty."""

    at: str
    title: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks, in public."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where, and how one gets about there. None: not known."""

    name: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    step_free: bool | None = None
    hearing_loop: bool | None = None
    accessible_toilet: bool | None = None
    quiet_room: bool | None = None
    access_note: str = ""

    @property
    def full_address(self) -> str:
        """On one line."""
        return ", ".join(part for part in (self.address, f"{self.postcode} {self.city}".strip()) if part)


@dataclass(frozen=True, slots=True)
class InfluenceStatement:
    """What people can move, and what becomes of it. No session is published without."""

    purpose: str = ""
    feeds_decision: str = ""
    level: Influence | None = None
    open_to_influence: str = ""
    settled: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    answer_by: date | None = None
    """When people hear what came of it."""


@dataclass(frozen=True, slots=True)
class SignUpTerms:
    """How one signs up."""

    sign_up: bool = True
    """False: just come."""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    """None: when the session starts."""
    max_companions: int = 3
    waiting_list: str = "fifo"
    """`none`, `fifo` or `lottery`."""
    singles_pass: bool = False
    """May a smaller party take what the next in line cannot use?"""
    promotes_to: str = "offer"
    """What somebody in line gets when a place comes free: an `offer` to be accepted, or the `place` itself."""
    hold: timedelta = timedelta(hours=1)
    offer_hours: int = 48
    offer_working_days: bool = False
    draw_at: datetime | None = None
    questions: tuple[Question, ...] = ()
    needs_offered: tuple[NeedKind, ...] = ()
    needs_due: timedelta = timedelta(days=7)
    keep: timedelta = timedelta(days=30)
    """How long after the session people's data is kept."""
    evaluate: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """One date. Pages read more (queries)."""

    id: UUID
    version: int
    slug: str
    series_id: UUID | None
    status: SessionStatus
    kind: SessionKind
    mode: SessionMode
    title: str
    summary: str
    description: str
    target_group: str
    languages: tuple[str, ...]
    interpreters: tuple[str, ...]
    programme: tuple[ProgrammePoint, ...]
    speakers: tuple[Speaker, ...]
    organiser: str
    contact: str
    source_url: str | None
    facilitator_ids: tuple[UUID, ...]
    starts_at: datetime
    ends_at: datetime
    sequence: int
    place: Place
    online_url: str | None
    influence: InfluenceStatement
    terms: SignUpTerms
    seat_plan: SeatPlan
    draw_seed: str | None
    draw_commitment: str | None
    drawn_at: datetime | None
    reason: str | None
    published_at: datetime | None
    forgotten_at: datetime | None

    @property
    def closes_at(self) -> datetime:
        """When signing up ends: as set, and never after the start."""
        return min(self.terms.closes_at or self.starts_at, self.starts_at)

    @property
    def line_ends_at(self) -> datetime:
        """When the line is served no more: as sign-up closes; after a draw, when the session starts."""
        return self.starts_at if self.drawn_at else self.closes_at

    def serves_line(self, now: datetime) -> bool:
        """True while those in line are given what comes free."""
        return self.takes_sign_ups(now) or (
            self.drawn_at is not None and self.status == "published" and now < self.starts_at
        )

    def takes_sign_ups(self, now: datetime) -> bool:
        """True while new people may sign up."""
        opens = self.terms.opens_at
        return (
            self.status == "published"
            and self.terms.sign_up
            and (opens is None or opens <= now)
            and now < self.closes_at
        )


@dataclass(frozen=True, slots=True)
class SignUp:
    """One party, as commands see it under the session's lock."""

    id: UUID
    session_id: UUID
    version: int
    state: State
    category: str
    seats: int
    place_in_line: int | None
    priority: int
    expires_at: datetime | None
    proved_at: datetime | None
    over_capacity: bool
    source: str
    name: str | None
    email: str | None
    email_key: str | None
    phone: str | None
    language: Language
    mails_asked: int
    created_at: datetime

    def state_at(self, now: datetime) -> State:
        """Where it stands by the clock: what has expired is lapsed, whether or not anybody has put that down."""
        if not self.state.is_over and self.expires_at is not None and self.expires_at <= now:
            return State.LAPSED
        return self.state


@dataclass(frozen=True, slots=True)
class NewNeed:
    """An access need as it is told."""

    kind: NeedKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Who wants to come."""

    name: str
    email: str | None
    phone: str | None
    companions: int
    category: str
    language: Language
    needs: tuple[NewNeed, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    """Question and answer."""

    @property
    def seats(self) -> int:
        """The person and those who come along."""
        return 1 + self.companions


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a session was, from 1 to 5; None: not said."""

    mattered: int | None
    heard: int | None
    access: int | None
    comment: str = ""
