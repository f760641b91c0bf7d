# SPDX-License-Identifier: MPL-2.0
"""Sessions and people to test with, stored the way the service stores them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.dialogue.commands.confirm_sign_up import confirm_sign_up
from services.dialogue.commands.sign_up import sign_up
from services.dialogue.model import (
    Category,
    Influence,
    InfluenceStatement,
    Party,
    Place,
    SeatPlan,
    Session,
    SignUp,
    SignUpTerms,
    State,
)
from services.dialogue.store.sessions import find_session, insert_session
from services.dialogue.store.sign_ups import Request, get_sign_up
from services.shared.db import Pool, Tx, in_transaction

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ONLY = (Category("all", ""),)
STATEMENT = InfluenceStatement(
    purpose="Vi skal have en ny hal, og den skal bruges af mange.",
    feeds_decision="Byrådets beslutning om anlægsplanen",
    level=Influence.INVOLVE,
    open_to_influence="Hvad hallen skal kunne.",
    settled="Placeringen ligger fast.",
    decided_by="Byrådet",
    decided_on=date(2027, 2, 1),
    answer_by=date(2027, 2, 15),
)


def meeting(capacity: int | None = 10, **changes: Any) -> Session:
    """A published evening two weeks ahead. Of `changes`, those that are terms go there; `plan` is the whole seat plan."""
    plan = changes.pop("plan", None) or SeatPlan(capacity, ONLY)
    fields = set(SignUpTerms.__dataclass_fields__)
    terms = replace(SignUpTerms(), **{name: changes.pop(name) for name in list(changes) if name in fields})
    plain = Session(
        id=uuid4(),
        version=1,
        slug=f"ny-hal-{uuid4().hex[:8]}",
        series_id=None,
        status="published",
        kind="citizen_meeting",
        mode="in_person",
        title="Borgermøde om en ny hal",
        summary="Kom og fortæl, hvad hallen skal kunne.",
        description="",
        target_group="",
        languages=("da",),
        interpreters=(),
        programme=(),
        speakers=(),
        organiser="Kultur og Fritid",
        contact="dialog@kommune.example",
        source_url=None,
        facilitator_ids=(uuid4(),),
        starts_at=NOW + timedelta(days=14, hours=8),
        ends_at=NOW + timedelta(days=14, hours=10),
        sequence=0,
        place=Place("Kulturhuset", "Torvet 1", "9999", "Fløjby"),
        online_url=None,
        influence=STATEMENT,
        terms=terms,
        seat_plan=plan,
        draw_seed=None,
        draw_commitment=None,
        drawn_at=None,
        reason=None,
        published_at=NOW,
        forgotten_at=None,
    )
    return replace(plain, **changes)


async def hold(pool: Pool, session: Session | None = None, **changes: Any) -> Session:
    """Store a session."""
    made = session or meeting(**changes)

    async def work(tx: Tx) -> None:
        await insert_session(tx, made, now=NOW)

    await in_transaction(pool, work)
    return made


async def look_up(pool: Pool, session: Session) -> Session:
    """The session as it stands."""
    async with pool.acquire() as connection:
        found = await find_session(connection, session.id)
    assert found
    return found


def party(who: str = "a@example.dk", companions: int = 0, **changes: Any) -> Party:
    """Somebody with this address."""
    email = who if "@" in who else f"{who}@example.dk"
    plain = Party(who, email, None, companions, "all", "da")
    return replace(plain, **changes)


async def ask(
    pool: Pool, session: Session, who: str, companions: int = 0, *, now: datetime = NOW, **changes: Any
) -> SignUp:
    """Sign up and do not prove the address."""
    return (await sign_up(pool, session.id, party(who, companions, **changes), now=now, request=Request())).sign_up


async def join(
    pool: Pool, session: Session, who: str, companions: int = 0, *, now: datetime = NOW, **changes: Any
) -> SignUp:
    """Sign up and prove the address."""
    return await confirm_sign_up(pool, (await ask(pool, session, who, companions, now=now, **changes)).id, now=now)


async def join_all(
    pool: Pool, session: Session, count: int, prefix: str = "foo", *, now: datetime = NOW
) -> list[SignUp]:
    """One after the other: foo0, foo1 ..."""
    return [await join(pool, session, f"{prefix}{number}", now=now) for number in range(count)]


async def again(pool: Pool, *sign_ups: SignUp) -> list[SignUp]:
    """The same as they stand now."""
    async with pool.acquire() as connection:
        return [await get_sign_up(connection, one.id) for one in sign_ups]


async def states(pool: Pool, sign_ups: Sequence[SignUp], *, now: datetime = NOW) -> list[State]:
    """Where each stands by the clock."""
    return [one.state_at(now) for one in await again(pool, *sign_ups)]


async def seats_gone(pool: Pool, session: Session, *, now: datetime = NOW) -> int:
    """Counted without the code that is tested."""
    return await pool.fetchval(
        "SELECT coalesce(sum(seats), 0)::int FROM sign_ups WHERE session_id = $1 AND NOT over_capacity"
        " AND (state = 'confirmed' OR state IN ('held', 'offered') AND expires_at > $2)",
        session.id,
        now,
    )


async def told(pool: Pool, about: UUID | None = None) -> list[str]:
    """The types of events in the outbox, oldest first, without "dialogue." and version."""
    rows = await pool.fetch("SELECT type FROM outbox WHERE $1::uuid IS NULL OR aggregate_id = $1 ORDER BY id", about)
    return [".".join(row["type"].split(".")[1:3]) for row in rows]
