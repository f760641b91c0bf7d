# SPDX-License-Identifier: MPL-2.0
"""Many dates in few lines: "hver tirsdag kl. 17.00-18.30, 40 gange fra den 18. august 2026 til den 18. maj 2027"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import groupby

from services.notify.rules.date_groups import DateGroup, Rhythm, Time, date_groups
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.wall_clock import local
from services.shared.written_dates import (
    clock_time,
    date_without_weekday,
    day_and_time,
    month_and_year,
    time_range,
    weekdays,
)

FEW = 6
"""So many times are written one by one, in full."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """One line, and how many times it tells of."""

    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class DateWriter:
    """Who writes, in one language."""

    say: Say
    language: Language

    def lines(self, times: Iterable[Time], *, each: bool = False) -> tuple[DateLine, ...]:
        """All the times in as few lines as one can read. `each`: every day is named, also what comes in a rhythm."""
        distinct = sorted(set(times))
        if len(distinct) <= FEW:
            return tuple(DateLine(day_and_time(*time, self.language)) for time in distinct)
        groups = date_groups(distinct, rhythms=not each)
        return tuple(line for group in groups for line in self._of_group(group))

    def listed(self, words: Sequence[str]) -> str:
        """As "a, b og c"."""
        if len(words) < 2:
            return "".join(words)
        return self.say("dates.and", first=", ".join(words[:-1]), last=words[-1])

    def rooms(self, names: Sequence[str]) -> str:
        """As "Foyer, Hal A og Hal B"; a name with a comma of its own must not read as two."""
        if any("," in name for name in names):
            return reduce(lambda first, last: self.say("dates.and", first=first, last=last), names)
        return self.listed(names)

    def between(self, first: date, last: date) -> str:
        """As "18. august 2026 til 25. maj 2027"; one day alone is itself."""
        ends = dict.fromkeys((first, last))
        written = [date_without_weekday(day, self.language) for day in ends]
        return written[0] if len(written) == 1 else self.say("dates.from_to", first=written[0], last=written[1])

    def _of_group(self, group: DateGroup) -> list[DateLine]:
        clock = self._clock(group.sample)
        if group.rhythm:
            return [DateLine(self._rhythm(group, group.rhythm, clock), len(group.days))]
        months = [tuple(days) for _, days in groupby(group.days, lambda day: (day.year, day.month))]
        return [DateLine(self._month(days, clock), len(days)) for days in months]

    def _rhythm(self, group: DateGroup, rhythm: Rhythm, clock: str) -> str:
        first, last = (date_without_weekday(group.days[end], self.language) for end in (0, -1))
        how_often = self._how_often(rhythm)
        text = self.say(
            "dates.rhythm", how_often=how_often, clock=clock, number=len(group.days), first=first, last=last
        )
        if not group.left_out:
            return text
        return self.say("dates.rhythm_but", rhythm=text, days=self.days(group.left_out))

    def _how_often(self, rhythm: Rhythm) -> str:
        names = [weekdays(self.language)[number] for number in rhythm.weekdays]
        if rhythm.nth is not None:
            key = f"dates.nth.{'last' if rhythm.nth == -1 else rhythm.nth}"
            names = [self.say(key, weekday=name) for name in names]
        if rhythm.nth is None and rhythm.every == 1 and len(names) == 7:
            return self.say("dates.every_day")
        key = "dates.week" if rhythm.nth is None else "dates.month"
        if rhythm.every > 1:
            key = f"{key}s.{'second' if rhythm.every == 2 else 'nth'}"
        return self.say(key, weekdays=self.listed(names), every=rhythm.every)

    def _month(self, days: Sequence[date], clock: str) -> str:
        """The days of one month; their weekday where it is the same."""
        if len({day.weekday() for day in days}) > 1:
            return self.say("dates.in_month", days=self.days(days), clock=clock)
        weekday = weekdays(self.language)[days[0].weekday()]
        return self.say("dates.in_month_on", weekday=weekday, days=self.days(days), clock=clock)

    def days(self, days: Sequence[date]) -> str:
        """As "20. oktober 2026, 22. og 29. december 2026 og 5. januar 2027"."""
        dot = "." if self.language == "da" else ""
        months = [tuple(month) for _, month in groupby(days, lambda day: (day.year, day.month))]
        return self.listed(
            [
                self.say(
                    "dates.days",
                    days=self.listed([f"{day.day}{dot}" for day in month]),
                    month=month_and_year(month[0], self.language),
                )
                for month in months
            ]
        )

    def _clock(self, sample: Time) -> str:
        """As "18.00-19.30"; what is longer than a day says how many days later it ends."""
        starts_at, ends_at = sample
        if ends_at - starts_at <= timedelta(days=1):
            return time_range(starts_at, ends_at, self.language)
        starts, ends = (clock_time(end, self.language) for end in sample)
        nights = (local(ends_at).date() - local(starts_at).date()).days
        return self.say("dates.clock_days", starts=starts, ends=ends, n=nights)
