# SPDX-License-Identifier: MPL-2.0
"""The part about seats for different groups: a row for each group, and a line for what several groups share."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from services.dialogue.model import Block, Category, Quota, SeatPlan
from services.dialogue.rules.slug import slug_of
from services.dialogue.web.staff.sessions.form.sheet import Sheet, read_day, write_number
from services.shared.sentences import Say
from services.shared.wall_clock import local, start_of_day
from services.shared.written_dates import date_short

ROWS, SPARE = 4, 2
MOST_ROWS = 30
EVERYBODY = Category("all", "")
_AT_MOST = re.compile(r"(?:højst|maks\.?|at most|max\.?)\s*([0-9]{1,5})", re.IGNORECASE)
_KEPT = re.compile(r"(?:reserver(?:et)?|keep|reserve)\s*([0-9]{1,5})", re.IGNORECASE)
_UNTIL = re.compile(r"(?:til|indtil|frigives|until|released?)?\s*(.+)", re.IGNORECASE)


@dataclass
class ReadPlan:
    """A plan as it grows, with the field in which each of its parts stands."""

    known: SeatPlan
    """As it was, so that what is the same keeps its key."""
    categories: list[Category] = field(default_factory=list[Category])
    quotas: list[Quota] = field(default_factory=list[Quota])
    blocks: list[Block] = field(default_factory=list[Block])
    fields: dict[str, tuple[str, int | None]] = field(default_factory=dict[str, tuple[str, int | None]])
    """E.g. `quotas.0` to the field and, in the lines, the number of its line."""

    def limit(self, keys: Sequence[str], most: int, where: tuple[str, int | None]) -> None:
        """At most so many seats over these groups."""
        of = frozenset(keys)
        old = next((one for one in self.known.quotas if one.categories == of and one not in self.quotas), None)
        used = {one.key for one in self.quotas}
        key = old.key if old and old.key not in used else _new_key("q-" + "-".join(sorted(of)), used)
        name = old.name if old else self._names(keys)
        self.fields[f"quotas.{len(self.quotas)}"] = where
        self.quotas.append(Quota(key, name, most, of))

    def keep(self, keys: Sequence[str], seats: int, until: date | None, where: tuple[str, int | None]) -> None:
        """Seats for these groups alone, until the beginning of a day or to the end."""
        old = self._known_block(keys)
        key = old.key if old else _new_key("b-" + "-".join(keys), {one.key for one in self.blocks})
        name = old.name if old else self._names(keys)
        self.fields[f"blocks.{len(self.blocks)}"] = where
        self.blocks.append(Block(key, name, seats, _release(until, old)))
        self.categories = [replace(one, block=key) if one.key in keys else one for one in self.categories]

    def _known_block(self, keys: Sequence[str]) -> Block | None:
        for block in self.known.blocks:
            if {one.key for one in self.known.categories if one.block == block.key} == set(keys):
                return block
        return None

    def _names(self, keys: Sequence[str]) -> str:
        return " + ".join(one.name for one in self.categories if one.key in keys)


def _release(until: date | None, old: Block | None) -> datetime | None:
    if until and old and old.release_at and local(old.release_at).date() == until:
        return old.release_at
    return start_of_day(until) if until else None


def _new_key(wanted: str, used: set[str]) -> str:
    return next(
        key for number in range(1, 1000) if (key := wanted if number == 1 else f"{wanted}-{number}") not in used
    )


def rows_in(sheet: Sheet, prefix: str) -> int:
    """How many rows were sent."""
    numbers = (re.fullmatch(rf"{prefix}-([0-9]{{1,2}})-\w+", name) for name in sheet.values)
    return min(max((int(found[1]) for found in numbers if found), default=0), MOST_ROWS)


def last_filled(sheet: Sheet, prefix: str, name: str) -> int:
    """The number of the last row in which something stands."""
    numbers = range(1, rows_in(sheet, prefix) + 1)
    return max((number for number in numbers if sheet.last(f"{prefix}-{number}-{name}").strip()), default=0)


def read_seats(sheet: Sheet, known: SeatPlan) -> tuple[SeatPlan, ReadPlan]:
    """No row filled in: everybody is one group."""
    read, capacity = ReadPlan(known), sheet.number("capacity")
    rows = [number for number in range(1, rows_in(sheet, "group") + 1) if sheet.text(f"group-{number}-name", 60)]
    for number in rows:
        name = sheet.text(f"group-{number}-name", 60)
        keys = {one.key for one in read.categories}
        typed = sheet.text(f"group-{number}-key", 60)
        key = (
            typed
            if typed and typed not in keys and known.category(typed)
            else _new_key(slug_of(name), keys | _keys(known))
        )
        read.fields[f"categories.{len(read.categories)}"] = (f"group-{number}-name", None)
        read.categories.append(Category(key, name))
    for number, one in zip(rows, tuple(read.categories), strict=True):
        _read_limits(sheet, read, number, one.key)
    _read_shared(sheet, read)
    categories = tuple(read.categories) or (EVERYBODY,)
    return SeatPlan(capacity, categories, tuple(read.quotas), tuple(read.blocks)), read


def _keys(plan: SeatPlan) -> set[str]:
    return {one.key for one in plan.categories}


def _read_limits(sheet: Sheet, read: ReadPlan, number: int, key: str) -> None:
    most, kept = sheet.number(f"group-{number}-most"), sheet.number(f"group-{number}-kept")
    until = sheet.day(f"group-{number}-until")
    if most is not None:
        read.limit([key], most, (f"group-{number}-most", None))
    if kept is not None:
        read.keep([key], kept, until, (f"group-{number}-kept", None))
    elif until is not None:
        sheet.wrong(f"group-{number}-kept", "kept_missing")


def _read_shared(sheet: Sheet, read: ReadPlan) -> None:
    """`Borgere + Unge | højst 75` or `Byråd + Ansatte | reserver 10 | til 1.12.2026`."""
    by_name = {one.name.casefold(): one.key for one in read.categories}
    for line, parts in sheet.lines("shared"):
        names = [name.strip() for name in parts[0].split("+")]
        unknown = next((name for name in names if name.casefold() not in by_name), None)
        if unknown is not None:
            sheet.wrong("shared", "shared_group", line=line, group=unknown[:60])
        elif not _read_line(read, [by_name[name.casefold()] for name in names], parts[1:], line):
            sheet.wrong("shared", "shared_line", line=line)


def _read_line(read: ReadPlan, keys: list[str], parts: list[str], line: int) -> bool:
    if len(parts) == 1 and (found := _AT_MOST.fullmatch(parts[0])):
        read.limit(keys, int(found[1]), ("shared", line))
        return True
    found = _KEPT.fullmatch(parts[0]) if parts and len(parts) <= 2 else None
    typed = _UNTIL.fullmatch(parts[1]) if len(parts) == 2 else None
    until = read_day(typed[1]) if typed else None
    if not found or (len(parts) == 2 and until is None):
        return False
    if any(one.block for one in read.categories if one.key in keys):
        return False  # kept for already: seats are kept once
    read.keep(keys, int(found[1]), until, ("shared", line))
    return True


def write_seats(plan: SeatPlan, say: Say) -> dict[str, str]:
    """The fields that `read_seats` reads back, in the reader's words."""
    values, written = dict[str, str](), set[str]()
    groups = () if plan.categories == (EVERYBODY,) else plan.categories
    for number, one in enumerate(groups, start=1):
        quota = next((quota for quota in plan.quotas if quota.categories == frozenset({one.key})), None)
        alone = sum(other.block == one.block for other in plan.categories) == 1
        block = next((block for block in plan.blocks if block.key == one.block and alone), None)
        written |= {f"q {quota.key}"} if quota else set()
        written |= {f"b {block.key}"} if block else set()
        values |= {
            f"group-{number}-key": one.key,
            f"group-{number}-name": one.name,
            f"group-{number}-most": write_number(quota.capacity) if quota else "",
            f"group-{number}-kept": write_number(block.seats) if block else "",
            f"group-{number}-until": local(block.release_at).date().isoformat() if block and block.release_at else "",
        }
    return values | {"shared": "\n".join(_shared_lines(plan, written, say))}


def _shared_lines(plan: SeatPlan, written: set[str], say: Say) -> list[str]:
    quotas = [
        f"{_named(plan, quota.categories)} | {say('planning.shared.at_most', seats=quota.capacity)}"
        for quota in plan.quotas
        if f"q {quota.key}" not in written
    ]
    blocks = [
        f"{_named(plan, [one.key for one in plan.categories if one.block == block.key])}"
        f" | {say('planning.shared.keep', seats=block.seats)}"
        + (f" | {say('planning.shared.until', day=date_short(block.release_at))}" if block.release_at else "")
        for block in plan.blocks
        if f"b {block.key}" not in written
    ]
    return quotas + blocks


def _named(plan: SeatPlan, keys: Collection[str]) -> str:
    return " + ".join(one.name for one in plan.categories if one.key in keys)
