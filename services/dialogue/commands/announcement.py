# SPDX-License-Identifier: MPL-2.0
"""How a change of a session or a sign-up is told to the other services."""

from datetime import datetime
from uuid import UUID

from services.dialogue.model import Session, SignUp, State
from services.dialogue.rules.facts import facts
from services.shared.contracts.dialogue import SessionEvent, SessionFacts, SignUpEvent


def tell_session[E: SessionEvent](
    event: type[E], session: Session, *, now: datetime, reason: str | None = None, **more: object
) -> E:
    """The event that says what became of a session."""
    return event(
        version=session.version,
        session_id=session.id,
        session=facts(session),
        status=session.status,
        summary=session.summary,
        facilitator_ids=session.facilitator_ids,
        reason=reason,
        occurred_at=now,
        **more,  # pyright: ignore[reportArgumentType]  what a subclass has of its own
    )


def tell[E: SignUpEvent](
    event: type[E],
    sign_up: SignUp,
    session: Session,
    *,
    now: datetime,
    reason: str | None = None,
    by_staff: bool = False,
    previous: SessionFacts | None = None,
    need_id: UUID | None = None,
    was: State | None = None,
    quietly: bool = False,
) -> E:
    """The event that says what became of a sign-up. Nobody is written to who gave no address, or when `quietly`.

    `was` is where it stood before: who had a place has it in a calendar.
    """
    return event(
        version=sign_up.version,
        sign_up_id=sign_up.id,
        session=facts(session),
        state=sign_up.state.value,
        was=was.value if was else None,
        seats=sign_up.seats,
        expires_at=sign_up.expires_at,
        previous=previous,
        reason=reason,
        by_staff=by_staff,
        need_id=need_id,
        tell=sign_up.email is not None and not quietly,
        occurred_at=now,
    )
