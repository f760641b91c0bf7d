# SPDX-License-Identifier: MPL-2.0
"""How often one may ask. Against machines, without punishing people: proof of the address comes first, no puzzles."""

from services.dialogue.errors import TooManySignUps

OF_EMAIL = 20
"""Sign-ups with one address in a day, over all sessions; nobody who lives here reaches it."""
OF_NETWORK = 100
"""Unproved sign-ups to one session from one network at a time. Generous: a library, a school or a care home shares an
address, and whoever has clicked the link in the mail no longer counts."""
MAILS = 3
"""Times the same mail is sent again because somebody signed up again; the hold is not made longer by it."""


def require_patience(*, of_email: int, of_network: int) -> None:
    """Raises TooManySignUps."""
    if of_email >= OF_EMAIL:
        raise TooManySignUps("email")
    if of_network >= OF_NETWORK:
        raise TooManySignUps("network")
