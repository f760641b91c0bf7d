# SPDX-License-Identifier: MPL-2.0
"""The problems each operation may answer with, for its description."""

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example

from services.booking.web.api import answers
from services.shared.web.api_answers import MalformedProblem, Problem

PROBLEM_TYPE = "application/problem+json"

_TAKEN = Example(
    summary="Somebody has the time",
    value={
        "type": "/problemer/slot-taken",
        "title": "Tiden er optaget",
        "status": 409,
        "detail": "En anden har lokalet i hele eller en del af tiden. Intet er gemt.",
        "collisions": [{"starts_at": "2026-12-01T18:00:00+01:00", "ends_at": "2026-12-01T19:30:00+01:00"}],
        "alternatives": [
            {
                "kind": "other_time",
                "room_id": "0d5e61ac-6a53-5c3e-9c47-a6d1b1a0f5b1",
                "room_slug": "hal-b",
                "room_name": "Hal B",
                "site_name": "Fløjby Hallen",
                "starts_at": "2026-12-02T18:00:00+01:00",
                "ends_at": "2026-12-02T20:00:00+01:00",
            }
        ],
    },
)
_REFUSED = Example(
    summary="The rules say no",
    value={
        "type": "/problemer/refused",
        "title": "Det kan ikke lade sig gøre",
        "status": 422,
        "detail": "Reglerne for lokalet siger nej. Intet er gemt.",
        "verdicts": [
            {
                "rule": "opening_hours",
                "effect": "refuse",
                "code": "outside_opening_hours",
                "sentence": "Uden for åbningstiden. Der er åbent 08.00-23.00.",
            }
        ],
    },
)


def _spec(kind: type[Problem], description: str, example: Example | None = None) -> ResponseSpec:
    return ResponseSpec(
        kind,
        generate_examples=False,
        description=description,
        media_type=PROBLEM_TYPE,  # pyright: ignore[reportArgumentType], any media type will do
        examples=[example] if example else None,
    )


_ALL = {
    400: _spec(MalformedProblem, "Malformed: what could not be read, field by field"),
    401: _spec(Problem, "Send an API key as `Authorization: Bearer`, or sign in"),
    403: _spec(Problem, "The caller may not do this for this association"),
    404: _spec(Problem, "There is no such thing that the caller may see"),
    409: _spec(answers.TakenProblem, "Taken, or no longer in a state in which this can be done", _TAKEN),
    412: _spec(Problem, "If-Match named another version: somebody changed it meanwhile"),
    422: _spec(answers.RefusedProblem, "Understood, and refused by the rules", _REFUSED),
    503: _spec(Problem, "A part of the system is away for a moment; nothing is stored. Try again"),
}


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """For `responses=`; 400 and 503 are always possible."""
    return {status: _ALL[status] for status in sorted({400, 503, *statuses})}
