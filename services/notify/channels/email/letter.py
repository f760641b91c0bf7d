# SPDX-License-Identifier: MPL-2.0
"""The words of a mail. Text and HTML come from one template with two sets of parts, so they cannot differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notify.channels.contract import Notice, SignInCode
from services.notify.channels.email.facts import booking_facts, sign_in_facts
from services.shared.sentences import Say

MAILS = Path(__file__).parent / "mails"


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in words."""

    subject: str
    text: str
    html: str


def write(notice: Notice, say: Say, *, public_url: str, signed: str) -> Letter:
    """The letter for one notice. Whatever people typed is plain text in it, also in the HTML."""
    about = notice.about
    facts = sign_in_facts(about) if isinstance(about, SignInCode) else booking_facts(about, notice.language)
    language_path = "" if notice.language == "da" else f"/{notice.language}"
    context: dict[str, Any] = {
        **facts,
        "notice": notice,
        "say": say,
        "site": f"{public_url}{language_path}",
        "signed": signed,
        "subject": one_line(say(f"mail.{notice.kind}.subject", what=facts["what"])),
    }
    text = re.sub(r"\n{3,}", "\n\n", _render("text", context)).strip() + "\n"
    return Letter(context["subject"], text, _render("html", context))


def one_line(text: str) -> str:
    """Without line breaks and control characters: what people typed must not add headers of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _render(form: str, context: Mapping[str, Any]) -> str:
    environment = _environment(form)
    parts = environment.get_template(f"{form}/parts.jinja").module
    return environment.get_template(f"{form}/letter.jinja").render(context, parts=parts)


@cache
def _environment(form: str) -> Environment:
    return Environment(
        loader=FileSystemLoader(MAILS),
        autoescape=form == "html",  # noqa: S701, the other form is plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
