# SPDX-License-Identifier: MPL-2.0
"""policy docs: every published rule and what answers it, as docs/policies.md."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from services.booking.policy_cli.schema import SCHEMA
from services.booking.policy_files.policy_file import PolicyFile, Published
from services.booking.policy_files.read import read_policy_file
from services.booking.rules import AnyRule

PAPER = Path(__file__).parents[3] / "docs" / "policies.md"
_HEAD = """# Published rules and what answers them

Made from `services/booking/policies/` by `python -m services.booking policy docs`. The texts are short renderings of public pages
of varying age; nobody has adopted these files, and a rule that is not here may exist all the same.

"""


def wanted_paper(folder: Path = SCHEMA.parent) -> str:
    """What the paper should say. Raises ValueError when a policy cannot be used."""
    policies = [_policy(file) for file in sorted(folder.glob("*.yaml"))]
    counts = [_counts(policy) for policy in policies]
    rows = [
        f"| [{policy.municipality}](#{policy.municipality.casefold().replace(' ', '-')}) | {' | '.join(map(str, count))} |"
        for policy, count in zip(policies, counts, strict=True)
    ]
    sums = " | ".join(str(sum(column)) for column in zip(*counts, strict=True))
    table = [
        "| Municipality | published | by a rule | elsewhere | not kept, wholly or in part |",
        "|---|---|---|---|---|",
    ]
    parts = [_HEAD + "\n".join([*table, *rows, f"| All | {sums} |"])]
    return "\n\n".join([*parts, *map(_section, policies)]) + "\n"


def write_paper() -> int:
    """Bring it up to date."""
    PAPER.write_text(wanted_paper(), encoding="utf-8")
    print(PAPER)
    return 0


def _policy(file: Path) -> PolicyFile:
    reading = read_policy_file(file).reading
    if reading.content is None:
        raise ValueError(f"{file}: see `policy check`")
    return reading.content


def _counts(policy: PolicyFile) -> tuple[int, int, int, int]:
    kept = {rule.published_id for rule in policy.rules}
    return (
        len(policy.published),
        sum(one.id in kept for one in policy.published),
        sum(one.elsewhere is not None for one in policy.published),
        sum(one.missing is not None for one in policy.published),
    )


def _section(policy: PolicyFile) -> str:
    lines = [f"## {policy.municipality}", "", "| Published | Says | Answered by |", "|---|---|---|"]
    for one in policy.published:
        name = f"[{one.id}]({one.source})" if one.source else one.id
        rules = [rule for rule in policy.rules if rule.published_id == one.id]
        lines.append(f"| {name} | {_cell(one.says)} | {_answer(one, rules)} |")
    return "\n".join(lines)


def _answer(one: Published, rules: Iterable[AnyRule]) -> str:
    parts = [_rule(rule) for rule in rules]
    parts += [_cell(one.elsewhere)] if one.elsewhere else []
    parts += [f"**Not kept:** {_cell(one.missing)}"] if one.missing else []
    return "<br>".join(parts)


def _rule(rule: AnyRule) -> str:
    """Its kind and what it was told, as in the file."""
    frame = {"rule", "text", "source", "published_id"}
    told = rule.model_dump(mode="json", exclude=frame, exclude_defaults=True)
    return f"`{_cell(f'{rule.rule} {_written(told)}'.strip())}`"


def _written(told: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {_nested(value)}" for name, value in told.items())


def _nested(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return f"{{{_written(cast('Mapping[str, Any]', value))}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_nested, cast('Iterable[Any]', value)))}]"
    return str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
