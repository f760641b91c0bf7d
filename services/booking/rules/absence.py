# SPDX-License-Identifier: MPL-2.0
"""Who leaves rooms unused has less claim to them."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.period import Period, parse_period
from services.booking.rules.rule import Rule

Consequence = Literal["last_priority", "withdraw", "suspend", "exclude", "fee", "none"]
_YEAR = parse_period("P1Y")


class Absence(Rule):
    """`over_percent` of the association's dates within `period` back from now, and more than `over_dates` of them, unused.

    `consequence`: "last_priority" puts its wishes after all others when seasons are shared out; the rest somebody decides,
    after hearing the association. `late_counts`: dates called off too late count as unused. Dates the municipality took
    back never count.

    Source: folkeoplysningsloven § 21 stk. 7; hearing: forvaltningsloven § 19.
    """

    rule: Literal["absence"] = "absence"
    effect: Effect = Effect.NOTE
    over_percent: Annotated[int, Field(ge=0, le=100)] = 0
    over_dates: Annotated[int, Field(ge=0, le=10_000)] = 0
    period: Period = _YEAR
    consequence: Consequence = "none"
    late_counts: bool = False

    @property
    def reach(self) -> timedelta:
        """The whole period, from a wish as far ahead as a year and a half."""
        return timedelta(days=self.period.months * 31 + self.period.days + 550) + self.period.elapsed


def absence(_wish: Wish, facts: Facts, parameters: Absence) -> Verdict | None:
    """Tell how many of how many dates were not used."""
    unused, dates = counted(facts, parameters)
    if not _is_over(unused, dates, parameters):
        return None
    figures = {"unused": unused, "dates": dates}
    code = "absent_goes_last" if parameters.consequence == "last_priority" else "absent_too_often"
    return Verdict(parameters.rule, parameters.effect, code, figures)


def counted(facts: Facts, parameters: Absence) -> tuple[int, int]:
    """Dates not used, and all that the association had to use; each until now and no further back than the period."""
    if facts.association is None:
        return 0, 0
    who = facts.association.id.int  # comparing two UUIDs costs five times as much
    since = parameters.period.before(facts.now)
    unused = dates = 0
    for use in facts.uses:
        if use.association_id.int != who or use.by_staff or not since <= use.span.start < facts.now:
            continue
        late = parameters.late_counts and use.late
        if late or use.status == "confirmed":
            dates += 1
            unused += late or use.unused
    return unused, dates


def _is_over(unused: int, dates: int, parameters: Absence) -> bool:
    return unused > parameters.over_dates and unused * 100 > parameters.over_percent * dates
