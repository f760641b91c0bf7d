# SPDX-License-Identifier: MPL-2.0
"""Everything there is to say of a policy file before it is adopted."""

from pathlib import Path as FilePath

from services.booking.policy_files.issue import Issue, Mark
from services.booking.policy_files.overlap import overlaps
from services.booking.policy_files.policy_file import PolicyFile
from services.booking.policy_files.read import Extended, Reading, read_policy_file
from services.booking.policy_files.run import disappointments


def check(file: FilePath) -> tuple[Extended, list[Issue]]:
    """Read it, run its examples and look at how its rules and published rules answer each other.

    Raises OSError when the file cannot be read.
    """
    policy = read_policy_file(file)
    issues = list(policy.issues)
    if (content := policy.reading.content) is not None:
        issues += _published(content, policy.reading)
        rules = [source.rule for source in policy.rules]
        for number, example in enumerate(content.examples):
            issues += disappointments(rules, example, policy.reading.mark("examples", number))
        issues += overlaps([source for source in policy.rules if source.file == str(file)])
    return policy, sorted(issues, key=lambda issue: issue.mark)


def _published(content: PolicyFile, reading: Reading[PolicyFile]) -> list[Issue]:
    issues: list[Issue] = []
    first: dict[str, Mark] = {}
    answered = {rule.published_id for rule in content.rules}
    for number, one in enumerate(content.published):
        mark = reading.mark("published", number, "id")
        if one.id in first:
            issues.append(Issue(mark, "published_twice", {"id": one.id, "line": first[one.id].line}))
        elif one.id not in answered and not (one.elsewhere or one.missing):
            issues.append(Issue(mark, "unanswered", {"id": one.id}))
        first.setdefault(one.id, mark)
    for number, rule in enumerate(content.rules):
        if rule.published_id is not None and rule.published_id not in first:
            mark = reading.mark("rules", number, "published_id")
            issues.append(Issue(mark, "published_unknown", {"id": rule.published_id[:80]}))
    return issues
