# SPDX-License-Identifier: MPL-2.0
"""The policies that come with the system: each can be used, does what its examples say, and answers what is published."""

from pathlib import Path

import pytest

from services.booking.policy_cli.check import line
from services.booking.policy_cli.docs import PAPER, wanted_paper
from services.booking.policy_cli.main import TEXTS
from services.booking.policy_cli.schema import SCHEMA, wanted_schema
from services.booking.policy_files.check import check
from services.shared.sentences import SHARED, Sentences

FILES = sorted(SCHEMA.parent.glob("*.yaml"))
DEMO = sorted((SCHEMA.parents[1] / "demo" / "policies").glob("*.yaml"))
SAY = Sentences.load([SHARED, TEXTS]).say("en")


SHIPPED = """
    aalborg aarhus albertslund alleroed broenderslev esbjerg faaborg_midtfyn favrskov frederiksberg frederikssund furesoe
    gladsaxe glostrup guldborgsund haderslev halsnaes hedensted helsingoer hoeje_taastrup hoersholm holbaek holstebro horsens
    hvidovre koebenhavn lyngby_taarbaek naestved national_law nordfyn odense ringkoebing_skjern roskilde skanderborg
    soenderborg soroe vejle viborg vordingborg
"""


def test_the_policies_that_ship_are_these_and_each_says_where_it_is_from() -> None:
    assert {file.stem for file in FILES} == set(SHIPPED.split()) and len(FILES) == 38
    for file in FILES:
        content = check(file)[0].reading.content
        assert content is not None
        assert content.document_url and content.adopted_by and content.adopted_on, file.stem
        assert all(one.source or content.document_url for one in content.published)
    assert DEMO


@pytest.mark.parametrize("file", [*FILES, *DEMO], ids=lambda file: file.stem)
def test_a_shipped_policy_has_no_faults_and_its_examples_hold(file: Path) -> None:
    _, issues = check(file)
    assert not [line(file, issue, SAY) for issue in issues]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_published_rule_is_answered_and_its_rules_have_examples(file: Path) -> None:
    policy, _ = check(file)
    content = policy.reading.content
    assert content is not None
    kept = {rule.published_id for rule in content.rules}
    for one in content.published:
        assert one.id in kept or one.elsewhere, f"{one.id}: a rule, a duty, terms, or elsewhere, and never silence"
        assert not one.missing, f"{one.id}: everything that is published is kept"
        assert one.id.startswith(f"{file.stem}-"), "an id names its file, so that nobody answers another's rule"
    assert content.examples or not content.rules


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_editor_finds_the_schema(file: Path) -> None:
    first = file.read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA.name}"


def test_the_paper_on_published_rules_is_up_to_date() -> None:
    """Otherwise: python -m services.booking policy docs."""
    assert PAPER.read_text("utf-8") == wanted_paper()


def test_the_schema_is_up_to_date() -> None:
    """Otherwise: python -m services.booking policy schema."""
    assert SCHEMA.read_text("utf-8") == wanted_schema()
