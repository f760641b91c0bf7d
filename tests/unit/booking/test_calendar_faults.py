# SPDX-License-Identifier: MPL-2.0
"""Whatever can be wrong with a calendar has a sentence in both languages, with the parameters it is given."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.booking import calendar
from services.shared.sentences import LANGUAGES, read

BOOKING = Path(calendar.__file__).parent.parent
HOLIDAYS = (*sorted((BOOKING / "calendar").glob("[!o]*.py")), BOOKING / "web" / "school_holiday_form.py")
OPENING = (*sorted((BOOKING / "calendar").glob("o*.py")), BOOKING / "web" / "opening_form.py")
NAMES = ("fault", "FileUnreadable")


def codes(files: tuple[Path, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    """Code and names of parameters of each `fault(...)` and `FileUnreadable(...)` in the source."""
    for node in (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES and node.args:
            names = frozenset(keyword.arg or "" for keyword in node.keywords)
            written = ast.walk(node.args[0])
            yield from (
                (one.value, names) for one in written if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_the_source_is_read() -> None:
    assert len({code for code, _ in codes(HOLIDAYS)}) > 20 and len({code for code, _ in codes(OPENING)}) > 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("files", "prefix"), [(HOLIDAYS, "school_holidays"), (OPENING, "opening")])
def test_every_fault_has_its_sentence(files: tuple[Path, ...], prefix: str, language: str) -> None:
    texts = read(BOOKING / "texts", language)  # pyright: ignore[reportArgumentType]
    for code, names in codes(files):
        text = texts[f"{prefix}.fault.{code}"]
        told = {part.split("}")[0] for part in text.split("{")[1:]}
        assert told <= names, (code, told, names)
