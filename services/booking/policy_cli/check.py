# SPDX-License-Identifier: MPL-2.0
"""policy check FILE...: one line for each thing to look at, as `file:line:column: what`."""

from collections.abc import Iterable
from pathlib import Path

from services.booking.policy_files.check import check
from services.booking.policy_files.issue import Issue, Weight
from services.shared.sentences import Say


def check_files(files: Iterable[Path], say: Say) -> int:
    """Print what there is to say of each; 1 when one has errors."""
    return max([_check_file(file, say) for file in files], default=0)


def _check_file(file: Path, say: Say) -> int:
    try:
        policy, issues = check(file)
    except OSError as error:
        print(f"{file}:1:1: {say('policy_file.error')}: {unreadable(error, say)}")
        return 1
    for issue in issues:
        print(line(file, issue, say))
    warnings = sum(issue.weight is Weight.WARNING for issue in issues)
    if errors := len(issues) - warnings:
        print(say("policy_file.not_fine", file=file, errors=errors, warnings=warnings))
        return 1
    examples = len(policy.reading.content.examples) if policy.reading.content else 0
    print(say("policy_file.fine", file=file, rules=len(policy.rules), examples=examples, warnings=warnings))
    return 0


def line(file: Path, issue: Issue, say: Say) -> str:
    """As editors and build logs read it."""
    sentence = (
        say("policy_file.value", problem=say(f"misfit.{issue.parameters['problem']}"))
        if issue.code == "misfit"
        else say(f"policy_file.{issue.code}", **issue.parameters)
    )
    return f"{file}:{issue.mark.line}:{issue.mark.column}: {say(f'policy_file.{issue.weight.value}')}: {sentence}"


def unreadable(error: OSError, say: Say) -> str:
    """Why a file cannot be read, in the operating system's words."""
    return say("policy_file.unreadable", problem=error.strerror or type(error).__name__)
