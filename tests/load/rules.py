# SPDX-License-Identifier: MPL-2.0
"""How long the rules take over one wish, by every policy that is shipped."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from uuid import UUID

from services import booking
from services.booking.model import Association, Facts, Room, Series, Span, Use, Wish
from services.booking.policy_files.read import read_policy_file
from services.booking.policy_files.run import as_facts, as_wish
from services.booking.rules import AnyRule, in_order, judge
from tests.load.figures import Figure, at_most, middle

_CLUB, _ROOM = UUID(int=1), UUID(int=2)
_EVENING = Span(datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 12, 1, 19, tzinfo=UTC))
_WEEK = timedelta(days=7)
_BOOKING = Path(booking.__file__).parent
_PUBLISHED, _DEMO = _BOOKING / "policies", _BOOKING / "demo/policies"
ROUNDS = 300


def measure_rules() -> list[Figure]:
    """The median of many, without the database: the largest policy, and the slowest of all that is shipped."""
    policies = [_read(file) for folder in (_PUBLISHED, _DEMO) for file in sorted(folder.glob("*.yaml"))]
    largest = max(policies, key=lambda policy: len(policy.rules))
    slowest, seconds = max(((policy, _slowest(policy)) for policy in policies), key=itemgetter(1))
    return [
        at_most("the largest policy on one wish, median", _slowest(largest) * 1e6, 200, "µs", _said(largest)),
        at_most("the slowest policy on one wish, median", seconds * 1e6, 200, "µs", _said(slowest)),
    ]


@dataclass(frozen=True)
class _Shipped:
    name: str
    rules: tuple[AnyRule, ...]
    wishes: tuple[tuple[Wish, Facts], ...]


def _read(file: Path) -> _Shipped:
    """A policy with its own examples, and a wish for a season that much is already booked around."""
    read = read_policy_file(file)
    assert read.reading.content, read.issues
    examples = ((as_wish(one.wish), as_facts(one.wish, one.facts)) for one in read.reading.content.examples)
    rules = in_order([source.rule for source in read.rules])
    return _Shipped(file.name, rules, (*examples, (_wish(), _facts())))


def _slowest(policy: _Shipped) -> float:
    return max(_seconds(policy.rules, wish, facts) for wish, facts in policy.wishes)


def _seconds(rules: tuple[AnyRule, ...], wish: Wish, facts: Facts) -> float:
    """The lowest of three medians: of eight hundred wishes some meet a moment when the machine does something else."""
    medians: list[float] = []
    for _ in range(3):
        seconds: list[float] = []
        for _ in range(ROUNDS // 3):
            begun = perf_counter()
            judge(rules, wish, facts)
            seconds.append(perf_counter() - begun)
        medians.append(middle(seconds))
    return min(medians)


def _said(policy: _Shipped) -> str:
    return f"{policy.name}: {len(policy.rules)} rules, the slowest of {len(policy.wishes)} wishes"


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
