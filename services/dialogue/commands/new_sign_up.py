# SPDX-License-Identifier: MPL-2.0
"""A sign-up as it begins, whoever makes it."""

from datetime import datetime

from services.dialogue.model import Party, Session, SignUp, State
from services.dialogue.rules.mailbox import mailbox_key
from services.shared.ids import new_id


def new_sign_up(
    session: Session,
    party: Party,
    state: State,
    source: str,
    *,
    now: datetime,
    expires_at: datetime | None = None,
    over_capacity: bool = False,
) -> SignUp:
    """Without `expires_at` somebody vouches for them, and nothing is left to be proved."""
    return SignUp(
        id=new_id(),
        session_id=session.id,
        version=1,
        state=state,
        category=party.category,
        seats=party.seats,
        place_in_line=None,
        priority=0,
        expires_at=expires_at,
        proved_at=None if expires_at else now,
        over_capacity=over_capacity,
        source=source,
        name=party.name or None,
        email=party.email,
        email_key=mailbox_key(party.email or ""),
        phone=party.phone,
        language=party.language,
        mails_asked=0,
        created_at=now,
    )
