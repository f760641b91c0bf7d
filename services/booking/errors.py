# SPDX-License-Identifier: MPL-2.0
"""What can go wrong in booking. None of them knows HTTP; the web gives each a status and a sentence."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.booking.model import Holiday, ParameterValue, Span, Verdict


class BookingError(Exception):
    """Expected: it stops the command and nothing is stored."""


class Refused(BookingError):
    """The rules say no; all verdicts are told at once."""

    def __init__(self, verdicts: tuple[Verdict, ...]) -> None:
        super().__init__(", ".join(verdict.code for verdict in verdicts))
        self.verdicts = verdicts


class SlotTaken(BookingError):
    """Some cell of the room is held by another booking or a closure at that time."""

    def __init__(self, room_id: UUID, span: Span) -> None:
        super().__init__(f"room {room_id} is taken within {span.start.isoformat()}/{span.end.isoformat()}")
        self.room_id = room_id
        self.span = span


class NoSuchRoom(BookingError):
    """There is no room with that id or address."""


class NoSuchAssociation(BookingError):
    """There is no association with that id."""


class NoSuchBooking(BookingError):
    """There is no booking with that id that the caller may see."""


class NoSuchClosure(BookingError):
    """There is no closure in force with that id."""


class NotAllowed(BookingError):
    """The caller may not do this for this association."""


class WrongState(BookingError):
    """The booking has been decided, cancelled or is over; what was asked no longer applies."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class DateMissing(BookingError):
    """A series has many dates: which one is meant must be said."""


class DayClosed(BookingError):
    """The municipality has closed that day since; it must be opened again first."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


class HitsChanged(BookingError):
    """Other dates stand on the day to be closed than whoever confirms has seen. Nothing is stored."""


class NotShorter(BookingError):
    """A shortening must lie inside the time already held and be less than it."""


class ReasonMissing(BookingError):
    """A refusal or a cancellation by the municipality needs a reason (forvaltningsloven §§ 22 and 24)."""


class KeyReused(BookingError):
    """The Idempotency-Key was used for another request."""


class StaleVersion(BookingError):
    """Somebody changed the booking meanwhile."""


class PolicyInvalid(BookingError):
    """A stored policy does not fit the rules this version knows."""


class NoSuchPolicy(BookingError):
    """There is no policy, or no version of it, with that number."""


class NoSuchDraft(BookingError):
    """Nobody is working on a draft of that policy; it was adopted or discarded."""


class NoSuchRule(BookingError):
    """The draft has no rule with that number."""


class NotAdoptable(BookingError):
    """The decision lacks something; `problems` is field to code, and the sentences live at the edge."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class RecurrenceInvalid(BookingError):
    """What was asked for is no series we can hold; the sentence lives at the edge, keyed `recurrence.error.<code>`."""

    def __init__(self, code: str, **parameters: ParameterValue) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


class NoSuchPlan(BookingError):
    """There is no plan with that id of that association; it was discarded."""


class NoSuchLine(BookingError):
    """The plan has no such line, or it has been removed or booked."""


class TooManyLines(BookingError):
    """A plan holds so many lines and no more."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class FileUnreadable(BookingError):
    """Nothing in the file can be told line by line; the sentence lives at the edge, keyed by `code`."""

    def __init__(self, code: str, **parameters: ParameterValue) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


class HolidaysChanged(BookingError):
    """The school holidays are not as they were when the change was shown. Nothing is stored."""


class NoSuchHoliday(BookingError):
    """There is no school holiday, and no change of them, with that id."""


class AlreadyUndone(BookingError):
    """That change of the school holidays has been taken back."""


class HolidaysInTheWay(BookingError):
    """A change cannot be taken back: what it made has been touched since, or something lies where it led away from."""

    def __init__(self, holidays: tuple[Holiday, ...]) -> None:
        super().__init__(f"{len(holidays)} holidays")
        self.holidays = holidays


class NoSuchCalendar(BookingError):
    """There is no opening calendar with that id, or a room follows another one than was said."""


class OutsideHours(BookingError):
    """The opening hours of the room have been changed since, and the time lies outside them, or on a day that is closed."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day
