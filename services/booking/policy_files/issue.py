# SPDX-License-Identifier: MPL-2.0
"""What is wrong with a policy file, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

type Path = tuple[str | int, ...]
"""From the top of a file to a value: names in mappings, numbers in lists, from 0."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a text; both count from 1, as editors do."""

    line: int = 1
    column: int = 1


class Weight(StrEnum):
    """An error keeps a policy from being used; a warning is for somebody to think about."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to look at. The sentence stands in the texts, keyed `policy_file.<code>`."""

    mark: Mark
    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    weight: Weight = Weight.ERROR


class Unreadable(Exception):
    """There is no reading on after this."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue
