# SPDX-License-Identifier: MPL-2.0
"""What is wrong with a line, and what to write instead; the sentences live at the edge, keyed by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.booking.model import ParameterValue


@dataclass(frozen=True, slots=True)
class Fault:
    """`school_holidays.fault.<code>` says it."""

    code: str
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict[str, ParameterValue])


def fault(code: str, **parameters: ParameterValue) -> Fault:
    """One of them."""
    return Fault(code, parameters)
