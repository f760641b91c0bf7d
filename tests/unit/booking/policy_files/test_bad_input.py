# SPDX-License-Identifier: MPL-2.0
"""Whatever stands in a policy file, there is an answer with a line and a column, and never an accident."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.booking.policy_cli.check import line
from services.booking.policy_cli.main import TEXTS, main
from services.booking.policy_files.check import check
from services.booking.policy_files.issue import Mark
from services.booking.policy_files.policy_file import PolicyFile
from services.booking.policy_files.read import MAX_ISSUES, Reading, read_policy_text
from services.shared.sentences import LANGUAGES, SHARED, Sentences

SENTENCES = Sentences.load([SHARED, TEXTS])
HEAD = """policy: Regler
municipality: Fløjby
version: 1
valid_from: 2026-08-01
adopted_by: Byrådet
adopted_on: 2026-05-12
"""
GOOD = f"""{HEAD}rules:
  - rule: lead_time
    minimum: P3W
    when: {{room_types: [hall], between: [16:00, 22:00], season: [--09-01, --04-30]}}
  - rule: duration
    maximum: PT8H
examples:
  - name: I god tid
    wish: {{date: 2026-12-10, from: 19:00, to: 21:00, room: {{type: hall}}}}
    expect: {{}}
"""


def told(text: str | bytes) -> list[tuple[int, int, str]]:
    """Line, column and code of everything that is said."""
    reading = read_policy_text(text.encode() if isinstance(text, str) else text)
    sayable(reading)
    return [(issue.mark.line, issue.mark.column, issue.code) for issue in reading.issues]


def sayable(reading: Reading[PolicyFile]) -> None:
    for issue in reading.issues:
        for language in LANGUAGES:
            assert line(Path("x.yaml"), issue, SENTENCES.say(language))


def rules(text: str) -> list[tuple[int, int, str]]:
    return told(f"{HEAD}rules:\n{text}")


def test_nothing_is_wrong_with_a_good_file() -> None:
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  - rule: leed_time\n    minimum: P3W", (8, 11, "unknown_rule.near")),
        ("  - rule: wholly_else", (8, 11, "unknown_rule")),
        ("  - minimum: P3W", (8, 5, "missing")),
        ("  - rule: lead_time", (8, 5, "missing")),
        ("  - rule: lead_time\n    minimun: P3W\n    minimum: P3W", (9, 5, "unknown_name.near")),
        ("  - rule: lead_time\n    minimum: 3W", (9, 14, "misfit")),
        ("  - rule: lead_time\n    minimum: -P3W", (9, 14, "misfit")),
        ("  - rule: lead_time\n    minimum: P99999999999999D", (9, 14, "misfit")),
        ("  - rule: duration\n    maximum: -PT3H", (9, 14, "limit.above")),
        ("  - rule: duration\n    maximum: 5", (9, 14, "expected.duration")),
        ("  - rule: hours_per_week\n    maximum_hours: 99999999999999999999", (9, 20, "huge_number")),
        ("  - rule: hours_per_week\n    maximum_hours: '20'", (9, 20, "expected.number")),
        ("  - rule: hours_per_week\n    maximum_hours: 200", (9, 20, "limit.at_most")),
        ("  - rule: capacity\n    when: {days: [tirsdag]}", (9, 19, "one_of")),
        ("  - rule: capacity\n    when: {between: [16, 22:00]}", (9, 22, "expected.clock_time")),
        ("  - rule: capacity\n    when: {between: [16:00, 24:00]}", (9, 29, "expected.clock_time")),
        ("  - rule: capacity\n    when: {rooms: hal-b}", (9, 19, "expected.list")),
        ("  - rule: capacity\n    when: {rooms: [7]}", (9, 20, "expected.text")),
        ("  - rule: capacity\n    rule: capacity", (9, 5, "twice")),
        ("  - rule: capacity\n\t- rule: capacity", (9, 1, "tab")),
        ("  - &a {rule: capacity}", (8, 5, "anchor")),
        ("  - *a", (8, 5, "alias")),
        ("  - !!python/object:os.system {rule: capacity}", (8, 5, "tag")),
        ("  - rule: capacity: 5", (8, 19, "stray_colon")),
        ("  - [rule", (8, 10, "malformed")),
        ("  - {[a]: b}", (8, 6, "name_not_text")),
        ("  - " + "[" * 50, (8, 15, "too_deep")),
        ("  - rule: capacity\n---\nrules: []", (9, 1, "second_document")),
        ("%YAML 1.22\n", (8, 1, "directive")),
        ("  - rule: capacity\n    source: \x07", (9, 13, "unprintable")),
        (f"  - rule: capacity\n    source: {'x' * 5000}", (9, 13, "too_long")),
        ('  - rule: capacity\n    source: "\\UFFFFFFFF"', (1, 1, "malformed")),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_fault_is_told_where_it_stands(text: str, expected: tuple[int, int, str]) -> None:
    assert rules(text) == [expected]


def test_an_empty_file_and_one_of_comments_are_told() -> None:
    assert told("") == told("# kun en kommentar\n") == [(1, 1, "empty")]


def test_toml_is_told_once_and_what_to_write_instead() -> None:
    assert told('policy = "Regler"\n\n[[rules]]\nrule = "lead_time"\nminimum = "P3W"\n') == [(1, 1, "toml")]
    assert told('policy = "Regler"') == [(1, 1, "toml")]
    assert told("[1, 2]") != [(1, 1, "toml")]


def test_what_is_no_mapping_is_told() -> None:
    assert told("bare en tekst") == told("[1, 2]") == [(1, 1, "expected.fields")]


def test_a_file_in_another_encoding_is_told_at_its_first_strange_letter() -> None:
    assert told("policy: x\nmunicipality: Høje".encode("latin-1")) == [(2, 16, "not_utf8")]
    assert told(HEAD.encode("utf-16"))[0][2] == "not_utf8"


def test_a_mark_of_the_encoding_does_no_harm() -> None:
    assert told(b"\xef\xbb\xbf" + GOOD.encode()) == []


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    said = rules("  - rule: leed_time\n  - rule: lead_time\n    minimum: 3\n  - rule: capacity\n    wen: {}")
    assert said == [(8, 11, "unknown_rule.near"), (10, 14, "misfit"), (12, 5, "unknown_name.near")]


def test_ten_thousand_rules_are_refused_at_the_first_too_many() -> None:
    """Reading stops there: what comes after it, however much, is never looked at."""
    many = "  - rule: capacity\n" * 10_000
    assert rules(many) == [(8 + 500, 5, "too_many")]
    assert rules(many + "  - [[[[ nonsense") == [(8 + 500, 5, "too_many")]


def test_a_file_too_large_is_not_read() -> None:
    assert told("#" * 1_000_001) == [(1, 1, "too_large")]


def test_no_more_faults_are_told_than_help() -> None:
    assert len(rules("  - rule: zzzzzz\n" * 400)) == MAX_ISSUES


def test_a_bomb_of_aliases_is_refused_at_the_first() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert told(bomb)[-1] == (2, 8, "alias")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_text_changed_anywhere_is_read_or_told(data: st.DataObject) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        piece = data.draw(
            st.one_of(
                st.sampled_from([*"-:[]{}&*!|>'\"%@`#,?\t\n 0\\", "---", "null", "9" * 40, "1e999", ".inf", "<<: "]),
                st.text(max_size=6),
            )
        )
        text = text[:at] + piece + text[at + cut :]
    content = text.encode("utf-8", "surrogatepass")
    answer = read_policy_text(content)
    sayable(answer)
    assert (answer.content is None) == bool(answer.issues)
    lines = max(1, len(content.splitlines()) + 1)
    assert all(Mark() <= issue.mark and issue.mark.line <= lines for issue in answer.issues)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    answer = read_policy_text(content)
    sayable(answer)
    assert answer.content is None
    assert answer.issues


def written(folder: Path, text: str, name: str = "regler.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def said_of(folder: Path, text: str) -> Counter[str]:
    return Counter(f"{issue.weight}:{issue.code}:{issue.mark.line}" for issue in check(written(folder, text))[1])


def test_an_example_that_does_not_hold_is_told_where_it_stands(tmp_path: Path) -> None:
    assert said_of(tmp_path, GOOD.replace("expect: {}", "expect: {refused: [too_soon]}")) == {
        "error:example_differs:14": 1
    }


def test_a_duty_may_say_which_wishes_it_speaks_of(tmp_path: Path) -> None:
    duty = "  - {rule: duty, who: staff, duty: {da: Se efter., en: Look.}, when: {rooms: [a], days: [sat]}}\n"
    assert not said_of(tmp_path, f"{HEAD}rules:\n{duty}")


def test_a_rule_that_is_never_felt_is_warned_of_and_one_set_apart_is_not(tmp_path: Path) -> None:
    strict, mild = (
        "  - {rule: lead_time, minimum: P3W%s}\n",
        "  - {rule: lead_time, minimum: P1D, when: {rooms: [a]}}\n",
    )
    both = f"{HEAD}rules:\n{strict % ''}{mild}"
    assert said_of(tmp_path, both) == {"warning:never_felt:9": 1}
    assert not said_of(tmp_path, f"{HEAD}rules:\n{strict % ', unless: {rooms: [a]}'}{mild}")
    assert not said_of(tmp_path, f"{HEAD}rules:\n{strict.replace('P3W', 'PT1H') % ''}{mild}")


def test_two_that_contradict_and_two_that_are_the_same_are_warned_of(tmp_path: Path) -> None:
    grids = f"{HEAD}rules:\n  - {{rule: start_grid, minutes: 15}}\n  - {{rule: start_grid, minutes: 20}}\n"
    assert said_of(tmp_path, grids) == {"warning:overlap:9": 1}
    assert said_of(tmp_path, grids.replace("20", "15")) == {"warning:same_again:9": 1}


def test_lines_of_a_list_do_not_contradict_each_other(tmp_path: Path) -> None:
    line = "  - {rule: terms, about: %s, terms: {da: Ryd op., en: Tidy up.}}\n"
    assert not said_of(tmp_path, f"{HEAD}rules:\n{line % 'cleaning'}{line % 'behaviour'}")
    assert said_of(tmp_path, f"{HEAD}rules:\n{line % 'cleaning'}{line % 'cleaning'}") == {"warning:same_again:9": 1}


def test_to_call_off_a_date_and_to_give_back_a_series_are_two_matters(tmp_path: Path) -> None:
    date, series = "  - {rule: cancellation_notice, minimum: P2D}\n", "  - {rule: cancellation_notice, whole: true}\n"
    assert not said_of(tmp_path, f"{HEAD}rules:\n{date}{series}")
    assert said_of(tmp_path, f"{HEAD}rules:\n{date}{date.replace('P2D', 'P3D, consequence: fee')}") == {
        "warning:overlap:9": 1
    }


def test_published_rules_and_their_answers_are_held_against_each_other(tmp_path: Path) -> None:
    text = f"{HEAD}published:\n  - {{id: a-1, says: x}}\n  - {{id: a-1, says: x}}\nrules:\n  - {{rule: capacity, published_id: a-2}}\n"
    assert said_of(tmp_path, text) == {
        "error:unanswered:8": 1,
        "error:published_twice:9": 1,
        "error:published_unknown:11": 1,
    }


def test_what_a_file_extends_holds_too_and_is_named_when_it_is_wrong(tmp_path: Path) -> None:
    extending = GOOD.replace("rules:", "extends: [lov]\nrules:")
    assert said_of(tmp_path, extending) == {"error:extends_missing:7": 1}
    written(tmp_path, f"{HEAD}rules:\n  - {{rule: lead_time, minimum: P2M}}\n", "lov.yaml")
    assert said_of(tmp_path, extending) == {"error:example_differs:15": 1}
    written(tmp_path, f"{HEAD}rules:\n  - {{rule: x}}\n", "lov.yaml")
    assert said_of(tmp_path, extending) == {"error:extends_wrong:7": 1}


def test_the_command_answers_with_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = written(tmp_path, GOOD), written(tmp_path, GOOD.replace("P3W", "3W"), "forkert.yaml")
    assert main(["check", str(good)]) == 0
    assert main(["check", "--language", "en", str(good), str(bad), str(tmp_path / "none.yaml")]) == 1
    said = capsys.readouterr().out
    assert f"{bad}:9:14: error:" in said
    assert "none.yaml:1:1: error:" in said
