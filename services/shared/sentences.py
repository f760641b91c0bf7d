# SPDX-License-Identifier: MPL-2.0
"""The sentences people read, kept as TOML beside the service that says them.

`texts/da.toml` and `texts/en.toml`; a large service keeps a pair for each subject, e.g. `texts/sign_up.da.toml`.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from services.shared.contracts.portal import Language

SHARED = Path(__file__).parent / "texts"
LANGUAGES: tuple[Language, ...] = ("da", "en")

type Say = Callable[..., str]
"""A sentence by its key and parameters, in the reader's language; `n` picks `.one` or `.other`."""

_PARAMETER = re.compile(r"{(\w+)}")


class NoSuchSentence(KeyError):
    """A key without a sentence: a defect, found by `make check`."""


class Sentences:
    """All sentences of one service, the shared ones and the municipality's own wording included."""

    def __init__(self, by_language: Mapping[Language, Mapping[str, str]]) -> None:
        self._by_language = by_language

    @classmethod
    def load(cls, folders: Iterable[Path], override: Path | None = None) -> "Sentences":
        """Later folders win; `override` is a TOML file with a table `da` and a table `en`, and wins over all."""
        own: Mapping[str, Mapping[str, str]] = tomllib.loads(override.read_text("utf-8")) if override else {}
        return cls(
            {
                language: {
                    **{key: text for folder in folders for key, text in read(folder, language).items()},
                    **own.get(language, {}),
                }
                for language in LANGUAGES
            }
        )

    def has(self, key: str) -> bool:
        """True when there is a sentence under the key."""
        return key in self._by_language["da"]

    def keys(self) -> frozenset[str]:
        """Every key there is."""
        return frozenset(self._by_language["da"])

    def say(self, language: Language) -> Say:
        """What speaks that language. Raises NoSuchSentence when called with an unknown key."""
        texts = self._by_language[language]

        def sentence(key: str, /, **parameters: object) -> str:
            if "n" in parameters and key not in texts:
                key = f"{key}.{'one' if parameters['n'] == 1 else 'other'}"
            if key not in texts:
                raise NoSuchSentence(key)
            return _PARAMETER.sub(lambda found: str(parameters[found[1]]), texts[key])

        return sentence


def read(folder: Path, language: Language) -> dict[str, str]:
    """The sentences of one folder in one language; none when it has no such file. Raises ValueError for a key given twice."""
    sentences: dict[str, str] = {}
    for file in sorted([*folder.glob(f"{language}.toml"), *folder.glob(f"*.{language}.toml")]):
        more = tomllib.loads(file.read_text("utf-8"))
        if twice := sentences.keys() & more.keys():
            raise ValueError(f"{file} says again: {', '.join(sorted(twice))}")
        sentences |= more
    return sentences


def differences(folder: Path) -> list[str]:
    """What is said in one language only, or with other parameters; empty when the folder is complete."""
    danish, english = read(folder, "da"), read(folder, "en")
    lonely = [f"{folder}: {key} is only in one language" for key in sorted(danish.keys() ^ english.keys())]
    unlike = [
        f"{folder}: {key} has other parameters in English"
        for key in sorted(danish.keys() & english.keys())
        if set(_PARAMETER.findall(danish[key])) != set(_PARAMETER.findall(english[key]))
    ]
    return lonely + unlike
