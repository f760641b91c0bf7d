# SPDX-License-Identifier: MPL-2.0
"""Bind the seed of a draw before anybody can sign up, so that nobody chooses it afterwards."""

from dataclasses import replace

from services.dialogue.model import Session
from services.dialogue.rules.lottery import commitment, new_seed


def bind_draw(session: Session) -> Session:
    """A published session whose places are drawn has a seed for good, and tells its digest from now on."""
    if session.status != "published" or session.terms.waiting_list != "lottery" or session.draw_seed is not None:
        return session
    seed = new_seed()
    return replace(session, draw_seed=seed, draw_commitment=commitment(seed))
