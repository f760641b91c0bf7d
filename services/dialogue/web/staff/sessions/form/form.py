# SPDX-License-Identifier: MPL-2.0
"""The whole form: what is typed as a description of a session, and a session as what stands in the fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.dialogue.errors import CapacityBelow, DialogueError, NotReal, ReasonMissing, SessionRefused
from services.dialogue.model import Place, SeatPlan, Session
from services.dialogue.rules.description import Description
from services.dialogue.web.staff.sessions.form.influence import read_influence, write_influence
from services.dialogue.web.staff.sessions.form.questions import read_questions, write_questions
from services.dialogue.web.staff.sessions.form.seats import EVERYBODY, ReadPlan, read_seats, write_seats
from services.dialogue.web.staff.sessions.form.sheet import Sheet, Values
from services.dialogue.web.staff.sessions.form.sign_up import read_terms, write_terms
from services.dialogue.web.staff.sessions.form.when import read_more_dates, read_when, write_when
from services.dialogue.web.staff.sessions.form.where import read_where, write_where
from services.dialogue.web.staff.sessions.form.words import read_words, write_words
from services.shared.sentences import Say
from services.shared.web.pages import FieldError

FIELD_OF = {"starts_at": "date", "ends_at": "to", "influence": "level", "categories": "group-1-name"}
"""Where the form's field has another name than what it describes."""


@dataclass
class Form:
    """A form that was sent. `description` is None when something cannot be read."""

    sheet: Sheet
    description: Description | None
    more_dates: Sequence[tuple[datetime, datetime]]
    date_fields: Sequence[str]
    plan: ReadPlan
    question_rows: Sequence[int]

    @property
    def reason(self) -> str:
        """Why it is moved, for those who are told."""
        return self.sheet.text("reason", 1000)

    @property
    def errors(self) -> Mapping[str, tuple[str, dict[str, Any]]]:
        """Field to code and parameters."""
        return self.sheet.errors

    def refused(self, error: DialogueError) -> None:
        """Put down what a command found wrong, under the fields it was typed in."""
        match error:
            case SessionRefused(wrong=wrong):
                for name, code in wrong.items():
                    field, parameters = self._place(name, code)
                    self.sheet.wrong(field, code, **parameters)
            case CapacityBelow(taken=taken):
                self.sheet.wrong("capacity", "capacity_below", n=taken)
            case NotReal(missing=missing):
                for name in missing:
                    self.sheet.wrong(FIELD_OF.get(name, name), f"missing.{name}")
            case ReasonMissing():
                self.sheet.wrong("reason", "reason_missing")
            case _:
                raise error

    def _place(self, name: str, code: str) -> tuple[str, dict[str, Any]]:
        part, _, place = name.partition(".")
        if name in self.plan.fields:
            field, line = self.plan.fields[name]
            return field, {} if line is None else {"line": line}
        if part == "questions":
            number = self.question_rows[int(place)] if int(place) < len(self.question_rows) else 1
            return f"question-{number}-{_QUESTION_FIELD.get(code, 'label')}", {"number": number}
        if part == "dates":
            return self.date_fields[int(place)], {}
        return FIELD_OF.get(part, part), {}


_QUESTION_FIELD = {
    "options": "options",
    "range": "keep",
    "outlives_sign_up": "keep",
    "outlives_question": "keep",
    "depends_on_later": "on",
    "depends_on_unknown": "on",
    "depends_on_text": "on",
    "depends_value": "value",
}


def read_form(values: Values, before: Session | None, me: UUID | None) -> Form:
    """Read all of it, so that everything wrong is told at once. `before` is the session as it is."""
    sheet = Sheet(values)
    words = read_words(sheet, before, me)
    when = read_when(sheet)
    more, date_fields = read_more_dates(sheet) if before is None else ([], [])
    where, influence = read_where(sheet, before.place if before else Place()), read_influence(sheet)
    seats, plan = read_seats(sheet, before.seat_plan if before else SeatPlan(None, (EVERYBODY,)))
    questions, rows = read_questions(sheet, before.terms.questions if before else ())
    terms = read_terms(sheet, questions, before.terms.needs_offered if before else ())
    sheet.text("reason", 1000)
    description = None
    if when and not sheet.errors:
        description = Description(
            starts_at=when[0], ends_at=when[1], influence=influence, terms=terms, seat_plan=seats, **words, **where
        )
    return Form(sheet, description, more, date_fields, plan, rows)


def write_form(session: Session, me: UUID | None, say: Say) -> Values:
    """The fields as they stand when nothing has been typed."""
    fields = {
        **write_words(session, me),
        **write_when(session),
        **write_where(session),
        **write_influence(session),
        **write_terms(session),
        **write_seats(session.seat_plan, say),
        **write_questions(session.terms.questions, yes=say("question.yes"), no=say("question.no")),
    }
    return {name: [value] if isinstance(value, str) else value for name, value in fields.items()}


def fresh_form(organiser: str = "") -> Values:
    """A new session: what most of them are."""
    return {
        "kind": ["citizen_meeting"],
        "mode": ["in_person"],
        "language": ["da"],
        "organiser": [organiser],
        "mine": ["1"],
        "sign_up": ["yes"],
        "max_companions": ["3"],
        "waiting_list": ["fifo"],
        "promotes_to": ["offer"],
        "hold_minutes": ["60"],
        "offer_hours": ["48"],
        "need": ["sign_language", "hearing_loop", "companion", "step_free", "other"],
        "needs_due_days": ["7"],
        "keep_days": ["30"],
        "evaluate": ["1"],
    }


def field_errors(errors: Mapping[str, tuple[str, dict[str, Any]]], say: Say) -> list[FieldError]:
    """In words, in the order they were found."""
    return [
        FieldError(name, say(f"planning.error.{code}", **parameters)) for name, (code, parameters) in errors.items()
    ]
