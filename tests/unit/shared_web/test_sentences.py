# SPDX-License-Identifier: MPL-2.0
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.sentences import LANGUAGES, SHARED, NoSuchSentence, Sentences, differences, read

FOLDERS = sorted({file.parent for file in Path("services").glob("*/texts/*.toml")})
OWN = Sentences({"da": {"hello": "Hej {name}", "tries.one": "Ét forsøg", "tries.other": "{n} forsøg"}, "en": {}})


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_sentence_is_there_in_both_languages_with_the_same_parameters(folder: Path) -> None:
    assert differences(folder) == []


def test_a_sentence_missing_in_one_language_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "da.toml").write_text('"a" = "Hej {name}"\n"b" = "Kun her"\n', encoding="utf-8")
    (tmp_path / "en.toml").write_text('"a" = "Hello {nome}"\n', encoding="utf-8")
    assert len(differences(tmp_path)) == 2


def test_a_service_may_keep_a_pair_of_files_for_each_subject_and_says_nothing_twice(tmp_path: Path) -> None:
    for name, text in (("da", '"a" = "Hej"'), ("line.da", '"b" = "Kø"'), ("en", '"a" = "Hello"'), ("line.en", "")):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    assert read(tmp_path, "da") == {"a": "Hej", "b": "Kø"}
    assert len(differences(tmp_path)) == 1
    (tmp_path / "door.da.toml").write_text('"b" = "Dør"', encoding="utf-8")
    with pytest.raises(ValueError, match="says again: b"):
        read(tmp_path, "da")


@pytest.mark.parametrize(("n", "said"), [(0, "0 forsøg"), (1, "Ét forsøg"), (2, "2 forsøg")])
def test_one_is_said_otherwise_than_many(n: int, said: str) -> None:
    assert OWN.say("da")("tries", n=n) == said


@given(st.text())
def test_what_a_parameter_holds_is_never_read_as_a_parameter(name: str) -> None:
    assert OWN.say("da")("hello", name=name) == f"Hej {name}"


def test_an_unknown_key_is_a_defect() -> None:
    with pytest.raises(NoSuchSentence):
        OWN.say("da")("goodbye")


def test_a_municipality_may_word_single_sentences_its_own_way(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[da]\n"layout.sign_in" = "Kom indenfor"\n', encoding="utf-8")
    sentences = Sentences.load([SHARED], own)
    assert sentences.say("da")("layout.sign_in") == "Kom indenfor"
    assert sentences.say("en")("layout.sign_in") == read(SHARED, "en")["layout.sign_in"]
    assert sentences.say("da")("layout.sign_out") == read(SHARED, "da")["layout.sign_out"]


@pytest.mark.parametrize(
    "template", sorted(Path("services/shared/web/templates").glob("*.html")), ids=lambda file: file.name
)
def test_every_key_a_shared_template_names_has_a_sentence(template: Path) -> None:
    keys = set(re.findall(r"""\bt\(["']([\w.-]+)["'][,)]""", template.read_text(encoding="utf-8")))
    for language in LANGUAGES:
        known = read(SHARED, language)
        assert {key for key in keys if key not in known and f"{key}.other" not in known} == set()
