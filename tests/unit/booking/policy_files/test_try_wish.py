# SPDX-License-Identifier: MPL-2.0
"""A wish is tried against a policy file without a server: each verdict with its sentence and the rule's line."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.booking.policy_cli.main import main

POLICY = """policy: Regler
municipality: Fløjby
version: 1
valid_from: 2026-08-01
adopted_by: Byrådet
adopted_on: 2026-05-12
rules:
  - rule: lead_time
    minimum: P3W
  - rule: staff_decides
    effect: refuse
    when: {days: [sat]}
    text: {da: Ikke om lørdagen., en: Not on Saturdays.}
  - rule: capacity
"""
WISH = "wish: {date: 2026-12-12, from: 19:00, to: 21:00, made_at: 2026-12-09 12:00}\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    policy, wish = tmp_path / "regler.yaml", tmp_path / "oenske.yaml"
    policy.write_text(POLICY, encoding="utf-8")
    wish.write_text(WISH, encoding="utf-8")
    return policy, wish


def said(capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], *more: str) -> list[str]:
    assert main(["try", str(files[0]), "--wish", str(files[1]), *more]) == 0
    return capsys.readouterr().out.splitlines()


def test_every_verdict_stands_with_its_line_and_sentence(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(capsys, files)
    assert len(lines) == 3
    assert lines[0].startswith(f"{files[0]}:8: nej: ")
    assert "30. december 2026 kl. 12.00" in lines[0]
    assert lines[1] == f"{files[0]}:10: nej: Ikke om lørdagen. [staff_decides]"
    assert lines[2] == "Afvist."
    assert said(capsys, files, "--language", "en")[1].endswith("no: Not on Saturdays. [staff_decides]")


def test_a_rule_stands_with_where_it_is_published(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    published = "rules:\n  - rule: lead_time\n    published_id: regel-1\n"
    listed = "published:\n  - {id: regel-1, says: Three weeks., source: https://kommune.example/regler}\n"
    files[0].write_text(POLICY.replace("rules:\n  - rule: lead_time\n", listed + published), encoding="utf-8")
    assert "kl. 12.00. (https://kommune.example/regler) [" in said(capsys, files)[0]


def test_a_wish_that_nothing_speaks_against_is_allowed(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[1].write_text("wish: {date: 2026-12-11, from: 19:00, to: 21:00}\n", encoding="utf-8")
    assert said(capsys, files) == ["Tilladt."]


def test_a_wish_in_the_past_is_refused_whatever_the_policy(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[1].write_text(WISH.replace("2026-12-09", "2026-12-13"), encoding="utf-8")
    assert said(capsys, files)[0].startswith("gælder altid: nej: ")


def test_faults_of_either_file_are_told(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files[1].write_text("wish: {date: 2026-12-12, from: 19, to: 21:00}\nfatcs: {}\n", encoding="utf-8")
    assert main(["try", str(files[0]), "--wish", str(files[1])]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{files[1]}:1:32: fejl: ")
    assert second.startswith(f"{files[1]}:2:1: fejl: ")
    assert second.endswith("Mente du facts?")
    assert main(["try", str(files[0]), "--wish", "findes-ikke.yaml"]) == 1


def test_no_database_or_server_is_needed(files: tuple[Path, Path]) -> None:
    code = (
        "import sys\n"
        "from services.booking.policy_cli.main import main\n"
        f"assert main(['try', {str(files[0])!r}, '--wish', {str(files[1])!r}]) == 0\n"
        "assert not {'asyncpg', 'nats', 'litestar'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
