# SPDX-License-Identifier: MPL-2.0
"""Put down what is about to be sent, and how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notify.channels.contract import Outcome, Result
from services.notify.rules.next_try import next_try
from services.notify.store.attempts import complete_attempt, insert_attempt
from services.notify.store.bad_addresses import mark_bad_address
from services.notify.store.deliveries import Delivery, finish_delivery, hold_delivery, postpone_delivery
from services.shared.db import Pool, Tx, in_transaction

LEASE = timedelta(seconds=30)
"""Longer than one message can take, looking up the address included; see the limits of each channel."""

BAD_ADDRESS_RESTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery in our hands, and what its lease is known by."""

    delivery: Delivery
    token: UUID


async def begin_attempt(pool: Pool, held: Held, *, now: datetime) -> int | None:
    """Put down that it is about to be handed over; the attempt's number, or None when somebody else holds it."""

    async def work(tx: Tx) -> int | None:
        number = await hold_delivery(tx, held.delivery, held.token, until=now + LEASE)
        if number is not None:
            await insert_attempt(tx, held.delivery.id, number, now=now)
        return number

    return await in_transaction(pool, work)


async def record_attempt(
    pool: Pool, held: Held, number: int, outcome: Outcome, fingerprint: bytes, *, now: datetime
) -> None:
    """Put down how it went and what comes next: an end, or another try."""

    async def work(tx: Tx) -> None:
        delivery = held.delivery
        await complete_attempt(tx, delivery.id, number, outcome.result, outcome.detail, now=now)
        if outcome.address_is_bad:
            until = now + BAD_ADDRESS_RESTS
            await mark_bad_address(tx, delivery.recipient_id, delivery.channel, fingerprint, until=until)
        if outcome.result in {Result.SENT, Result.PERMANENT_FAILURE}:
            await finish_delivery(tx, delivery, held.token, outcome.result, outcome.detail, now=now)
        else:
            await _try_again(tx, held, outcome.result, outcome.detail, now=now)

    await in_transaction(pool, work)


async def record_no_attempt(pool: Pool, held: Held, reason: str, *, now: datetime) -> None:
    """It could not even be tried; later perhaps."""
    await in_transaction(pool, lambda tx: _try_again(tx, held, Result.TEMPORARY_FAILURE, reason, now=now))


async def skip_delivery(pool: Pool, held: Held, reason: str, *, now: datetime) -> None:
    """It will not be sent, for this reason."""
    await in_transaction(pool, lambda tx: finish_delivery(tx, held.delivery, held.token, "skipped", reason, now=now))


async def _try_again(tx: Tx, held: Held, state: Result, reason: str, *, now: datetime) -> None:
    delivery = held.delivery
    again = next_try(delivery.tries + 1, now=now, valid_until=delivery.valid_until)
    if again is None:
        await finish_delivery(tx, delivery, held.token, "expired", f"{state}: {reason}", now=now)
    else:
        await postpone_delivery(tx, delivery, held.token, state, reason, until=again)
