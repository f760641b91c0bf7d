# SPDX-License-Identifier: MPL-2.0
"""The first two steps of every command on a sign-up that is already there."""

from datetime import datetime
from uuid import UUID

from services.dialogue.errors import NoSuchSignUp, SignUpOver
from services.dialogue.model import Session, SignUp
from services.dialogue.store.sessions import lock_session_of
from services.dialogue.store.sign_ups import get_sign_up
from services.shared.db import Tx


async def lock_and_read(tx: Tx, sign_up_id: UUID) -> tuple[Session, SignUp]:
    """Lock the session, then read the sign-up as it stands. Raises NoSuchSignUp, also when people are forgotten."""
    session = await lock_session_of(tx, sign_up_id)
    if session is None or session.forgotten_at is not None:
        raise NoSuchSignUp(str(sign_up_id))
    return session, await get_sign_up(tx, sign_up_id)


async def lock_and_read_active(tx: Tx, sign_up_id: UUID, *, now: datetime) -> tuple[Session, SignUp]:
    """The same, for what makes no sense when it is over. Raises NoSuchSignUp, SignUpOver."""
    session, sign_up = await lock_and_read(tx, sign_up_id)
    state = sign_up.state_at(now)
    if state.is_over:
        raise SignUpOver(state)
    return session, sign_up
