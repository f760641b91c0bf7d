# SPDX-License-Identifier: MPL-2.0
"""The first twenty-nine scenarios of citizen dialogue each have a test that says so."""

import re
from pathlib import Path

SCENARIOS = range(1, 30)


def test_every_scenario_is_named_by_a_test() -> None:
    named: set[int] = set()
    for file in Path("tests").rglob("test_*.py"):
        for said in re.findall(r"# scenarios? ([\d, and]+)", file.read_text("utf-8")):
            named |= {int(number) for number in re.findall(r"\d+", said)}
    assert set(SCENARIOS) - named == set()
