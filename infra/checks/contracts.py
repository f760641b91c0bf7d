# SPDX-License-Identifier: MPL-2.0
"""`python -m infra.checks.contracts` writes docs/asyncapi.yaml and docs/schemas/ from the contracts."""

import json
import tomllib
from pathlib import Path

import yaml

from services.shared.contracts.asyncapi import document, schemas

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_HEAD = (
    "# SPDX-License-Identifier: MPL-2.0\n# Made from services/shared/contracts by `python -m infra.checks.contracts`.\n"
)


def wanted() -> dict[Path, str]:
    """What each file should hold."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = yaml.safe_dump(document(project["version"]), allow_unicode=True, sort_keys=False, width=120)
    return {
        DOCS / "asyncapi.yaml": _HEAD + text,
        **{
            DOCS / "schemas" / name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
            for name, schema in schemas().items()
        },
    }


def stale() -> list[Path]:
    """Files that are missing, differ, or describe an event there is no more."""
    want = wanted()
    differing = [path for path, text in want.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return differing + [path for path in (DOCS / "schemas").glob("*") if path not in want]


def write() -> None:
    """Bring docs/ up to date."""
    for path in stale():
        path.unlink(missing_ok=True)
    for path, text in wanted().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
