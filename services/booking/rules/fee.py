# SPDX-License-Identifier: MPL-2.0
"""What a booking costs."""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.clock_time import ClockTimes
from services.booking.rules.misfit import Misfit
from services.booking.rules.rule import Rule
from services.booking.rules.scope import WEEKDAYS, days_of, wall_hours
from services.shared.wall_clock import local

Ore = Annotated[int, Field(ge=0, le=1_000_000_000)]
Unit = Literal[
    "hour", "day", "booking", "person", "person_night", "staff_hour", "season", "month", "year", "square_metre_year"
]


class Fee(Rule):
    """One line of a price list, in øre. Lines that speak of a wish add up; `price_of` gives the sum.

    `item`: what it is for, e.g. "room", "set_up", "cleaning", "staff", "light". `amount_ore` for each `per`, or a
    `percent` more or (below 0) less of the same item; neither: by bill, when what it took is known. 0: free.
    `hours`: how many make up the unit when it is "hour". `counted_in`: minutes that begun ones are rounded up to, so 60 is
    "each commenced hour". `clock`: only the time within these hours of the day is counted. `longer_than` and `up_to`: only
    bookings of such a length. `day_cap_ore`: the most it comes to in a day. A day is a begun stretch of 24 hours; a night
    is a midnight that is passed. `on_breach`: only when something was not done, so it is told on the policy page and not
    in an answer.

    Source: folkeoplysningsloven § 22: assigned rooms are free, light, heat, cleaning and necessary equipment included; a
    fee may be charged only under stk. 4-5, whose two ceilings the municipality keeps in its accounts.
    """

    rule: Literal["fee"] = "fee"
    effect: Effect = Effect.NOTE
    item: Annotated[str, Field(pattern="^[a-z_]+$")] = "room"
    amount_ore: Ore | None = None
    percent: Annotated[int, Field(ge=-100, le=1000)] | None = None
    per: Unit = "booking"
    hours: Annotated[int, Field(ge=1, le=24)] = 1
    counted_in: Annotated[int, Field(ge=1, le=1440)] | None = None
    clock: ClockTimes | None = None
    longer_than: timedelta | None = None
    up_to: timedelta | None = None
    day_cap_ore: Ore | None = None
    on_breach: bool = False

    @model_validator(mode="after")
    def makes_sense(self) -> Self:
        """Raise Misfit when it is both an amount and a percentage."""
        if self.amount_ore is not None and self.percent is not None:
            raise Misfit("fee_both")
        return self


def fee(wish: Wish, _facts: Facts, parameters: Fee) -> Verdict | None:
    """Tell what the line comes to, or its rate when that cannot be told yet."""
    if not applies(wish, parameters):
        return None
    about = {"item": parameters.item}
    if parameters.percent is not None:
        code = "fee_less" if parameters.percent < 0 else "fee_more"
        return Verdict(parameters.rule, parameters.effect, code, {**about, "percent": abs(parameters.percent)})
    if parameters.amount_ore is None:
        return Verdict(parameters.rule, parameters.effect, "fee_by_bill", about)
    if parameters.amount_ore == 0:
        return Verdict(parameters.rule, parameters.effect, "fee_free", about)
    total = amount_of(wish, parameters)
    if total is None:
        rate = {**about, "amount_ore": parameters.amount_ore, "unit": parameters.per}
        return Verdict(parameters.rule, parameters.effect, "fee_rate", rate)
    return Verdict(parameters.rule, parameters.effect, "fee_amount", {**about, "total_ore": total})


def applies(wish: Wish, parameters: Fee) -> bool:
    """True when the line is to be paid for a wish of that length at that time, as far as can be told when it is booked."""
    if parameters.on_breach or (parameters.clock and not _counted(wish, parameters)):
        return False
    if parameters.longer_than is not None and wish.span.length <= parameters.longer_than:
        return False
    return parameters.up_to is None or wish.span.length <= parameters.up_to


def amount_of(wish: Wish, parameters: Fee) -> int | None:
    """The line in øre, rounded half up; None where it is not a matter of the one booking."""
    if parameters.amount_ore is None:
        return None
    days, nights = _days(wish), len(days_of(wish.span)) - 1
    match parameters.per:
        case "hour":
            amount = _by_time(parameters, _counted(wish, parameters))
        case "day":
            amount = parameters.amount_ore * days
        case "booking":
            amount = parameters.amount_ore
        case "person":
            amount = parameters.amount_ore * wish.attendance
        case "person_night":
            amount = parameters.amount_ore * wish.attendance * nights
        case _:
            return None
    return amount if parameters.day_cap_ore is None else min(amount, parameters.day_cap_ore * days)


def _days(wish: Wish) -> int:
    """Begun days of 24 hours by the clock on the wall: an evening that ends after midnight is one."""
    lasts = local(wish.span.end).replace(tzinfo=None) - local(wish.span.start).replace(tzinfo=None)
    return max(-(-lasts // timedelta(days=1)), 1)


def _by_time(parameters: Fee, time_used: timedelta) -> int:
    minutes = -(-time_used // timedelta(minutes=1))
    if parameters.counted_in:
        minutes = -(-minutes // parameters.counted_in) * parameters.counted_in
    unit = parameters.hours * 60
    return ((parameters.amount_ore or 0) * minutes * 2 + unit) // (2 * unit)


def _counted(wish: Wish, parameters: Fee) -> timedelta:
    """How much of the booking is paid for: with a `clock`, what lies in those hours of the days the rule speaks of."""
    if parameters.clock is None:
        return wish.span.length
    days = parameters.when.days if parameters.when else ()
    total = timedelta()
    for day in days_of(wish.span, before=True):
        if not days or WEEKDAYS[day.weekday()] in days:
            hours = wall_hours(day, *parameters.clock)
            if hours is None:
                continue
            total += max(min(hours.end, wish.span.end) - max(hours.start, wish.span.start), timedelta())
    return total
