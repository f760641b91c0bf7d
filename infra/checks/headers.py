# SPDX-License-Identifier: MPL-2.0
"""python -m infra.checks.headers: every file of ours says its licence near the top."""

import subprocess
import sys
from pathlib import Path

LINE = "SPDX-License-Identifier: MPL-2.0"
WITHIN_LINES = 3
"""A first line may belong to the interpreter or the parser."""
WITHOUT = {".json", ".md", ".png", ".svg", ".ico", ".woff2", ".lock", ".eml", ".ics", ".csv", ".jsonl"}
"""Formats with no comments, documents, and what programs or others have written."""
EXEMPT = {"LICENSE", ".python-version"}


def main() -> None:
    """Name the files that do not; exit code 1 when there are any."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    files = [Path(name) for name in listed.stdout.splitlines()]
    silent = [file for file in files if file.is_file() and is_ours(file) and not says_licence(file)]
    for file in silent:
        print(f"{file}: does not say {LINE!r} in its first {WITHIN_LINES} lines")
    print(f"licence headers: {len(silent)} of {len(files)} files lack theirs")
    sys.exit(1 if silent else 0)


def is_ours(file: Path) -> bool:
    """Whether the file can and must say it."""
    return file.suffix not in WITHOUT and file.name not in EXEMPT and file.stat().st_size > 0


def says_licence(file: Path) -> bool:
    """Whether it does."""
    return any(LINE in line for line in file.read_text(encoding="utf-8").splitlines()[:WITHIN_LINES])


if __name__ == "__main__":
    main()
