# SPDX-License-Identifier: MPL-2.0
"""What booking's errors are over HTTP: `problem.<slug>.title` and `.detail` are their sentences."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request

from services.booking import errors
from services.booking.commands.place_series import SeriesNotFree
from services.booking.model import Span
from services.booking.queries.alternatives import Alternative
from services.booking.web.api import series_telling, telling
from services.booking.web.recurrence_wording import fault_sentence
from services.shared.web.problems import Describe, Problem
from services.shared.web.visit import Visit


class Collision(Exception):
    """A wish that met others, with what could be had instead."""

    def __init__(self, room_id: UUID, taken: tuple[Span, ...], alternatives: tuple[Alternative, ...]) -> None:
        super().__init__(str(room_id))
        self.taken = taken
        self.alternatives = alternatives


def _plain(slug: str, status: int, _request: Request[Any, Any, Any], _error: Exception) -> Problem:
    return Problem(slug, status)


def _refused(request: Request[Any, Any, Any], error: errors.Refused) -> Problem:
    return Problem("refused", 422, extra={"verdicts": telling.verdicts(error.verdicts, Visit.of(request))})


def _collision(_request: Request[Any, Any, Any], error: Collision) -> Problem:
    return Problem(
        "slot-taken",
        409,
        extra={
            "collisions": telling.times(error.taken),
            "alternatives": telling.alternatives(error.alternatives),
        },
    )


def _slot_taken(_request: Request[Any, Any, Any], error: errors.SlotTaken) -> Problem:
    return Problem("slot-taken", 409, extra={"collisions": telling.times([error.span])})


def _series_not_free(request: Request[Any, Any, Any], error: SeriesNotFree) -> Problem:
    return Problem("series-not-free", 409, extra=series_telling.counted(error.trial, Visit.of(request)))


def _recurrence_invalid(request: Request[Any, Any, Any], error: errors.RecurrenceInvalid) -> Problem:
    visit = Visit.of(request)
    return Problem("recurrence-invalid", 422, {"why": fault_sentence(error, visit.say, visit.language)})


def _wrong_state(_request: Request[Any, Any, Any], error: errors.WrongState) -> Problem:
    return Problem("wrong-state", 409, extra={"status_now": error.status})


DESCRIBE: Mapping[type[Exception], Describe] = {
    errors.Refused: _refused,
    Collision: _collision,
    errors.SlotTaken: _slot_taken,
    SeriesNotFree: _series_not_free,
    errors.RecurrenceInvalid: _recurrence_invalid,
    errors.WrongState: _wrong_state,
    errors.NoSuchRoom: partial(_plain, "no-such-room", 404),
    errors.NoSuchAssociation: partial(_plain, "no-such-association", 404),
    errors.NoSuchBooking: partial(_plain, "no-such-booking", 404),
    errors.NoSuchClosure: partial(_plain, "no-such-closure", 404),
    errors.NoSuchPolicy: partial(_plain, "no-such-policy", 404),
    errors.NoSuchDraft: partial(_plain, "no-such-draft", 404),
    errors.NoSuchRule: partial(_plain, "no-such-rule", 404),
    errors.NoSuchPlan: partial(_plain, "no-such-plan", 404),
    errors.NoSuchLine: partial(_plain, "no-such-line", 404),
    errors.TooManyLines: partial(_plain, "too-many-lines", 422),
    errors.NoSuchHoliday: partial(_plain, "no-such-holiday", 404),
    errors.NotAllowed: partial(_plain, "not-allowed", 403),
    errors.StaleVersion: partial(_plain, "stale-version", 412),
    errors.DateMissing: partial(_plain, "date-missing", 422),
    errors.DayClosed: partial(_plain, "day-closed", 409),
    errors.OutsideHours: partial(_plain, "outside-hours", 409),
    errors.NoSuchCalendar: partial(_plain, "no-such-calendar", 404),
    errors.HitsChanged: partial(_plain, "hits-changed", 409),
    errors.NotShorter: partial(_plain, "not-shorter", 422),
    errors.ReasonMissing: partial(_plain, "reason-missing", 422),
    errors.KeyReused: partial(_plain, "key-reused", 422),
}
"""Errors that are not here are defects and answered as such."""
