# SPDX-License-Identifier: MPL-2.0
"""Read a policy file: what it says, or everything that is wrong with it, with lines and columns."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from pydantic import BaseModel, ValidationError

from services.booking.policy_files.complaints import complaints
from services.booking.policy_files.issue import Issue, Mark, Path, Unreadable
from services.booking.policy_files.policy_file import PolicyFile
from services.booking.policy_files.text import decode
from services.booking.policy_files.tree import Tree, read_tree
from services.booking.rules import AnyRule

MAX_ISSUES = 100
"""More help nobody."""


@dataclass(frozen=True, slots=True)
class Source:
    """A rule and where it stands."""

    rule: AnyRule
    file: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reading[Content: BaseModel]:
    """What came of a file."""

    content: Content | None
    issues: Sequence[Issue]
    tree: Tree

    def mark(self, *path: str | int) -> Mark:
        """Where that stands, or what it would stand in."""
        known: Path = path
        while known not in self.tree.values:
            known = known[:-1]
        return self.tree.values[known]


def read_policy_text(text: bytes) -> Reading[PolicyFile]:
    """Read a policy. It is None when there are issues."""
    return read_text(text, PolicyFile)


def read_text[Content: BaseModel](text: bytes, kind: type[Content]) -> Reading[Content]:
    """Read what follows the model. The content is None when there are issues."""
    try:
        tree = read_tree(decode(text))
    except Unreadable as error:
        issue = Issue(Mark(), "toml") if _is_toml(text) else error.issue
        return Reading(None, (issue,), Tree(values={(): Mark()}))
    issues = list(tree.issues)
    content = None
    try:
        # JSON and strict: a number is no date, 16 no clock time, and "5" no number.
        content = kind.model_validate_json(json.dumps(tree.value), strict=True)
    except ValidationError as error:
        told = {issue.mark for issue in tree.issues}  # what stands in for an unreadable value is nobody's fault
        issues += [issue for issue in complaints(error, tree, kind) if issue.mark not in told]
    if issues and _is_toml(text):
        issues = [Issue(Mark(), "toml")]
    issues.sort(key=lambda issue: issue.mark)
    return Reading(None if issues else content, issues[:MAX_ISSUES], tree)


def _is_toml(text: bytes) -> bool:
    """True when it says something as TOML: then its author is told to write YAML, and not what is wrong with it as YAML."""
    try:
        return bool(tomllib.loads(text.decode()))
    except (ValueError, RecursionError):
        return False


@dataclass(frozen=True, slots=True)
class Extended:
    """A policy with the rules of the files it extends."""

    reading: Reading[PolicyFile]
    rules: tuple[Source, ...]
    """Its own last."""
    issues: Sequence[Issue]


def read_policy_file(file: FilePath) -> Extended:
    """Read a policy and what it extends, from the same folder. Raises OSError when the file itself cannot be read."""
    reading = read_policy_text(file.read_bytes())
    rules: list[Source] = []
    issues = list(reading.issues)
    policy = reading.content
    if policy is None:
        return Extended(reading, (), issues)
    for number, name in enumerate(policy.extends):
        more, problem = _included(file.with_name(f"{name}.yaml"), file)
        rules += more
        if problem:
            issues.append(replace(problem, mark=reading.mark("extends", number)))
    rules += sources(reading, file)
    return Extended(reading, tuple(rules), issues)


def sources(reading: Reading[PolicyFile], file: FilePath) -> list[Source]:
    """Its own rules with their places."""
    rules = reading.content.sourced_rules if reading.content else ()
    return [Source(rule, str(file), reading.mark("rules", number)) for number, rule in enumerate(rules)]


def _included(file: FilePath, by: FilePath) -> tuple[list[Source], Issue | None]:
    if file == by:
        return [], Issue(Mark(), "extends_itself", {"file": file.name})
    try:
        content = file.read_bytes()
    except OSError:
        return [], Issue(Mark(), "extends_missing", {"file": file.name})
    reading = read_policy_text(content)
    if reading.content is None:
        return [], Issue(Mark(), "extends_wrong", {"file": file.name, "line": reading.issues[0].mark.line})
    if reading.content.extends:
        return [], Issue(Mark(), "extends_further", {"file": file.name})
    return sources(reading, file), None
