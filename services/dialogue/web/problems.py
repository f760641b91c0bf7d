# SPDX-License-Identifier: MPL-2.0
"""What dialogue's errors are over HTTP: `problem.<slug>.title` and `.detail` are their sentences."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from litestar import Request

from services.dialogue import errors
from services.shared.web.problems import Describe, Problem


def _plain(slug: str, status: int, _request: Request[Any, Any, Any], _error: Exception) -> Problem:
    return Problem(slug, status)


def _with(slug: str, status: int, *names: str) -> Describe:
    """A problem that tells some of the error's own facts."""

    def describe(_request: Request[Any, Any, Any], error: Any) -> Problem:
        return Problem(slug, status, extra={name: _told(getattr(error, name)) for name in names})

    return describe


def _told(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


DESCRIBE: Mapping[type[Exception], Describe] = {
    errors.NoSuchSession: partial(_plain, "no-such-session", 404),
    errors.NoSuchSignUp: partial(_plain, "no-such-sign-up", 404),
    errors.NoSuchNeed: partial(_plain, "no-such-need", 404),
    errors.NotOpen: _with("sign-up-not-open", 409, "why"),
    errors.Full: _with("session-full", 409, "why"),
    errors.PartyRefused: _with("party-refused", 422, "why", "field", "limit"),
    errors.NoRoomForMore: _with("no-room-for-more", 409, "free"),
    errors.TooManySignUps: _with("too-many-sign-ups", 429, "why"),
    errors.KeyReused: partial(_plain, "key-reused", 422),
    errors.AlreadySignedUp: _with("already-signed-up", 409, "state"),
    errors.MailJustSent: partial(_plain, "mail-just-sent", 429),
    errors.SignUpOver: _with("sign-up-over", 409, "state"),
    errors.NotOffered: partial(_plain, "not-offered", 409),
    errors.AlreadyProved: partial(_plain, "link-used", 409),
    errors.NotInLine: _with("not-in-line", 409, "state"),
    errors.CapacityBelow: _with("capacity-below", 409, "taken"),
    errors.NotReal: _with("session-not-real", 422, "missing"),
    errors.SessionRefused: _with("session-refused", 422, "wrong"),
    errors.WrongState: _with("session-wrong-state", 409, "state"),
    errors.StaleVersion: partial(_plain, "session-stale", 412),
    errors.ReasonMissing: partial(_plain, "session-reason-missing", 422),
    errors.AlreadyCheckedIn: partial(_plain, "already-checked-in", 409),
    errors.TicketRefused: partial(_plain, "ticket-refused", 404),
}
"""Errors that are not here are defects and answered as such."""
