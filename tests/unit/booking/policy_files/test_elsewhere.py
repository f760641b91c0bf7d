# SPDX-License-Identifier: MPL-2.0
"""Rules of places that do not ship with the system are written as a file and hold as they say, without any code."""

from pathlib import Path

import pytest

from services.booking.policy_cli.check import line
from services.booking.policy_cli.main import TEXTS
from services.booking.policy_files.check import check
from services.shared.sentences import SHARED, Sentences

FILES = sorted((Path(__file__).parent / "elsewhere").glob("*.yaml"))
SAY = Sentences.load([SHARED, TEXTS]).say("en")


def test_there_are_three() -> None:
    assert [file.stem for file in FILES] == ["frederikshavn", "proeveby", "sunds_forsamlingshus"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_fine_its_examples_hold_and_everything_published_is_answered(file: Path) -> None:
    policy, issues = check(file)
    assert not [line(file, issue, SAY) for issue in issues]
    content = policy.reading.content
    assert content is not None
    answered = {rule.published_id for rule in content.rules}
    assert {one.id for one in content.published} <= answered
    assert content.examples


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_examples_are_felt(file: Path, tmp_path: Path) -> None:
    """Negative control: without its rules no example that expects something holds."""
    text = file.read_text("utf-8")
    head, rest = text.split("\nrules:\n")
    examples = rest.split("\nexamples:\n")[1]
    bare = tmp_path / file.name
    bare.write_text(f"{head.split('published:')[0]}\nrules:\n  - rule: capacity\nexamples:\n{examples}", "utf-8")
    _, issues = check(bare)
    expecting = [one for one in examples.split("- name: ")[1:] if "expect: {}" not in one]
    assert len([issue for issue in issues if issue.code.startswith("example")]) == len(expecting)
