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
    """`allowed`: False for single dates only. `minimum_dates` and `maximum_dates`: how many a series has.

    `maximum`: from the first date, e.g. P6M, the end not in it.
    """

    rule: Literal["series_allowed"] = "series_allowed"
    allowed: bool = True
    minimum_dates: Annotated[int, Field(ge=2, le=10_000)] | None = None
    maximum_dates: Annotated[int, Field(ge=1, le=10_000)] | None = None
    maximum: Period | None = None

    @model_validator(mode="after")
    def _is_days(self) -> Self:
        if self.maximum is not None and (self.maximum.elapsed or not (self.maximum.months or self.maximum.days)):
            raise Misfit("series_days")
        return self


def series_allowed(wish: Wish, _facts: Facts, parameters: SeriesAllowed) -> Verdict | None:
    """Tell which bound the series breaks. A single date is none."""
    series = wish.series
    if series is None:
        return None
    if not parameters.allowed:
        return Verdict(parameters.rule, parameters.effect, "series_not_allowed")
    least, most = parameters.minimum_dates, parameters.maximum_dates
    if least is not None and series.dates < least:
        figures = {"minimum": least, "dates": series.dates}
        return Verdict(parameters.rule, parameters.effect, "series_of_too_few", figures)
    if most is not None and series.dates > most:
        figures = {"maximum": most, "dates": series.dates}
        return Verdict(parameters.rule, parameters.effect, "series_of_too_many", figures)
    if parameters.maximum is not None:
        end = parameters.maximum.after_day(series.first)
        if series.last >= end:
            return Verdict(parameters.rule, parameters.effect, "series_too_long", {"latest": end - timedelta(days=1)})
    return None
