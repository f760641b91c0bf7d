# SPDX-License-Identifier: MPL-2.0
"""Whether dates may be a series, and how long a one."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.booking.model import Series
from services.booking.rules.series_allowed import SeriesAllowed, series_allowed
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import facts, wish


def said(series: Series | None, **parameters: object) -> str | None:
    return code_of(series_allowed(wish(series=series), facts(), SeriesAllowed.model_validate(parameters)))


def test_a_single_date_is_no_series() -> None:
    assert said(None, allowed=False, maximum_dates=1, maximum="P1D") is None


def test_no_series_at_all_and_no_more_dates_than_said() -> None:
    ten = Series(10, date(2026, 8, 3), date(2026, 10, 5))
    assert said(ten, allowed=False) == "series_not_allowed"
    assert said(ten, maximum_dates=10) is None
    assert said(ten, maximum_dates=9) == "series_of_too_many"
    assert said(ten) is None
    assert said(ten, minimum_dates=10) is None
    assert said(ten, minimum_dates=11) == "series_of_too_few"
    assert said(None, minimum_dates=5) is None, "a single date is none"


@pytest.mark.parametrize(
    ("first", "last", "maximum", "fits"),
    [
        (date(2026, 8, 1), date(2027, 7, 31), "P1Y", True),
        (date(2026, 8, 1), date(2027, 8, 1), "P1Y", False),
        (date(2026, 8, 31), date(2027, 2, 27), "P6M", True),
        (date(2026, 8, 31), date(2027, 2, 28), "P6M", False),
        (date(2026, 10, 20), date(2026, 10, 26), "P7D", True),  # over the night summer time ends
        (date(2026, 10, 20), date(2026, 10, 27), "P7D", False),
    ],
)
def test_a_series_ends_before_the_period_does(first: date, last: date, maximum: str, fits: bool) -> None:
    assert said(Series(2, first, last), maximum=maximum) == (None if fits else "series_too_long")


def test_the_last_day_that_would_do_is_told() -> None:
    rule = SeriesAllowed.model_validate({"maximum": "P6M"})
    verdict = series_allowed(wish(series=Series(30, date(2026, 8, 1), date(2027, 6, 1))), facts(), rule)
    assert verdict and verdict.parameters["latest"] == date(2027, 1, 31)


@pytest.mark.parametrize("maximum", ["PT1H", "P0D"])
def test_a_series_is_not_measured_in_hours(maximum: str) -> None:
    with pytest.raises(ValidationError):
        SeriesAllowed.model_validate({"maximum": maximum})
