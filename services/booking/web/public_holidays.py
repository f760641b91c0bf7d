# SPDX-License-Identifier: MPL-2.0
"""/lokaler/helligdage: the public holidays to come, and what each policy in force does with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get

from services.booking.queries.policies import list_all_policies
from services.booking.queries.public_holidays import CalendarsThatDay, list_calendars_on, list_stored_holidays
from services.booking.queries.rooms import list_policies
from services.booking.rules.holiday_closings import closing_rules, follows_calendar, is_for_all, tied_days
from services.booking.rules.policy import Policy
from services.booking.rules.public_holidays import PublicHoliday, public_holidays_in
from services.booking.web.actor import SEES
from services.booking.web.wording import rule_sentence
from services.shared.web.access import allow
from services.shared.web.pages import crumbs
from services.shared.web.visit import Visit

HOME = "/lokaler/helligdage"
YEARS = 2


@dataclass(frozen=True, slots=True)
class PolicyThatDay:
    """What one policy does with one holiday."""

    id: UUID
    name: str
    by_rule: tuple[tuple[bool, str], ...]
    """Its rules that close the day: whether for everybody, and the rule in words."""
    closed: int
    """Rooms that are closed."""
    open: int


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One holiday."""

    day: date
    name: str
    is_missing: bool
    """The opening calendars do not know it."""
    policies: tuple[PolicyThatDay, ...]

    @property
    def closed(self) -> int:
        """Rooms that are closed."""
        return sum(one.closed for one in self.policies)

    @property
    def open(self) -> int:
        """Rooms that can be booked."""
        return sum(one.open for one in self.policies)


@get(HOME, opt=allow(*SEES), include_in_schema=False)
async def public_holidays(request: Request[Any, Any, Any]) -> Response[Any]:
    """Two years ahead."""
    visit = Visit.of(request)
    last = date(visit.today.year + YEARS, visit.today.month, min(visit.today.day, 28))
    found = public_holidays_in(range(visit.today.year, last.year + 1))
    coming = [one for one in found if visit.today <= one.day <= last]
    days = [one.day for one in coming]
    async with visit.pool.acquire() as connection:
        lines = [line for line in await list_all_policies(connection, visit.today) if line.rooms]
        in_force = await list_policies(connection, frozenset(line.id for line in lines), visit.today)
        calendars = await list_calendars_on(connection, days)
        stored = await list_stored_holidays(connection, days)
    policies = [in_force[line.id] for line in lines if line.id in in_force]
    rooms = {(one.policy_id, one.day): one for one in calendars}
    title = visit.say("public_holidays.title")
    return visit.show(
        "public_holidays.html",
        title=title,
        crumbs=crumbs(title),
        last=last,
        rows=[_row(one, policies, rooms, one.day not in stored, visit) for one in coming],
        tied=[
            (policy, rule_sentence(one.rule, visit.say, visit.language), one.days)
            for policy in policies
            for one in tied_days(policy.rules, visit.today, last)
        ],
        unbound=[policy for policy in policies if not follows_calendar(policy.rules)],
        undecided=[line for line in lines if line.id not in in_force],
    )


def _row(
    one: PublicHoliday,
    policies: Sequence[Policy],
    rooms: Mapping[tuple[UUID, date], CalendarsThatDay],
    is_missing: bool,
    visit: Visit,
) -> HolidayRow:
    name = one.name.da if visit.language == "da" else one.name.en
    return HolidayRow(one.day, name, is_missing, tuple(_policy(policy, one.day, rooms, visit) for policy in policies))


def _policy(
    policy: Policy, day: date, rooms: Mapping[tuple[UUID, date], CalendarsThatDay], visit: Visit
) -> PolicyThatDay:
    """A rule that closes the day for everybody closes every room; else the calendars do, where the policy heeds them."""
    own = rooms[policy.policy_id, day]
    closing = closing_rules(policy.rules, day)
    by_rule = tuple((is_for_all(rule), rule_sentence(rule, visit.say, visit.language)) for rule in closing)
    if any(is_all for is_all, _ in by_rule):
        closed = own.closed + own.open
    else:
        closed = own.closed if follows_calendar(policy.rules) else 0
    return PolicyThatDay(policy.policy_id, policy.name, by_rule, closed, own.closed + own.open - closed)
