# SPDX-License-Identifier: MPL-2.0
"""A value that cannot be used."""

from collections.abc import Sequence
from datetime import date

from services.booking.spreadsheets.columns import Column

type Said = str | int | date | tuple[str, ...]
_SHOWN = 40


class Wrong(Exception):
    """Inside the reading only; the sentence stands in the texts, keyed `plan_files.wrong.<code>`."""

    def __init__(self, code: str, column: Column | None = None, **parameters: Said) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        """Where it is another than the one that was read."""
        self.parameters = parameters


def shown(text: str) -> str:
    """What somebody wrote, so short that it can be quoted."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def shown_all(texts: Sequence[str], most: int = 3) -> tuple[str, ...]:
    """The first few."""
    return tuple(shown(text) for text in texts[:most])
