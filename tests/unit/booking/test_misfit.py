# SPDX-License-Identifier: MPL-2.0
"""What cannot be meant is told in words, in both languages, wherever a policy is written."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from services import booking
from services.booking.policy_cli.main import TEXTS, main
from services.booking.rules.scope import Scope
from services.shared.sentences import LANGUAGES, read

FOLDER = Path(booking.__file__).parent
RAISED = {
    code
    for file in (*FOLDER.glob("rules/*.py"), *FOLDER.glob("policy_files/*.py"))
    for code in re.findall(r'Misfit\("(\w+)"\)', file.read_text(encoding="utf-8"))
}
POLICY = """policy: Haller
municipality: Fløjby
version: 1
valid_from: 2026-08-01
adopted_by: Byrådet
adopted_on: 2026-05-12
rules:
  - rule: limit
    maximum: 1
    per: rolling
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_every_sentence_a_code(language: str) -> None:
    assert len(RAISED) > 15
    sentences = {key for key in read(TEXTS, language) if key.startswith("misfit.")}  # pyright: ignore[reportArgumentType]
    assert sentences == {f"misfit.{code}" for code in RAISED}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "8:5: fejl: Det passer ikke: en rullende grænse siger hvilken periode, og det gør kun den."),
        (["--language", "en"], "8:5: error: This does not fit: a rolling limit, and no other, says which period."),
    ],
)
def test_a_misfit_is_told_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    file = tmp_path / "haller.yaml"
    file.write_text(POLICY, encoding="utf-8")
    assert main(["check", str(file), *words]) == 1
    assert told in capsys.readouterr().out


def test_a_clock_of_another_zone_is_refused_and_never_judged() -> None:
    for between in (("16:00Z", "20:00"), ("16:00", "20:00+02:00")):
        with pytest.raises(ValidationError, match="clock_with_zone"):
            Scope.model_validate({"between": between})
