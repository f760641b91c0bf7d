# SPDX-License-Identifier: MPL-2.0
"""A ticket as a square that a phone at the door can read."""

import segno


def qr_code(text: str) -> str:
    """An <svg> element; black on white whatever the page's colours are."""
    return segno.make(text, error="m", micro=False).svg_inline(omitsize=True, dark="#000", light="#fff", svgclass="qr")
