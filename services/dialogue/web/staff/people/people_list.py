# SPDX-License-Identifier: MPL-2.0
"""The list of a session's people: what the address bar asks for, and what is said of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from services.dialogue.commands.promote_waiting import awaits_draw
from services.dialogue.errors import NoSuchSession, NoSuchSignUp
from services.dialogue.model import Session, SignUp
from services.dialogue.queries.people import ACTIVE, ENDED, ListedPerson, PeopleCounts, PeopleSearch, count_people
from services.dialogue.rules.line import serve
from services.dialogue.rules.seats import free_seats
from services.dialogue.store.crowd import list_line, read_taken
from services.dialogue.store.sessions import find_session
from services.dialogue.store.sign_ups import find_sign_up
from services.dialogue.web.visit import Visit
from services.shared.sentences import Say

PER_PAGE = 50
STATES: Mapping[str, tuple[str, ...]] = {
    "": ACTIVE,
    **{state: (state,) for state in ACTIVE},
    "slut": ENDED,
    "alle": ACTIVE + ENDED,
}
"""What `tilstand` may be, and what it shows."""
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows. Unknown words in an address ask for nothing."""

    state: str = ""
    category: str = ""
    words: str = ""
    page: int = 1

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Wanted":
        """From the address bar, or from the hidden fields of a form."""
        state, page = fields.get("tilstand", ""), fields.get("side", "")
        return cls(
            state=state if state in STATES else "",
            category=fields.get("kategori", ""),
            words=fields.get("tekst", "")[:LONGEST_WORDS],
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 and int(page) else 1,
        )

    @property
    def fields(self) -> dict[str, str]:
        """As they stand in an address; what asks for nothing is left out."""
        page = str(self.page) if self.page > 1 else ""
        told = {"tilstand": self.state, "kategori": self.category, "tekst": self.words, "side": page}
        return {name: value for name, value in told.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Somebody looks for something."""
        return bool(self.state or self.category or self.words)

    @property
    def next_page(self) -> "Wanted":
        """Where the list goes on."""
        return replace(self, page=self.page + 1)

    def search(self) -> PeopleSearch:
        """For the query."""
        return PeopleSearch(STATES[self.state], self.category, self.words)

    def address(self, session_id: UUID, **more: str) -> str:
        """The list as it is shown."""
        query = urlencode({**self.fields, **more})
        return f"/dialog/styring/{session_id}/tilmeldinger{'?' if query else ''}{query}"


@dataclass(frozen=True, slots=True)
class Standing:
    """The session as a facilitator sees it: seats, and what each in line waits for, in words."""

    session: Session
    counts: PeopleCounts
    waits_for: Mapping[UUID, str]
    free: Mapping[str, int]
    """Seats each category can have; none before a draw, whatever is empty."""

    def can_offer(self, one: ListedPerson) -> bool:
        """There is a seat that could be given to them by hand."""
        return one.state == "waiting" and one.is_proved and self.free.get(one.category, 0) >= one.seats


async def read_session_of(visit: Visit, session_id: UUID) -> Session:
    """Raises NoSuchSession."""
    async with visit.pool.acquire() as connection:
        session = await find_session(connection, session_id)
    if session is None:
        raise NoSuchSession(str(session_id))
    return session


async def require_of(visit: Visit, session_id: UUID, sign_up_id: UUID) -> SignUp:
    """The sign-up, when it is one of this session's. Raises NoSuchSignUp."""
    async with visit.pool.acquire() as connection:
        found = await find_sign_up(connection, sign_up_id)
    if found is None or found.session_id != session_id:
        raise NoSuchSignUp(str(sign_up_id))
    return found


async def read_standing(visit: Visit, session_id: UUID) -> Standing:
    """As it is now. Raises NoSuchSession."""
    session = await read_session_of(visit, session_id)
    async with visit.pool.acquire() as connection:
        counts = await count_people(connection, session_id, now=visit.now)
        taken = await read_taken(connection, session_id, now=visit.now)
        line = await list_line(connection, session_id, now=visit.now, proved_only=True)
    if awaits_draw(session):
        return Standing(session, counts, {one.id: visit.say("people.waits.draw") for one in line}, {})
    served = serve(session.seat_plan, taken, line, singles_pass=session.terms.singles_pass, now=visit.now)
    by_hand = {one: visit.say("people.waits.hand") for one in served.given}
    waits_for = {one: limit_in_words(session, key, visit.say) for one, key in served.waits_for.items()}
    plan = session.seat_plan
    free = {one.key: free_seats(plan, taken, one.key, now=visit.now) for one in plan.categories}
    return Standing(session, counts, by_hand | waits_for, free)


def limit_in_words(session: Session, key: str, say: Say) -> str:
    """What is full."""
    kind, _, name = key.partition(":")
    if kind == "block":
        block = next((one.name for one in session.seat_plan.blocks if one.key == name), name)
        return say("people.waits.block", name=block)
    quota = next((one.name for one in session.seat_plan.quotas if one.key == key), "")
    return say("people.waits.quota", name=quota) if quota else say("people.waits.total")
