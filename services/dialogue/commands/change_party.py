# SPDX-License-Identifier: MPL-2.0
"""More or fewer companions, other needs, other answers: for who has a place, or a place in line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.decide_place import decide_place
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.sign_up_under_lock import lock_and_read_active
from services.dialogue.errors import NoRoomForMore, NotOpen, PartyRefused
from services.dialogue.model import Actor, NewNeed, Party, Session, SignUp
from services.dialogue.rules.party import require_answers, require_possible
from services.dialogue.rules.seats import free_seats
from services.dialogue.store.acts import insert_act
from services.dialogue.store.crowd import read_crowd
from services.dialogue.store.party import list_need_kinds, replace_answers, replace_needs
from services.dialogue.store.sign_ups import Request, get_sign_up, update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpChanged
from services.shared.db import Pool, Tx, in_transaction


@dataclass(frozen=True, slots=True)
class PartyChange:
    """What is to be; None leaves it as it is."""

    companions: int | None = None
    needs: Sequence[NewNeed] | None = None
    answers: Mapping[str, str] | None = None
    name: str | None = None


async def change_party(
    pool: Pool,
    sign_up_id: UUID,
    change: PartyChange,
    *,
    now: datetime,
    by_staff: bool = False,
    actor: Actor | None = None,
) -> SignUp:
    """Change it. More seats are had only when they are free and nobody in line comes first; fewer go to the line.

    Raises NoSuchSignUp, SignUpOver, NotOpen (it is over), PartyRefused, NoRoomForMore.
    """

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read_active(tx, sign_up_id, now=now)

        if session.ends_at <= now:
            raise NotOpen("late")
        party = _party(before, change)
        await _require_possible(tx, session, before, party, now=now, by_staff=by_staff)
        if party.seats > before.seats and before.state.takes_seats and not before.over_capacity:
            await _require_free(tx, session, party, party.seats - before.seats, now)

        after = await update_sign_up(tx, replace(before, seats=party.seats, name=party.name), now=now)
        await insert_act(tx, after, "changed", actor, now=now)
        await _save_what_was_told(tx, session, before, change, now)

        await outbox.put(tx, tell(SignUpChanged, after, session, now=now, by_staff=by_staff), now=now)
        if party.seats < before.seats and await promote_waiting(tx, session, now=now):
            return await get_sign_up(tx, after.id)  # who waits may have become small enough
        return after

    return await in_transaction(pool, work)


def _party(before: SignUp, change: PartyChange) -> Party:
    return Party(
        name=change.name or before.name or "",
        email=before.email,
        phone=before.phone,
        companions=before.seats - 1 if change.companions is None else change.companions,
        category=before.category,
        language=before.language,
        needs=tuple(change.needs or ()),
    )


async def _require_possible(
    tx: Tx, session: Session, before: SignUp, party: Party, *, now: datetime, by_staff: bool
) -> None:
    """What was agreed before stays, whatever the limits have become since: only what is new is held against them."""
    if party.seats <= before.seats:
        if party.companions < 0:
            raise PartyRefused("too_many", "companions", before.seats - 1)
        party = replace(party, companions=0)
    known = await list_need_kinds(tx, before.id)
    party = replace(party, needs=tuple(need for need in party.needs if need.kind.value not in known))
    require_possible(session, party, now=now, by_staff=by_staff)


async def _require_free(tx: Tx, session: Session, party: Party, more: int, now: datetime) -> None:
    crowd = await read_crowd(tx, session.id, None, Request(), now=now)
    extra = replace(party, companions=more - 1)
    if await decide_place(tx, session, crowd.taken, extra, crowd.somebody_waits, now=now):
        raise NoRoomForMore(free_seats(session.seat_plan, crowd.taken, party.category, now=now))


async def _save_what_was_told(tx: Tx, session: Session, before: SignUp, change: PartyChange, now: datetime) -> None:
    if change.needs is None and change.answers is None:
        return
    if not before.state.takes_seats:  # asked of those who have a place
        raise PartyRefused("needs" if change.needs else "answers")
    if change.needs is not None:
        await replace_needs(tx, session, before.id, change.needs, now=now)
    if change.answers is not None:
        await replace_answers(tx, session, before.id, require_answers(session.terms.questions, dict(change.answers)))
