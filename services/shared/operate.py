# SPDX-License-Identifier: MPL-2.0
"""What an operator does by hand: look at dead letters, replay them, and publish again what a broker lost."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from services.shared import dead_letters, outbox
from services.shared.db import in_transaction
from services.shared.service import Command, Parts
from services.shared.subscription import Poison, Subscription

USAGE = "dead-letters [list | show ID | replay ID [FILE] | replay all]"


def commands(subscriptions: Sequence[Subscription]) -> dict[str, Command]:
    """The commands every service has: `dead-letters` and `publish-again`."""

    async def letters(parts: Parts, words: Sequence[str]) -> None:
        await _dead_letters(parts, subscriptions, words)

    return {"dead-letters": letters, "publish-again": publish_again}


async def _dead_letters(parts: Parts, subscriptions: Sequence[Subscription], words: Sequence[str]) -> None:
    match words:
        case [] | ["list"]:
            for letter in await dead_letters.list_open(parts.pool):
                print(_line(letter))
        case ["show", letter_id]:
            letter = await dead_letters.get(parts.pool, UUID(letter_id))
            print(_line(letter), letter.payload.decode(errors="backslashreplace"), sep="\n")
        case ["replay", "all"]:
            for letter in await dead_letters.list_open(parts.pool):
                await _replay(parts, subscriptions, letter.id, None)
        case ["replay", letter_id, *file] if len(file) <= 1:
            corrected = Path(file[0]).read_bytes() if file else None
            await _replay(parts, subscriptions, UUID(letter_id), corrected)
        case _:
            sys.exit(USAGE)


def _line(letter: dead_letters.DeadLetter) -> str:
    state = f"replayed {letter.replayed_at:%Y-%m-%d %H:%M:%SZ}" if letter.replayed_at else "open"
    return (
        f"{letter.id}  {letter.died_at:%Y-%m-%d %H:%M:%SZ}  {state}  {letter.consumer}  {letter.subject}"
        f"  event {letter.event_id or 'unknown'}  tries {letter.tries}\n    {letter.reason}"
    )


async def _replay(
    parts: Parts, subscriptions: Sequence[Subscription], letter_id: UUID, corrected: bytes | None
) -> None:
    try:
        outcome = await dead_letters.replay(
            parts.pool, subscriptions, letter_id, now=parts.clock(), corrected=corrected
        )
    except (Poison, dead_letters.NoSuchLetter) as error:
        print(f"{letter_id}  not replayed: {type(error).__name__}: {error}")
    else:
        print(f"{letter_id}  {_MEANING[outcome]}")


_MEANING: dict[str, str] = {
    "handled": "handled",
    "again": "had been handled before; nothing was done",
    "stale": "overtaken by a later event of the same thing; nothing was done",
}


async def publish_again(parts: Parts, words: Sequence[str]) -> None:
    """`publish-again SINCE UNTIL`, RFC 3339 with offset. Consumers that have handled an event do nothing."""
    try:
        since, until = (datetime.fromisoformat(word) for word in words)
    except ValueError:
        sys.exit("publish-again SINCE UNTIL, e.g. 2026-11-24T00:00+01:00 2026-11-25T00:00+01:00")
    if since.tzinfo is None or until.tzinfo is None:
        sys.exit("Both times need an offset, e.g. 2026-11-24T00:00+01:00.")
    count = await in_transaction(parts.pool, lambda tx: outbox.publish_again(tx, since=since, until=until))
    print(f"{count} events go out again")
