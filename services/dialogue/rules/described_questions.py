# SPDX-License-Identifier: MPL-2.0
"""Whether the organiser's questions make sense, and keep answers no longer than they may."""

from collections.abc import Mapping
from datetime import timedelta

from services.dialogue.model import Question

MOST = 20


def wrong_questions(questions: tuple[Question, ...], keep: timedelta) -> dict[str, str]:
    """A code for each question that cannot be, under its place in order.

    No answer outlives the sign-up it belongs to, and none the answer it depends on.
    """
    if len(questions) > MOST:
        return {f"questions.{MOST}": "too_many"}
    wrong, earlier = dict[str, str](), dict[str, Question]()
    for place, question in enumerate(questions):
        code = _wrong(question, earlier, {one.key for one in questions}, keep)
        if code:
            wrong[f"questions.{place}"] = code
        earlier[question.key] = question
    return wrong


def _wrong(question: Question, earlier: Mapping[str, Question], all_keys: set[str], keep: timedelta) -> str | None:
    if not question.label.strip():
        return "label_missing"
    if question.key in earlier:
        return "asked_twice"
    if question.kind == "choice" and len(set(question.options)) < max(2, len(question.options)):
        return "options"
    if question.keep_days < 0:
        return "range"
    if timedelta(days=question.keep_days) > keep:
        return "outlives_sign_up"
    return _depends(question, earlier, all_keys) if question.depends_on is not None else None


def _depends(question: Question, earlier: Mapping[str, Question], all_keys: set[str]) -> str | None:
    on = earlier.get(question.depends_on or "")
    if on is None:
        return "depends_on_later" if question.depends_on in all_keys else "depends_on_unknown"
    answers = {"choice": on.options, "yes_no": ("yes", "no")}.get(on.kind)
    if answers is None:
        return "depends_on_text"
    if question.depends_value not in answers:
        return "depends_value"
    return "outlives_question" if question.keep_days > on.keep_days else None
