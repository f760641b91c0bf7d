# SPDX-License-Identifier: MPL-2.0
"""Hours of the Danish clock as policies state them: 19:00."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator

from services.booking.rules.misfit import Misfit


def without_zone(at: time) -> time:
    """The same. Raises Misfit when it says a time zone: whose clock is meant is the same all year."""
    if at.tzinfo is not None:
        raise Misfit("clock_with_zone")
    return at


ClockTime = Annotated[time, AfterValidator(without_zone)]
ClockTimes = tuple[ClockTime, ClockTime]
