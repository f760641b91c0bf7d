# SPDX-License-Identifier: MPL-2.0
"""Pages: Jinja templates in one layout, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.response import Redirect

from services.shared import written_dates
from services.shared.contracts.portal import Language
from services.shared.sentences import Say, Sentences
from services.shared.settings import Settings
from services.shared.web.csrf import csrf_token
from services.shared.web.language import address, language_of
from services.shared.web.sessions import cookie_in

TEMPLATES = Path(__file__).parent / "templates"

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""On every answer. Own origin only, no inline script or style."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of "where am I". The last has no path."""

    label: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; the summary on top links to it."""

    field: str
    message: str


class Pages:
    """Makes the pages of one service."""

    def __init__(self, templates: Path, sentences: Sentences, settings: Settings) -> None:
        self.sentences = sentences
        self._settings = settings
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(TEMPLATES)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def say(self, request: Request[Any, Any, Any]) -> Say:
        """Sentences in the reader's language."""
        return self.sentences.say(language_of(request.scope))

    def show(
        self,
        request: Request[Any, Any, Any],
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> Response[str]:
        """Render a page. `title`, `crumbs` (Crumb) and `errors` (FieldError) are known to the layout."""
        html = self._environment.get_template(template).render(self._context(request) | context)
        # A page shows who is signed in, so no cache may keep it for others; Back shows what was typed.
        return Response(
            html,
            status_code=status,
            media_type=MediaType.HTML,
            headers={"Cache-Control": "private, no-cache", "Vary": "Cookie"} | dict(headers or {}),
        )

    def go(self, request: Request[Any, Any, Any], path: str) -> Redirect:
        """See other: after a form, so that Reload sends nothing twice. Stays in the reader's language."""
        return Redirect(address(path, language_of(request.scope)), status_code=303)

    def _context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        language = language_of(request.scope)
        path = request.scope["path"]
        query = request.scope["query_string"].decode("latin-1")
        here = f"{path}?{query}" if query else path
        return {
            "t": self.sentences.say(language),
            "has_text": self.sentences.has,
            "language": language,
            "url": lambda path: address(path, language),  # pyright: ignore[reportUnknownLambdaType]
            "other_language_url": address(here, "en" if language == "da" else "da"),
            "here": here,
            "user": request.scope.get("user"),
            "csrf": csrf_token(cookie_in(request.scope)),
            "is_htmx": request.headers.get("hx-request") == "true",
            "municipality": self._settings.municipality,
            "title": "",
            "crumbs": (),
            "errors": (),
            **_dates(language),
        }


def _dates(language: Language) -> dict[str, Any]:
    """Dates as filters would, called as functions."""
    return {
        "date_long": lambda day: written_dates.date_long(day, language),  # pyright: ignore[reportUnknownLambdaType]
        "date_short": written_dates.date_short,
        "clock": lambda instant: written_dates.clock_time(instant, language),  # pyright: ignore[reportUnknownLambdaType]
        "time_range": lambda start, end: written_dates.time_range(start, end, language),  # pyright: ignore[reportUnknownLambdaType]
        "day_and_time": lambda start, end: written_dates.day_and_time(start, end, language),  # pyright: ignore[reportUnknownLambdaType]
    }


def crumbs(*steps: tuple[str, str] | str) -> Sequence[Crumb]:
    """Breadcrumb steps: (label, path), the last one only a label."""
    return tuple(Crumb(step) if isinstance(step, str) else Crumb(*step) for step in steps)
