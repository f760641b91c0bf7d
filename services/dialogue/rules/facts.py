# SPDX-License-Identifier: MPL-2.0
"""A session as everybody may know it."""

from services.dialogue.model import Session
from services.shared.contracts.dialogue import SessionFacts


def facts(session: Session) -> SessionFacts:
    """What other services are told of it."""
    return SessionFacts(
        session_id=session.id,
        slug=session.slug,
        title=session.title,
        kind=session.kind,
        mode=session.mode,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place.name,
        address=session.place.full_address,
        sequence=session.sequence,
    )
