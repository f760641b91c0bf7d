# SPDX-License-Identifier: MPL-2.0
"""How long the rules take over one wish, with the largest policy that is shipped and a season already booked."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from uuid import UUID

from services.booking.demo.policies import demo_policies
from services.booking.model import Association, Facts, Room, Series, Span, Use, Wish
from services.booking.rules import in_order, judge
from tests.load.figures import Figure, at_most, middle

_CLUB, _ROOM = UUID(int=1), UUID(int=2)
_EVENING = Span(datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 12, 1, 19, tzinfo=UTC))
_WEEK = timedelta(days=7)


def measure_rules(rounds: int = 2000) -> Figure:
    """The median of many, without the database."""
    versions = [version for policy in demo_policies().values() for version in policy.versions]
    rules = in_order(max(versions, key=lambda version: len(version.rules)).rules)
    wish, facts = _wish(), _facts()
    seconds: list[float] = []
    for _ in range(rounds):
        begun = perf_counter()
        judge(rules, wish, facts)
        seconds.append(perf_counter() - begun)
    remark = f"{len(rules)} rules, {len(facts.uses)} dates booked"
    return at_most("rules on one wish, median", middle(seconds) * 1e6, 200, "µs", remark)


def _wish() -> Wish:
    return Wish(
        association_id=_CLUB,
        room_id=_ROOM,
        span=_EVENING,
        purpose="Lejr",
        attendance=30,
        age_from=10,
        age_to=16,
        series=Series(8, date(2026, 12, 1), date(2027, 1, 19)),
    )


def _facts() -> Facts:
    season = (Span(_EVENING.start - number * _WEEK, _EVENING.end - number * _WEEK) for number in range(1, 41))
    return Facts(
        now=datetime(2026, 10, 1, 12, tzinfo=UTC),
        room=Room(_ROOM, "Salen", _ROOM, "Skolen", "", 70, _ROOM, _ROOM),
        hours=(Span(_EVENING.start - _WEEK, _EVENING.end + _WEEK),),
        closed_days=(),
        association=Association(_CLUB, "Spejderne", "voluntary_association", date(2020, 1, 1), None, date(2026, 1, 1)),
        uses=tuple(Use(_CLUB, _CLUB, _ROOM, "hall", span, "", "confirmed") for span in season),
    )
