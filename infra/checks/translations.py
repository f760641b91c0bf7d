# SPDX-License-Identifier: MPL-2.0
"""python -m infra.checks.translations: every sentence is there in Danish and in English, with the same parameters."""

import sys
from pathlib import Path

from services.shared.sentences import differences, read


def main() -> None:
    """Name what is missing or empty; exit code 1 when anything is."""
    folders = sorted({file.parent for top in ("services", "infra") for file in Path(top).rglob("texts/*.toml")})
    wrong = [problem for folder in folders for problem in [*differences(folder), *empty(folder)]]
    for problem in wrong:
        print(problem)
    count = sum(len(read(folder, "da")) for folder in folders)
    print(f"translations: {count} sentences in {len(folders)} folders, {len(wrong)} problems")
    sys.exit(1 if wrong or not count else 0)


def empty(folder: Path) -> list[str]:
    """Sentences that say nothing."""
    return [
        f"{folder}: {key} is empty"
        for texts in (read(folder, "da"), read(folder, "en"))
        for key, text in texts.items()
        if not text.strip()
    ]


if __name__ == "__main__":
    main()
