# SPDX-License-Identifier: MPL-2.0
"""Which of a room's free times can really be asked for, before anybody has said for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.booking.model import Effect, Facts, Judgement, Room, Span, Verdict, Wish
from services.booking.rules import judge
from services.booking.rules.policy import Policy
from services.booking.rules.start_grid import StartGrid
from services.shared.wall_clock import local, start_of_day

NOBODY = UUID(int=0)
"""For whom nobody has said yet; rules about the association have nothing to look at then."""
STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that is free and that no rule refuses."""

    span: Span
    free_until: datetime
    """The end of the free stretch, when somebody wants longer."""
    needs_staff: bool


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be asked for, or why none of the free time can."""

    times: tuple[Offer, ...]
    against: tuple[Verdict, ...]


def offers(
    room: Room, free: tuple[Span, ...], policy: Policy, *, length: timedelta, people: int, now: datetime
) -> Offers:
    """One time of that length from each free stretch, as early in it as the rules allow."""
    times: list[Offer] = []
    against: dict[str, Verdict] = {}
    for stretch in free:
        found = _first_allowed(room, stretch, policy, length, people, now)
        if isinstance(found, Offer):
            times.append(found)
        else:
            against |= {verdict.code: verdict for verdict in found.verdicts if verdict.effect is Effect.REFUSE}
    return Offers(tuple(times), () if times else tuple(against.values()))


def _first_allowed(
    room: Room, stretch: Span, policy: Policy, length: timedelta, people: int, now: datetime
) -> Offer | Judgement:
    """The earliest time in the stretch; a second try where the rules say how long before it must be asked for."""
    said = Judgement((), ())
    for start in _starts(stretch, policy, now):
        if start + length > stretch.end:
            break
        wish = Wish(NOBODY, room.id, Span(start, start + length), purpose="", attendance=people)
        said = judge(policy.rules, wish, Facts(now, room, hours=(stretch,), closed_days=(), association=None))
        if not said.refused:
            return Offer(wish.span, stretch.end, said.needs_staff)
    return said


def _starts(stretch: Span, policy: Policy, now: datetime) -> Iterator[datetime]:
    """The beginning of the stretch, and the earliest beginning that lead times still allow, on the clock's steps."""
    grid = next((timedelta(minutes=rule.minutes) for rule in policy.rules if isinstance(rule, StartGrid)), STEP)
    yield on_step(stretch.start, grid)
    allowed = [rule.minimum.after(now) for rule in policy.rules if rule.rule == "lead_time" and rule.effect == "refuse"]
    later = max(allowed, default=stretch.start)
    if later > stretch.start:
        yield on_step(later, grid)


def on_step(instant: datetime, step: timedelta) -> datetime:
    """The instant itself or the next whole step of the local clock."""
    midnight = start_of_day(local(instant).date())
    return (instant + (midnight - instant) % step).astimezone(UTC)
