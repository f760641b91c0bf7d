# SPDX-License-Identifier: MPL-2.0
"""Begin a sign-in: a code goes to the address, if somebody is known by it.

Whether somebody is makes no difference here: the same rows, the same event, the same answer. Only notify, when it
asks where to send the code, is told that there is nowhere.
"""

from datetime import datetime, timedelta

from services.portal.errors import TooManyCodes
from services.portal.model import SignIn, sha256
from services.portal.store.persons import find_person_id
from services.portal.store.sign_ins import Asked, count_asked, insert_sign_in, lock_email
from services.shared import outbox
from services.shared.contracts.portal import Language, SignInRequested
from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id

LATELY = timedelta(minutes=15)
EMAIL_LATELY = 5
EMAIL_TODAY = 30
NETWORK_LATELY = 100
"""Generous: a library, a school or a care home shares one address."""


async def ask_for_code(
    pool: Pool, browser: str, email: str, network: bytes, language: Language, *, now: datetime
) -> None:
    """`email` is in normal form; `browser` is the cookie the code will be bound to. Raises TooManyCodes, for unknown addresses just as well."""

    async def work(tx: Tx) -> None:
        await lock_email(tx, email)
        asked = await count_asked(tx, email, network, since=now - LATELY, day=now - timedelta(days=1))
        if too_many(asked):
            raise TooManyCodes
        sign_in = SignIn(
            id=new_id(),
            browser_sha256=sha256(browser),
            email=email,
            person_id=await find_person_id(tx, email),
            network=network,
            language=language,
            requested_at=now,
        )
        await insert_sign_in(tx, sign_in)
        await outbox.put(tx, SignInRequested(sign_in_id=sign_in.id, occurred_at=now, version=1), now=now)

    await in_transaction(pool, work)


def too_many(asked: Asked) -> bool:
    """One more would be above a limit."""
    return (
        asked.email_lately >= EMAIL_LATELY or asked.email_today >= EMAIL_TODAY or asked.network_lately >= NETWORK_LATELY
    )
