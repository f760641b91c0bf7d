# SPDX-License-Identifier: MPL-2.0
"""The sign-up form: what was typed, who that is, and what is wrong with which field."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from services.dialogue.errors import Full, NotOpen, PartyRefused, TooManySignUps
from services.dialogue.model import NeedKind, NewNeed, Party, Session
from services.dialogue.store.sign_ups import Request
from services.shared.contracts.portal import Language
from services.shared.email_address import read_email

NAME_LENGTH, NOTE_LENGTH = 100, 500
MOST_COMPANIONS = 50
WHOLE = "tilmelding"
"""The field of errors that are about the sign-up as a whole: the form itself."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one field: a sentence and what it needs."""

    field: str
    key: str
    parameters: Mapping[str, object] = dataclasses.field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as they were typed, so that nobody types them again."""

    name: str = ""
    email: str = ""
    companions: str = "0"
    category: str = ""
    needs: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    """Ticked kinds with their notes."""
    answers: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str])
    key: str = ""
    """Made with the page: sent twice, the form is one sign-up."""

    def sha256(self) -> bytes:
        """The same for the same form."""
        parts = [self.name, self.email.lower(), self.companions, self.category]
        parts += [f"{kind}={note}" for kind, note in sorted(self.needs.items())]
        parts += [f"{question}={answer}" for question, answer in sorted(self.answers.items())]
        return sha256("\0".join(parts).encode()).digest()

    def request(self, network: bytes) -> Request:
        """A corrected form is another request than the one before, although it comes from the same page."""
        digest = self.sha256()
        named = f"form {self.key[:80]} {digest.hex()}" if self.key else None
        return Request(network=network, key=named, sha256=digest if named else None)


def read_typed(sent: Mapping[str, Sequence[str]], session: Session) -> Typed:
    """The fields of a form that was sent."""

    def last(name: str, default: str = "") -> str:
        return sent[name][-1] if sent.get(name) else default

    return Typed(
        name=last("name"),
        email=last("email"),
        companions=last("companions", "0"),
        category=last("category", session.seat_plan.categories[0].key),
        needs={kind: last(f"note-{kind}") for kind in sent.get("need", ())},
        answers=read_answers(sent, session),
        key=last("key"),
    )


def read_answers(sent: Mapping[str, Sequence[str]], session: Session) -> dict[str, str]:
    """What was answered to the organiser's questions."""
    return {
        question.key: sent[f"q-{question.key}"][-1]
        for question in session.terms.questions
        if sent.get(f"q-{question.key}")
    }


def check(typed: Typed, session: Session) -> list[Wrong]:
    """What anybody can see is wrong; the rest is for the command to say."""
    wrong = check_name(typed.name)
    if read_email(typed.email) is None:
        wrong.append(Wrong("email", "sign_up.error.email"))
    wrong += check_companions(typed.companions, session)
    return wrong + check_needs(typed.needs)


def check_name(name: str) -> list[Wrong]:
    """A name is not empty, and not a novel."""
    if not name:
        return [Wrong("name", "sign_up.error.name")]
    return [Wrong("name", "sign_up.error.name_long", {"most": NAME_LENGTH})] if len(name) > NAME_LENGTH else []


def check_companions(typed: str, session: Session) -> list[Wrong]:
    """A number from 0 to what the organiser allows."""
    if read_companions(typed) is None:
        return [Wrong("companions", "sign_up.error.companions", {"most": session.terms.max_companions})]
    return []


def read_companions(typed: str) -> int | None:
    """None when it is no number anybody could mean; nothing typed means nobody."""
    text = typed or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= MOST_COMPANIONS else None


def check_needs(needs: Mapping[str, str]) -> list[Wrong]:
    """Kinds there are, with notes of a length somebody will read."""
    if any(kind not in set(NeedKind) for kind in needs):
        return [Wrong("needs", "sign_up.error.needs")]
    return [
        Wrong(f"note-{kind}", "sign_up.error.note", {"most": NOTE_LENGTH})
        for kind, note in needs.items()
        if len(note) > NOTE_LENGTH
    ]


def read_needs(needs: Mapping[str, str]) -> tuple[NewNeed, ...]:
    """Of kinds that have been checked."""
    return tuple(NewNeed(NeedKind(kind), note) for kind, note in needs.items())


def party(typed: Typed, language: Language) -> Party:
    """Who wants to come, of a form that has been checked."""
    return Party(
        name=typed.name,
        email=read_email(typed.email),
        phone=None,
        companions=read_companions(typed.companions) or 0,
        category=typed.category,
        language=language,
        needs=read_needs(typed.needs),
        answers=tuple(typed.answers.items()),
    )


REFUSALS = (NotOpen, Full, PartyRefused, TooManySignUps)


def refused(error: NotOpen | Full | PartyRefused | TooManySignUps) -> Wrong:
    """Why the sign-up was refused, as a sentence at the field it is about."""
    match error:
        case PartyRefused(why="answers"):
            return Wrong(f"q-{error.field}", "sign_up.error.answer")
        case PartyRefused(why="too_many"):
            return Wrong("companions", "sign_up.error.companions", {"most": error.limit})
        case PartyRefused():
            return Wrong(error.why, f"sign_up.error.{error.why}")
        case NotOpen():
            return Wrong(WHOLE, f"sign_up.refused.{error.why}")
        case Full():
            return Wrong(WHOLE, "sign_up.refused.full")
        case TooManySignUps():
            return Wrong(WHOLE, f"sign_up.refused.too_many_{error.why}")
