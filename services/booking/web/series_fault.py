# SPDX-License-Identifier: MPL-2.0
"""What is wrong with a series somebody typed, and at which field it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.booking.errors import RecurrenceInvalid
from services.booking.model import ParameterValue
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.written_dates import date_without_weekday

FIELD_OF = {
    "unbounded": "until",
    "until_before_first": "until",
    "too_many_dates": "until",
    "no_dates": "until",
    "beyond_calendar": "until",
    "count_below_one": "count",
    "no_length": "to",
    "too_long": "end_date",
    "overlaps_itself": "to",
    "rooms_overlap": "rooms",
    "rooms_doubled": "rooms",
    "too_many_times": "rooms",
}
"""Which field a fault of the series is told at; of what stands in no field: at the choice of how often."""


@dataclass(frozen=True, slots=True)
class SeriesFault:
    """What is wrong with one field; `parameters` go into the sentence."""

    field_name: str
    key: str
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict[str, ParameterValue])


def fault_of(fault: RecurrenceInvalid, repeat: str = "") -> SeriesFault:
    """At its field."""
    name = FIELD_OF.get(fault.code, "repeat")
    if name == "until" and repeat not in ("week", "month"):
        name = "dates" if repeat == "dates" else "date"
    return SeriesFault(name, f"recurrence.error.{fault.code}", fault.parameters)


def fault_sentences(faults: Sequence[SeriesFault], say: Say, language: Language) -> list[tuple[str, str]]:
    """Field and sentence."""
    return [
        (fault.field_name, say(fault.key, **{name: _read(value, language) for name, value in fault.parameters.items()}))
        for fault in faults
    ]


def _read(value: ParameterValue, language: Language) -> str:
    return date_without_weekday(value, language) if isinstance(value, date) else str(value)
