# SPDX-License-Identifier: MPL-2.0
"""python -m infra.checks.translations: every sentence is there in Danish and in English, with the same parameters."""

import sys
import tomllib
from pathlib import Path
from string import Formatter

TEXTS = Path("services")


def main() -> None:
    """Name what is missing; exit code 1 when anything is."""
    folders = sorted(folder for folder in TEXTS.glob("*/texts") if any(folder.glob("*.toml")))
    wrong = [problem for folder in folders for problem in problems(folder)]
    for problem in wrong:
        print(problem)
    count = sum(len(read(folder / "da.toml")) for folder in folders)
    print(f"translations: {count} sentences, {len(wrong)} problems")
    sys.exit(1 if wrong else 0)


def read(file: Path) -> dict[str, str]:
    """The sentences of one file by key; empty when there is no file."""
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def problems(folder: Path) -> list[str]:
    """What differs between da.toml and en.toml, a sentence each."""
    danish, english = read(folder / "da.toml"), read(folder / "en.toml")
    found = [f"{folder}/en.toml lacks {key}" for key in sorted(danish.keys() - english.keys())]
    found += [f"{folder}/da.toml lacks {key}" for key in sorted(english.keys() - danish.keys())]
    for key in sorted(danish.keys() & english.keys()):
        here, there = parameters(danish[key]), parameters(english[key])
        if here != there:
            found.append(f"{folder}: {key} has {sorted(here)} in Danish and {sorted(there)} in English")
        if not danish[key].strip() or not english[key].strip():
            found.append(f"{folder}: {key} is empty")
    return found


def parameters(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


if __name__ == "__main__":
    main()
