# SPDX-License-Identifier: MPL-2.0
"""What docs/policy_files.md shows can be written: each of its blocks is a policy file, or a part of one."""

import re
from pathlib import Path

import pytest

from services.booking.policy_cli.check import line
from services.booking.policy_cli.main import TEXTS
from services.booking.policy_files.policy_file import PolicyFile
from services.booking.policy_files.read import read_policy_text
from services.shared.sentences import SHARED, Sentences

GUIDE = Path(__file__).parents[4] / "docs" / "policy_files.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
SAY = Sentences.load([SHARED, TEXTS]).say("en")
HEAD = {
    "policy": "policy: Regler",
    "municipality": "municipality: Fløjby",
    "version": "version: 1",
    "valid_from": "valid_from: 2026-08-01",
    "adopted_by": "adopted_by: Byrådet",
    "adopted_on": "adopted_on: 2026-05-12",
    "rules": "rules:\n  - rule: capacity",
}


def test_the_guide_shows_files() -> None:
    assert len(BLOCKS) >= 8


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().splitlines()[1].strip()[:40])
def test_a_block_of_the_guide_is_read_without_a_fault(block: str) -> None:
    said = set(re.findall(r"^([a-z_]+):", block, re.MULTILINE))
    assert said <= set(PolicyFile.model_fields)
    rest = "\n".join(text for name, text in HEAD.items() if name not in said)
    reading = read_policy_text(f"{block.replace('...', 'x')}\n{rest}\n".encode())
    assert [line(GUIDE, issue, SAY) for issue in reading.issues] == []


def test_a_fault_in_a_block_is_seen() -> None:
    """Negative control."""
    broken = BLOCKS[2].replace("minimum:", "minimun:", 1)
    assert broken != BLOCKS[2]
    assert read_policy_text(
        "\n".join([broken, *(text for name, text in HEAD.items() if name != "rules")]).encode()
    ).issues
