# SPDX-License-Identifier: MPL-2.0
"""The form in which staff sign somebody up: what was typed, who that is, and what is wrong with which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe

from services.dialogue.commands.sign_up_for_someone import Source
from services.dialogue.errors import AlreadySignedUp, Full, NotOpen, PartyRefused
from services.dialogue.model import Party, Session
from services.dialogue.store.sign_ups import Request
from services.dialogue.web.sign_up.sign_up_form import (
    NAME_LENGTH,
    WHOLE,
    Typed,
    Wrong,
    check_needs,
    party,
    read_companions,
    read_typed,
)
from services.shared.contracts.portal import Language
from services.shared.email_address import read_email

SOURCES: tuple[Source, ...] = ("phone", "desk", "invitation")
LANGUAGES: tuple[Language, ...] = ("da", "en")
_SOURCES: Mapping[str, Source] = {one: one for one in SOURCES}
_LANGUAGES: Mapping[str, Language] = {one: one for one in LANGUAGES}
PHONE_LENGTH = 30
REFUSALS = (AlreadySignedUp, NotOpen, Full, PartyRefused)


@dataclass(frozen=True, slots=True)
class NewTyped:
    """The fields as they were typed."""

    who: Typed = field(default_factory=Typed)
    phone: str = ""
    source: Source = "phone"
    language: Language = "da"

    @classmethod
    def fresh(cls, session: Session) -> "NewTyped":
        """An empty form, with the key that makes it one sign-up however often it is sent."""
        return cls(Typed(category=session.seat_plan.categories[0].key, key=token_urlsafe(16)))

    @classmethod
    def typed(cls, sent: Mapping[str, Sequence[str]], session: Session) -> "NewTyped":
        """What was sent; a source or language that is none of ours is the first."""
        return cls(
            who=read_typed(sent, session),
            phone=_last(sent, "phone"),
            source=_SOURCES.get(_last(sent, "source"), "phone"),
            language=_LANGUAGES.get(_last(sent, "language"), "da"),
        )

    @property
    def is_invited(self) -> bool:
        """On top of the seats."""
        return self.source == "invitation"

    def wrong(self) -> list[Wrong]:
        """What anybody can see is wrong; the rest is for the command to say."""
        wrong = list[Wrong]()
        if not 0 < len(self.who.name) <= NAME_LENGTH:
            wrong.append(Wrong("name", "people.new.error.name", {"most": NAME_LENGTH}))
        if self.who.email and read_email(self.who.email) is None:
            wrong.append(Wrong("email", "people.new.error.email"))
        if len(self.phone) > PHONE_LENGTH:
            wrong.append(Wrong("phone", "people.new.error.phone", {"most": PHONE_LENGTH}))
        if read_companions(self.who.companions) is None:
            wrong.append(Wrong("companions", "people.new.error.companions"))
        return wrong + check_needs(self.who.needs)

    def party(self) -> Party:
        """Who comes, of a form that has been checked."""
        plain = party(self.who, self.language)
        return Party(
            name=plain.name,
            email=plain.email,
            phone=self.phone or None,
            companions=plain.companions,
            category=plain.category,
            language=self.language,
            needs=plain.needs,
            answers=plain.answers,
        )

    def request(self) -> Request:
        """A corrected form is another request than the one before."""
        parts = (self.who.sha256().hex(), self.phone, self.source, self.language)
        digest = sha256("\0".join(parts).encode()).digest()
        return Request(key=f"desk {self.who.key[:80]} {digest.hex()}" if self.who.key else None, sha256=digest)


def _last(sent: Mapping[str, Sequence[str]], name: str) -> str:
    return sent[name][-1] if sent.get(name) else ""


def refused(error: AlreadySignedUp | NotOpen | Full | PartyRefused) -> Wrong:
    """Why the command would not, as a sentence at the field it is about."""
    match error:
        case AlreadySignedUp():
            return Wrong("email", f"people.new.error.double.{error.state.value}")
        case PartyRefused(why="answers"):
            return Wrong(f"q-{error.field}", "sign_up.error.answer")
        case PartyRefused(why="too_many"):
            return Wrong("companions", "people.refused.too_many", {"most": error.limit})
        case PartyRefused():
            return Wrong(error.why, f"people.new.error.{error.why}")
        case NotOpen():
            return Wrong(WHOLE, f"people.new.error.{error.why}")
        case Full():
            return Wrong(WHOLE, "people.new.error.full")
