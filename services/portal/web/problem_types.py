# SPDX-License-Identifier: MPL-2.0
"""All problems any service can tell of, gathered from the sentences beside each service."""

import re
from collections.abc import Iterable
from pathlib import Path

from services.shared.contracts.portal import Language
from services.shared.sentences import LANGUAGES, read

_PARAMETER = re.compile(r"{\w+}")


class ProblemTypes:
    """Slug to title and detail, in both languages. What varies from case to case is shown as three dots."""

    def __init__(self, folders: Iterable[Path]) -> None:
        known = list(folders)
        self._texts = {
            language: {key: text for folder in known for key, text in read(folder, language).items()}
            for language in LANGUAGES
        }

    def find(self, slug: str, language: Language) -> tuple[str, str] | None:
        """Title and detail; None when no service knows the problem."""
        texts = self._texts[language]
        title = texts.get(f"problem.{slug}.title")
        if title is None:
            return None
        detail = texts.get(f"problem.{slug}.detail", "")
        return _PARAMETER.sub("...", title), _PARAMETER.sub("...", detail)


def text_folders(services: Path) -> list[Path]:
    """Each service's own texts; they are files beside the code, read as such."""
    return sorted(services.glob("*/texts"))
