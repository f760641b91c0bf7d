# SPDX-License-Identifier: MPL-2.0
"""A plain drawing of where a room lies among the parts of its hall, as SVG made from cells. It is not to scale."""

from uuid import UUID
from xml.sax.saxutils import escape

from services.booking.queries.week import Part

WIDTH, HEIGHT, EDGE = 480, 200, 12
SHOWN, OTHER, LINE, TEXT = "#d4e6f4", "#ffffff", "#454545", "#1a1a1a"


def room_plan(parts: tuple[Part, ...], cells: frozenset[UUID], whole: str) -> str:
    """The parts side by side; those that belong to the room are filled and ticked, so that colour is not alone."""
    width = (WIDTH - 2 * EDGE) / max(len(parts), 1)
    drawn = [
        _part(part, EDGE + number * width, width, bool(part.cells & cells), whole) for number, part in enumerate(parts)
    ]
    frame = f'<rect x="{EDGE}" y="{EDGE}" width="{WIDTH - 2 * EDGE}" height="{HEIGHT - 2 * EDGE}" fill="none" stroke="{LINE}" stroke-width="4"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{escape(whole)}</title>{''.join(drawn)}{frame}</svg>"
    )


def short_name(part: str, whole: str) -> str:
    """E.g. "bane 2" of "Hal B, bane 2"."""
    return part.removeprefix(whole).lstrip(", ") or part


def _part(part: Part, left: float, width: float, is_in: bool, whole: str) -> str:
    name = escape(short_name(part.name, whole))
    middle, size = left + width / 2, max(10, min(18, width / max(len(name), 1) * 1.7))
    tick = (
        f'<text x="{middle:.1f}" y="{HEIGHT / 2 - 22}" text-anchor="middle" font-size="24" fill="{TEXT}">✓</text>'
        if is_in
        else ""
    )
    return (
        f'<rect x="{left:.1f}" y="{EDGE}" width="{width:.1f}" height="{HEIGHT - 2 * EDGE}" '
        f'fill="{SHOWN if is_in else OTHER}" stroke="{LINE}" stroke-width="2"/>{tick}'
        f'<text x="{middle:.1f}" y="{HEIGHT / 2 + 8}" text-anchor="middle" font-family="sans-serif" '
        f'font-size="{size:.0f}" fill="{TEXT}">{name}</text>'
    )
