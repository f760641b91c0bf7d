# SPDX-License-Identifier: MPL-2.0
"""Finish a sign-in: the code from the mail, in the browser that asked for it."""

from datetime import datetime
from uuid import UUID

from services.portal.errors import NoOpenSignIn, PortalError, TriesUsedUp, WrongCode
from services.portal.model import TRIES, SignIn, new_token, sha256
from services.portal.rules.code import is_code
from services.portal.store.sessions import insert_session, mark_ended
from services.portal.store.sign_ins import lock_open_sign_in, mark_tried, mark_used
from services.shared.bus import Bus
from services.shared.contracts.portal import IDENTITY_CHANGED
from services.shared.db import Pool, Tx, in_transaction


async def sign_in(pool: Pool, bus: Bus, secret: str, browser: str, code: str, *, now: datetime) -> str:
    """The cookie of the new session, which is told here and never again; `browser`, the old one, opens nothing more.

    Raises NoOpenSignIn, WrongCode and TriesUsedUp.
    """
    token = new_token()

    async def work(tx: Tx) -> PortalError | None:
        asked = await lock_open_sign_in(tx, sha256(browser), now=now)
        if asked is None:
            return NoOpenSignIn()
        if asked.tries >= TRIES:
            return TriesUsedUp()
        person_id = _holder(asked, secret, code)
        if person_id is None:
            left = await mark_tried(tx, asked.id)
            return WrongCode(asked.email, left) if left else TriesUsedUp()
        await mark_used(tx, asked.id, now=now)
        await mark_ended(tx, sha256(browser), now=now)
        await insert_session(tx, sha256(token), person_id, now=now)
        return None

    failure = await in_transaction(pool, work)  # not raised inside: the try that failed must stay counted
    if failure:
        raise failure
    await bus.announce(IDENTITY_CHANGED, sha256(browser).hex().encode())
    return token


def _holder(asked: SignIn, secret: str, code: str) -> UUID | None:
    """Whose code it is; the comparison is made for nobody, too."""
    return asked.person_id if is_code(code, secret, asked.id) else None
