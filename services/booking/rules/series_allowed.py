# SPDX-License-Identifier: MPL-2.0
"""Whether, and how far, dates may be booked as a series."""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.misfit import Misfit
from services.booking.rules.period import Period
from services.booking.rules.rule import Rule


class SeriesAllowed(Rule):
    """`allowed`: False for single dates only. `maximum_dates`; `maximum`: from the first date, e.g. P6M, the end not in it."""

    rule: Literal["series_allowed"] = "series_allowed"
    allowed: bool = True
    maximum_dates: Annotated[int, Field(ge=1, le=10_000)] | None = None
    maximum: Period | None = None

    @model_validator(mode="after")
    def _is_days(self) -> Self:
        if self.maximum is not None and (self.maximum.elapsed or not (self.maximum.months or self.maximum.days)):
            raise Misfit("series_days")
        return self


def series_allowed(wish: Wish, _facts: Facts, parameters: SeriesAllowed) -> Verdict | None:
    """Tell which of the three the series is over. A single date is none."""
    series = wish.series
    if series is None:
        return None
    if not parameters.allowed:
        return Verdict(parameters.rule, parameters.effect, "series_not_allowed")
    most = parameters.maximum_dates
    if most is not None and series.dates > most:
        figures = {"maximum": most, "dates": series.dates}
        return Verdict(parameters.rule, parameters.effect, "series_of_too_many", figures)
    if parameters.maximum is not None:
        end = parameters.maximum.after_day(series.first)
        if series.last >= end:
            return Verdict(parameters.rule, parameters.effect, "series_too_long", {"latest": end - timedelta(days=1)})
    return None
