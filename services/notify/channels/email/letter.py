# SPDX-License-Identifier: MPL-2.0
"""The words of a mail. Text and HTML come from one template with two sets of parts, so they cannot differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notify.channels.contract import BookingsPlaced, Notice, SignInCode, SignUpNews
from services.notify.channels.email.date_lines import DateWriter
from services.notify.channels.email.facts import booking_facts, closing_facts, sign_in_facts
from services.notify.channels.email.placed_facts import placed_facts
from services.notify.channels.email.series_facts import is_of_series, series_facts
from services.notify.channels.email.session_facts import links_facts, room_facts, sign_up_facts
from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent
from services.shared.contracts.dialogue import LinksMailReply, SessionRoomAnswered
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
    facts: dict[str, Any] = {"topic": "", "why": None, **_facts(notice, say)}
    topic = f"mail.{notice.kind}{facts['topic']}"
    why = facts["why"]
    subject = facts["subject"] if "subject" in facts else say(f"{topic}.subject", what=facts["what"])
    language_path = "" if notice.language == "da" else f"/{notice.language}"
    context: dict[str, Any] = {
        "heading": facts["heading"] if "heading" in facts else say(f"{topic}.heading"),
        "template": f"{notice.kind.replace('.', '/')}.jinja",
        **facts,
        "notice": notice,
        "topic": topic,
        "why": say(why[0], **why[1]) if why else "",
        "say": say,
        "site": f"{public_url}{language_path}",
        "signed": signed,
        "subject": one_line(subject),
    }
    text = re.sub(r"\n{3,}", "\n\n", _render("text", context)).strip() + "\n"
    return Letter(context["subject"], text, _render("html", context))


def _facts(notice: Notice, say: Say) -> dict[str, Any]:
    """Everything the template may name. `topic`: the sentences of this case; `why`: a sentence and its parameters.

    `subject`, `heading` and `template` are there where they are not those of the topic.
    """
    language, write = notice.language, DateWriter(say, notice.language)
    match notice.about:
        case BookingEvent() as event:
            return _of_one_booking(notice, event, write)
        case BookingsPlaced() as about:
            return placed_facts(notice, about, write)
        case AssociationDatesCancelled() as event:
            return closing_facts(event, write)
        case SignInCode() as code:
            return sign_in_facts(code)
        case SignUpNews() as news:
            return sign_up_facts(notice.kind, news, language)
        case LinksMailReply() as reply:
            return links_facts(reply, language)
        case SessionRoomAnswered() as event:
            return room_facts(event, language)


def _of_one_booking(notice: Notice, event: BookingEvent, write: DateWriter) -> dict[str, Any]:
    return series_facts(notice, event, write) if is_of_series(event) else booking_facts(event, write)


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
