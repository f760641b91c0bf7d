# SPDX-License-Identifier: MPL-2.0
"""What was measured, beside what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """One line of the report."""

    name: str
    value: str
    demand: str
    holds: bool
    remark: str = ""


def percentile(seconds: Sequence[float], percent: int) -> float:
    """So many in a hundred are at most this."""
    return quantiles(seconds, n=100)[percent - 1]


def p95(seconds: Sequence[float]) -> float:
    """The 95th percentile."""
    return percentile(seconds, 95)


def middle(seconds: Sequence[float]) -> float:
    """The median."""
    return median(seconds)


def at_most(name: str, value: float, limit: float, unit: str, remark: str = "") -> Figure:
    """A figure that may not be above its limit."""
    return Figure(name, f"{value:.1f} {unit}".strip(), f"<= {limit:g} {unit}".strip(), value <= limit, remark)


def at_least(name: str, value: float, limit: float, remark: str = "") -> Figure:
    """A ratio that may not be below its limit."""
    return Figure(name, f"{value:.3f}", f">= {limit:g}", value >= limit, remark)


def report(figures: Sequence[Figure]) -> str:
    """A table for people."""
    wide = max(len(figure.name) for figure in figures)
    lines = [
        f"{'ok  ' if figure.holds else 'MISS'}  {figure.name:<{wide}}  {figure.value:>12}  {figure.demand:<12}  "
        f"{figure.remark}".rstrip()
        for figure in figures
    ]
    return "\n".join(lines)
