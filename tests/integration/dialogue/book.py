# SPDX-License-Identifier: MPL-2.0
"""A session's sign-ups as they should be: written from what the rules say, with nothing of the code that is tested."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

SEATED, ACTIVE = ("held", "confirmed", "offered"), ("held", "confirmed", "offered", "waiting")
SEED = "a seed nobody knew"
A_DAY = timedelta(hours=24)


class Refused(Exception):
    """The book says no. The message is the name of the error that is expected."""


@dataclass
class One:
    """A sign-up."""

    id: UUID
    who: str
    seats: int
    state: str
    ends: datetime | None
    proved: bool
    turn: int
    """Place in line: smaller is first."""
    made: datetime

    def at(self, now: datetime) -> str:
        """Where it stands by the clock, whether or not anybody has put down that it ran out."""
        return "lapsed" if self.state in ACTIVE and self.ends and self.ends <= now else self.state


@dataclass
class Book:
    """One room without blocks and quotas, and one line."""

    capacity: int
    largest: int
    """Party."""
    waiting_list: str
    passes: bool
    offers: bool
    hold: timedelta
    closes_at: datetime
    line_ends_at: datetime
    drawn: bool
    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        self.all: dict[UUID, One] = {}
        self.turns = 0

    def kept(self) -> tuple[dict[UUID, One], int]:
        """A copy, to come back to when a command is refused."""
        return {key: replace(one) for key, one in self.all.items()}, self.turns

    def free(self, now: datetime) -> int:
        return self.capacity - sum(one.seats for one in self.all.values() if one.at(now) in SEATED)

    def line(self, now: datetime, *, proved: bool) -> list[One]:
        waiting = [one for one in self.all.values() if one.at(now) == "waiting" and (one.proved or not proved)]
        return sorted(waiting, key=lambda one: one.turn)

    def reach(self, now: datetime, parties: list[int]) -> list[bool]:
        """Which of these parties in line get in."""
        free, stopped, given = self.free(now), False, list[bool]()
        for seats in parties:
            gets = seats <= free and not stopped
            given.append(gets)
            free -= seats if gets else 0
            stopped = stopped or (not gets and not self.passes and seats <= self.capacity)
        return given

    def has_place(self, seats: int, now: datetime) -> bool:
        """For who stands behind everybody in line, proved or not."""
        return self.drawn and self.reach(now, [*(one.seats for one in self.line(now, proved=False)), seats])[-1]

    def serve(self, now: datetime) -> None:
        """What comes free is given in the same moment. When an offer ends is taken over from the database."""
        line = self.line(now, proved=True) if self.drawn and now < self.line_ends_at else []
        for one, gets in zip(line, self.reach(now, [one.seats for one in line]), strict=True):
            if gets:
                one.state, one.ends = "offered" if self.offers else "confirmed", None

    def place_or_turn(self, seats: int, now: datetime) -> int:
        """0 for a place, else the next turn in line."""
        if now >= self.closes_at:
            raise Refused("NotOpen")
        if self.has_place(seats, now):
            return 0
        if self.waiting_list == "none":
            raise Refused("Full")
        self.turns += 1
        return self.turns

    def is_there(self, who: str, now: datetime) -> bool:
        return any(one.who == who and one.at(now) in ACTIVE for one in self.all.values())

    def ask(self, who: str, seats: int, now: datetime) -> int | None:
        """As `place_or_turn`; None when they are there already."""
        if now >= self.closes_at:
            raise Refused("NotOpen")
        self.require_size(seats)
        if sum(one.who == who and one.proved and one.made > now - A_DAY for one in self.all.values()) >= 20:
            raise Refused("TooManySignUps")
        if self.is_there(who, now):
            if self.waiting_list == "none" and not self.has_place(seats, now):
                raise Refused("Full")  # as somebody new would be
            return None
        return self.place_or_turn(seats, now)

    def put_down(self, made: UUID, who: str, seats: int, turn: int, now: datetime) -> None:
        state, lasts = ("waiting", A_DAY) if turn else ("held", self.hold)
        self.all[made] = One(made, who, seats, state, min(now + lasts, self.starts_at), False, turn, now)

    def require_size(self, seats: int) -> None:
        if seats > min(self.capacity, self.largest):
            raise Refused("PartyRefused")

    def require_active(self, one: One, now: datetime) -> None:
        if one.at(now) not in ACTIVE:
            raise Refused("SignUpOver")

    def confirm(self, one: One, now: datetime) -> None:
        if one.proved:
            raise Refused("AlreadyProved")
        one.proved = True
        if one.at(now) == "lapsed":
            self.come_back(one, now)
            return
        self.require_active(one, now)
        if now >= self.starts_at or (one.state == "waiting" and now >= self.line_ends_at):
            raise Refused("NotOpen")
        one.state, one.ends = "confirmed" if one.state == "held" else "waiting", None
        if one.state == "waiting":
            self.serve(now)

    def rejoin(self, one: One, now: datetime) -> None:
        if not one.proved or one.at(now) in ACTIVE:
            raise Refused("SignUpOver")
        self.come_back(one, now)

    def come_back(self, one: One, now: datetime) -> None:
        """A free place or the end of the line; and as they are proved, they are served when nobody else can be."""
        if now < self.closes_at and self.is_there(one.who, now):
            raise Refused("SignUpOver")
        one.state, one.ends = "lapsed", None  # out of the line before it is looked at
        one.turn = self.place_or_turn(one.seats, now)
        one.state = "waiting" if one.turn else "confirmed"
        if one.turn:
            self.serve(now)

    def withdraw(self, one: One, now: datetime) -> None:
        self.require_active(one, now)
        one.state, one.ends = "withdrawn", None
        self.serve(now)

    def accept(self, one: One, now: datetime) -> None:
        if one.at(now) not in ("offered", "confirmed") or (one.state == "offered" and now >= self.starts_at):
            raise Refused("NotOffered")
        one.state, one.ends = "confirmed", None

    def change(self, one: One, seats: int, now: datetime) -> None:
        self.require_active(one, now)
        if now >= self.ends_at:
            raise Refused("NotOpen")
        if seats > one.seats:
            self.require_size(seats)
            if one.state in SEATED and not self.has_place(seats - one.seats, now):
                raise Refused("NoRoomForMore")
        fewer, one.seats = seats < one.seats, seats
        if fewer:
            self.serve(now)

    def draw(self) -> None:
        """Whoever is proved, by the digest of the seed and the number of the lot."""
        proved = [one for one in self.all.values() if one.state == "waiting" and one.proved]
        for turn, one in enumerate(sorted(proved, key=_lot)):
            one.turn = turn - 1_000_000
        self.drawn = True


def _lot(one: One) -> str:
    number = sha256(b"lot " + one.id.bytes).hexdigest()[:10]
    return sha256(f"{SEED}:{number}".encode()).hexdigest()
