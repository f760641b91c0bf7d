# SPDX-License-Identifier: MPL-2.0
"""The problems each operation may answer with, for its description."""

from litestar.openapi.datastructures import ResponseSpec

from services.dialogue.web.api import answers
from services.shared.web.api_answers import MalformedProblem, Problem

PROBLEM_TYPE = "application/problem+json"


def _spec(kind: type[Problem], description: str) -> ResponseSpec:
    return ResponseSpec(
        kind,
        generate_examples=False,
        description=description,
        media_type=PROBLEM_TYPE,  # pyright: ignore[reportArgumentType], any media type will do
    )


_ALL = {
    400: _spec(MalformedProblem, "Malformed: what could not be read, field by field"),
    404: _spec(Problem, "There is no such session that everybody may see"),
    409: _spec(answers.WhyProblem, "Sign-up is not open, or the session is full and has no waiting list"),
    422: _spec(answers.PartyProblem, "The party is too large, an answer is missing, or the Idempotency-Key was reused"),
    429: _spec(answers.WhyProblem, "More than one address or one network may try"),
    503: _spec(Problem, "A part of the system is away for a moment; nothing is stored. Try again"),
}


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """For `responses=`; 400 and 503 are always possible."""
    return {status: _ALL[status] for status in sorted({400, 503, *statuses})}
