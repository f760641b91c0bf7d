# SPDX-License-Identifier: MPL-2.0
"""Events a consumer could not handle: kept with the reason, for an operator to look at and to replay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record
from nats.aio.msg import Msg

from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id
from services.shared.subscription import Outcome, Poison, Subscription, Told, decode, handle


class NoSuchLetter(Exception):
    """There is no open dead letter with this id."""


@dataclass(frozen=True)
class DeadLetter:
    """One buried message. `payload` is what came, byte for byte."""

    id: UUID
    consumer: str
    subject: str
    stream_sequence: int
    event_id: UUID | None
    payload: bytes
    reason: str
    tries: int
    died_at: datetime
    replayed_at: datetime | None = None

    @classmethod
    def of(cls, message: Msg, consumer: str, told: Told | None, reason: str, tries: int, now: datetime) -> "DeadLetter":
        """What is left of a message."""
        return cls(
            id=new_id(),
            consumer=consumer,
            subject=message.subject,
            stream_sequence=message.metadata.sequence.stream,
            event_id=told.envelope.id if told else None,
            payload=message.data,
            reason=reason,
            tries=tries,
            died_at=now,
        )


_COLUMNS = "id, consumer, subject, stream_sequence, event_id, payload, reason, tries, died_at, replayed_at"


def _letter(row: Record) -> DeadLetter:
    return DeadLetter(**dict(row))


async def insert(tx: Tx, letter: DeadLetter) -> None:
    """Keep it, unless the same message lies there open already (it came again before it was terminated)."""
    await tx.execute(
        f"INSERT INTO dead_letters ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (consumer, stream_sequence) WHERE replayed_at IS NULL DO NOTHING",
        letter.id,
        letter.consumer,
        letter.subject,
        letter.stream_sequence,
        letter.event_id,
        letter.payload,
        letter.reason,
        letter.tries,
        letter.died_at,
        letter.replayed_at,
    )


async def list_open(tx: Tx | Pool) -> list[DeadLetter]:
    """Those nobody has replayed, oldest first."""
    return [
        _letter(row)
        for row in await tx.fetch(
            f"SELECT {_COLUMNS} FROM dead_letters WHERE replayed_at IS NULL ORDER BY died_at, stream_sequence"
        )
    ]


async def get(tx: Tx | Pool, letter_id: UUID) -> DeadLetter:
    """One letter, open or replayed. Raises NoSuchLetter."""
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM dead_letters WHERE id = $1", letter_id)
    if row is None:
        raise NoSuchLetter(str(letter_id))
    return _letter(row)


async def replay(
    pool: Pool,
    subscriptions: Sequence[Subscription],
    letter_id: UUID,
    *,
    now: datetime,
    corrected: bytes | None = None,
) -> Outcome:
    """Handle a letter now, with `corrected` instead of what came when that could not be read.

    Answers "handled"; or "again" when it was handled before, "stale" when later events of the same aggregate have been
    handled meanwhile: then there was nothing to do. Whatever the handler raises leaves the letter as it was. Raises
    NoSuchLetter, and Poison when it still cannot be read or nobody hears it any more.
    """

    async def work(tx: Tx) -> Outcome:
        locked = await tx.fetchval(
            "SELECT id FROM dead_letters WHERE id = $1 AND replayed_at IS NULL FOR UPDATE", letter_id
        )
        if locked is None:
            raise NoSuchLetter(str(letter_id))
        letter = await get(tx, letter_id)
        subscription, told = _understand(letter, subscriptions, corrected)
        outcome = await handle(tx, subscription, told, now=now)
        await tx.execute("UPDATE dead_letters SET replayed_at = $2 WHERE id = $1", letter_id, now)
        return outcome

    return await in_transaction(pool, work)


def _understand(
    letter: DeadLetter, subscriptions: Sequence[Subscription], corrected: bytes | None
) -> tuple[Subscription, Told]:
    for subscription in subscriptions:
        if subscription.consumer == letter.consumer:
            return subscription, decode(subscription, letter.subject, corrected or letter.payload)
    raise Poison(f"nobody is called {letter.consumer} any more")
