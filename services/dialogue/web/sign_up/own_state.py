# SPDX-License-Identifier: MPL-2.0
"""How somebody's sign-up stands, read for their own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.dialogue.model import State
from services.dialogue.queries.own_page import OwnNeed, find_own_answers, has_evaluated, list_own_needs
from services.dialogue.queries.position import find_position
from services.dialogue.rules.line import serve
from services.dialogue.store.crowd import list_line, read_taken
from services.dialogue.web.sign_up.links import Linked
from services.dialogue.web.visit import Visit
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class OwnState:
    """What they see of it."""

    state: State
    is_over: bool
    """The session is."""
    in_draw: bool
    needs: Sequence[OwnNeed]
    answers: Mapping[str, str]
    evaluated: bool
    position: int | None
    waits_for: str
    """What is full, in words."""

    @property
    def has_place(self) -> bool:
        """The place is theirs."""
        return self.state is State.CONFIRMED

    @property
    def title(self) -> str:
        """The key of what the page is about."""
        if self.is_over and self.state in (State.CONFIRMED, State.WAITING, State.OFFERED):
            return "past"
        return "draw" if self.in_draw else self.state.value


async def read_own_state(visit: Visit, linked: Linked) -> OwnState:
    """As it stands now. Before a draw nobody has a number in line."""
    sign_up, in_draw = linked.sign_up, linked.is_in_draw(visit.now)
    state = sign_up.state_at(visit.now)
    waits = state is State.WAITING and not in_draw
    async with visit.pool.acquire() as connection:
        return OwnState(
            state=state,
            is_over=linked.session.ends_at <= visit.now,
            in_draw=in_draw,
            needs=await list_own_needs(connection, sign_up.id),
            answers=await find_own_answers(connection, sign_up.id),
            evaluated=await has_evaluated(connection, sign_up.id),
            position=await find_position(connection, sign_up.id, now=visit.now) if waits else None,
            waits_for=await _waits_for(connection, linked, visit) if waits else "",
        )


async def _waits_for(tx: Tx, linked: Linked, visit: Visit) -> str:
    session = linked.session
    line = await list_line(tx, session.id, now=visit.now, proved_only=True)
    taken = await read_taken(tx, session.id, now=visit.now)
    served = serve(session.seat_plan, taken, line, singles_pass=session.terms.singles_pass, now=visit.now)
    met = served.waits_for.get(linked.sign_up.id)
    quota = next((one for one in session.seat_plan.quotas if one.key == met), None)
    if quota is not None:
        return visit.say("own.waits_for.quota", name=quota.name)
    return visit.say("own.waits_for.total", n=linked.sign_up.seats)
