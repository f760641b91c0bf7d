# SPDX-License-Identifier: MPL-2.0
"""Pages: Jinja templates in one layout, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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
from services.shared.web.assets import assets
from services.shared.web.csrf import csrf_token
from services.shared.web.language import address, asked_for, language_of
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

    @property
    def municipality(self) -> str:
        """Its name, as on every page."""
        return self._settings.municipality

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
        here = asked_for(request.scope)
        return {
            "t": self.sentences.say(language),
            "has_text": self.sentences.has,
            "language": language,
            "url": partial(address, language=language),
            "other_language_url": address(here, "en" if language == "da" else "da"),
            "here": here,
            "user": request.scope["user"] if "user" in request.scope else None,  # noqa: SIM401  typed so
            "csrf": csrf_token(cookie_in(request.scope)),
            "is_htmx": request.headers.get("hx-request") == "true",
            "asset": assets().address,
            "municipality": self._settings.municipality,
            "title": "",
            "crumbs": (),
            "errors": (),
            **_dates(language),
        }


def _dates(language: Language) -> dict[str, Any]:
    """Dates as people write them, to be called from templates."""
    return {
        "date_long": partial(written_dates.date_long, language=language),
        "date_short": written_dates.date_short,
        "clock": partial(written_dates.clock_time, language=language),
        "time_range": partial(written_dates.time_range, language=language),
        "day_and_time": partial(written_dates.day_and_time, language=language),
    }


def crumbs(*steps: tuple[str, str] | str) -> Sequence[Crumb]:
    """Breadcrumb steps: (label, path), the last one only a label."""
    return tuple(Crumb(step) if isinstance(step, str) else Crumb(*step) for step in steps)
