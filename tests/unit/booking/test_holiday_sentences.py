# SPDX-License-Identifier: MPL-2.0
"""Whatever can be wrong with a file of school holidays has a sentence in both languages, with the parameters it is given."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.booking import calendar
from services.shared.sentences import LANGUAGES, read

BOOKING = Path(calendar.__file__).parent.parent
FILES = (*sorted((BOOKING / "calendar").glob("[!o]*.py")), BOOKING / "web" / "school_holiday_form.py")
NAMES = ("fault", "FileUnreadable")


def codes() -> Iterator[tuple[str, frozenset[str]]]:
    """Code and names of parameters of each `fault(...)` and `FileUnreadable(...)` in the source."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value), frozenset(keyword.arg or "" for keyword in node.keywords)


def test_the_source_is_read() -> None:
    assert len({code for code, _ in codes()}) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_its_sentence(language: str) -> None:
    texts = read(BOOKING / "texts", language)  # pyright: ignore[reportArgumentType]
    for code, names in codes():
        text = texts[f"school_holidays.fault.{code}"]
        told = {part.split("}")[0] for part in text.split("{")[1:]}
        assert told <= names, (code, told, names)
