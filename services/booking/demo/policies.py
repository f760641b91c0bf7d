# SPDX-License-Identifier: MPL-2.0
"""The demo municipality's policies, as written in `policies/<key>.<version>.yaml`."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.booking.policy_files.policy_file import PolicyFile
from services.booking.policy_files.read import read_policy_file

_FOLDER = Path(__file__).parent / "policies"


@dataclass(frozen=True, slots=True)
class DemoPolicy:
    """A policy and its versions, oldest first."""

    name: str
    versions: tuple[PolicyFile, ...]

    def in_force(self, day: date) -> PolicyFile:
        """The newest version valid that day; before the first there is the first."""
        valid = [version for version in self.versions if version.valid_from <= day]
        return valid[-1] if valid else self.versions[0]


@cache
def demo_policies() -> dict[str, DemoPolicy]:
    """All policies by key. Raises ValueError when a file cannot be used."""
    versions: dict[str, list[PolicyFile]] = {}
    for file in sorted(_FOLDER.glob("*.yaml")):
        policy = read_policy_file(file).reading.content
        if policy is None:
            raise ValueError(f"{file}: see `python -m services.booking policy check`")
        versions.setdefault(file.name.split(".")[0], []).append(policy)
    return {
        key: DemoPolicy(found[-1].policy, tuple(sorted(found, key=lambda one: one.version)))
        for key, found in versions.items()
    }
