# SPDX-License-Identifier: MPL-2.0
"""Times of a season are asked for together, within the days that applications are taken."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import model_validator

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.limit_window import season_around
from services.booking.rules.misfit import Misfit
from services.booking.rules.month_day import MonthDay
from services.booking.rules.rule import Rule
from services.booking.rules.yearly_moment import Moment, YearlyMoment
from services.shared.wall_clock import local


class ApplicationRound(Rule):
    """A wish for a date in `covers` is made from `opens` until `closes`; a day without a time counts whole.

    `covers`: every year's season, with the round that last closed before it began; or `covers_dates`, one period, with
    moments that name a year. `opens` left out: any time before. `answer_by`: when applicants hear. `leftovers`: what
    nobody got may be asked for after the answer, or after the end where there is no day for it.
    """

    rule: Literal["application_round"] = "application_round"
    opens: Moment | None = None
    closes: Moment
    covers: tuple[MonthDay, MonthDay] | None = None
    covers_dates: tuple[date, date] | None = None
    answer_by: Moment | None = None
    leftovers: bool = False

    @model_validator(mode="after")
    def _covers_one(self) -> Self:
        if (self.covers is None) is (self.covers_dates is None):
            raise Misfit("round_covers_one")
        moments = [one for one in (self.opens, self.closes, self.answer_by) if one]
        if any((one.year is None) is not (self.covers_dates is None) for one in moments):
            raise Misfit("round_years")
        return self


def application_round(wish: Wish, facts: Facts, parameters: ApplicationRound) -> Verdict | None:
    """Tell when it opens, or when it closed."""
    begins = _period_of(local(wish.span.start).date(), parameters)
    if begins is None:
        return None
    opens, closes, answer = moments_of(parameters, begins)
    if opens is not None and facts.now < opens:
        return Verdict(parameters.rule, parameters.effect, "round_opens", {"opens": opens, "closes": closes})
    if facts.now < closes or (parameters.leftovers and facts.now >= (answer or closes)):
        return None
    if parameters.leftovers and answer is not None:
        return Verdict(parameters.rule, parameters.effect, "round_being_shared_out", {"leftovers": answer})
    return Verdict(parameters.rule, parameters.effect, "round_closed", {"closed": closes})


def moments_of(parameters: ApplicationRound, begins: date) -> tuple[datetime | None, datetime, datetime | None]:
    """When the round for a period opens, closes and is answered: the last that is over before the period begins."""
    year = begins.year
    if parameters.closes.day_in(year) >= begins:
        year -= 1
    closes = parameters.closes.closes(year)
    opens = _nearest(parameters.opens, closes, year, before=True)
    answer = _nearest(parameters.answer_by, closes, year, before=False)
    return opens, closes, answer


def _nearest(moment: YearlyMoment | None, closes: datetime, year: int, *, before: bool) -> datetime | None:
    if moment is None:
        return None
    if before:
        opens = moment.opens(year)
        return opens if opens < closes else moment.opens(year - 1)
    answer = moment.closes(year)
    return answer if answer >= closes else moment.closes(year + 1)


def _period_of(day: date, parameters: ApplicationRound) -> date | None:
    if parameters.covers_dates is not None:
        first, last = parameters.covers_dates
        return first if first <= day <= last else None
    season = season_around(day, *parameters.covers) if parameters.covers else None
    return season[0] if season else None
