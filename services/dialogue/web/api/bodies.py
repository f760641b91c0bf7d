# SPDX-License-Identifier: MPL-2.0
"""What programs send. Unknown fields are refused, so that a typo is seen."""

from typing import Annotated

from msgspec import Meta, Struct

from services.dialogue.model import NeedKind, NewNeed, Party
from services.dialogue.web.api.answers import NeedName
from services.shared.contracts.portal import Language
from services.shared.email_address import read_email
from services.shared.web.strict_body import malformed

PLAIN = "^[^\\u0000-\\u0008\\u000b-\\u001f]*$"
SPOKEN = "^[^\\u0000-\\u001f]*[^\\u0000-\\u001f\\s][^\\u0000-\\u001f]*$"
Key = Annotated[str, Meta(max_length=60, pattern="^[a-z0-9_-]*$")]


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all bodies share."""


class Need(Body, frozen=True, kw_only=True):
    """Something somebody needs to be able to take part. Kept no longer than a week after the session."""

    kind: NeedName
    note: Annotated[str, Meta(max_length=500, pattern=PLAIN)] = ""


class NewSignUp(Body, frozen=True, kw_only=True):
    """Who wants to come. Nothing counts before the link in the mail has been used."""

    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=SPOKEN, examples=["Ida Holm"])]
    email: Annotated[str, Meta(max_length=254, pattern=PLAIN, examples=["ida@example.dk"])]
    companions: Annotated[int, Meta(ge=0, le=50)] = 0
    category: Annotated[Key, Meta(description="What one comes as; left out where the session tells nobody apart")] = (
        "all"
    )
    needs: Annotated[list[Need], Meta(max_length=9)] = []
    answers: Annotated[
        dict[Key, Annotated[str, Meta(max_length=2000, pattern=PLAIN)]],
        Meta(max_length=50, description="By the question's key"),
    ] = {}
    language: Language = "da"

    @property
    def party(self) -> Party:
        """Raises ValidationException: a 400 that names the field."""
        email = read_email(self.email)
        if email is None:
            raise malformed("email", "Expected an e-mail address")
        if len({one.kind for one in self.needs}) < len(self.needs):
            raise malformed("needs", "Expected each kind once")
        return Party(
            name=self.name.strip(),
            email=email,
            phone=None,
            companions=self.companions,
            category=self.category,
            language=self.language,
            needs=tuple(NewNeed(NeedKind(one.kind), one.note.strip()) for one in self.needs),
            answers=tuple(self.answers.items()),
        )
