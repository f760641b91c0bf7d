# SPDX-License-Identifier: MPL-2.0
"""What can go wrong in dialogue. None of them knows HTTP; the web gives each a status and a sentence."""

from datetime import datetime
from uuid import UUID

from services.dialogue.model import State


class DialogueError(Exception):
    """Expected: it stops the command and nothing is stored."""


class NoSuchSession(DialogueError):
    """There is no such session, or the caller may not see it."""


class NoSuchSignUp(DialogueError):
    """There is no such sign-up, or the link to it is not one of ours."""


class NoSuchNeed(DialogueError):
    """There is no such access need."""


class NotOpen(DialogueError):
    """Signing up has not begun, is closed, or the session has none. `why` is `none`, `early`, `late`, `cancelled` or `draft`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Full(DialogueError):
    """No place, and no waiting list. `why` names what is full."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PartyRefused(DialogueError):
    """The party cannot be as it is. `why` is `too_many`, `category`, `answers`, `needs` or `priority`; `field` the question or kind."""

    def __init__(self, why: str, field: str = "", limit: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.field = field
        self.limit = limit


class NoRoomForMore(DialogueError):
    """There are not so many seats; `free` is what the party could have."""

    def __init__(self, free: int) -> None:
        super().__init__(str(free))
        self.free = free


class TooManySignUps(DialogueError):
    """More than one address or one network may try. `why` is `email` or `network`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class KeyReused(DialogueError):
    """The Idempotency-Key was used for another request."""


class AlreadySignedUp(DialogueError):
    """The address has a sign-up to this session; `state` is where it stands."""

    def __init__(self, state: State) -> None:
        super().__init__(state.value)
        self.state = state


class MailJustSent(DialogueError):
    """A mail went to them a moment ago."""


class SignUpOver(DialogueError):
    """It has been withdrawn, has lapsed, or the session was called off."""

    def __init__(self, state: State) -> None:
        super().__init__(state.value)
        self.state = state


class NotOffered(DialogueError):
    """No place is offered to them any more."""


class AlreadyProved(DialogueError):
    """The link has been used."""


class NotInLine(DialogueError):
    """The sign-up waits no more: another hand was quicker."""

    def __init__(self, state: State) -> None:
        super().__init__(state.value)
        self.state = state


class CapacityBelow(DialogueError):
    """More have a place than would be left. `taken` is how many."""

    def __init__(self, taken: int) -> None:
        super().__init__(str(taken))
        self.taken = taken


class NotReal(DialogueError):
    """A session is not published before it says what it is for. `missing` names what lacks."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class SessionRefused(DialogueError):
    """The session cannot be as it is described. `wrong` maps a field to what is wrong with it."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


class WrongState(DialogueError):
    """What was asked no longer applies: the session, request or need has moved on."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class StaleVersion(DialogueError):
    """Somebody changed the session meanwhile."""


class ReasonMissing(DialogueError):
    """People are told why; without a reason there is nothing to tell."""


class AlreadyCheckedIn(DialogueError):
    """Another scan has let this party in. Whose and when are None where only the table knew."""

    def __init__(self, sign_up_id: UUID | None = None, at: datetime | None = None) -> None:
        super().__init__()
        self.sign_up_id = sign_up_id
        self.at = at


class TicketRefused(DialogueError):
    """The ticket has no place in this session."""
