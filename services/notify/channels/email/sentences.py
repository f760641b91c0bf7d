# SPDX-License-Identifier: MPL-2.0
"""The sentences of letters, in both languages, as the municipality wants them worded."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from services.notify.channels.email.letter import Say
from services.shared.contracts.portal import Language

TEXTS = Path(__file__).parents[2] / "texts"


@cache
def sentences(override: Path | None) -> Mapping[Language, Say]:
    """By language. In `override` the tables [da] and [en] may word single sentences anew."""
    own: dict[str, Any] = tomllib.loads(override.read_text(encoding="utf-8")) if override else {}
    return {language: _say(_read(language) | own.get(language, {})) for language in get_args(Language)}


def _read(language: str) -> dict[str, str]:
    return tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


def _say(worded: Mapping[str, str]) -> Say:
    def say(key: str, /, **what: object) -> str:
        return worded[key].format_map(what)

    return say
