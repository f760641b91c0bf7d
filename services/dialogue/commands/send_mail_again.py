# SPDX-License-Identifier: MPL-2.0
"""Staff send somebody the mail about where they stand once more."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.sign_up_under_lock import lock_and_read_active
from services.dialogue.errors import MailJustSent, WrongState
from services.dialogue.model import Actor, SignUp
from services.dialogue.store.acts import insert_act
from services.dialogue.store.sign_ups import find_changed_at, update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpRepeated
from services.shared.db import Pool, Tx, in_transaction

BETWEEN = timedelta(minutes=1)
"""A mail that was sent may be on its way that long."""


async def send_mail_again(pool: Pool, sign_up_id: UUID, *, now: datetime, actor: Actor | None = None) -> SignUp:
    """As often as staff like, once a minute.

    Raises NoSuchSignUp, SignUpOver, MailJustSent, WrongState: `no_address`.
    """

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read_active(tx, sign_up_id, now=now)
        if before.email is None:
            raise WrongState("no_address")
        if now - await find_changed_at(tx, sign_up_id) < BETWEEN:
            raise MailJustSent
        after = await update_sign_up(tx, replace(before, mails_asked=before.mails_asked + 1), now=now)
        await insert_act(tx, after, "mailed", actor, now=now)
        await outbox.put(tx, tell(SignUpRepeated, after, session, now=now, by_staff=True), now=now)
        return after

    return await in_transaction(pool, work)
