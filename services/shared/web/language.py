# SPDX-License-Identifier: MPL-2.0
"""The language is in the address: `/en/...` is English, the rest Danish. Links can be shared, and no cookie is needed."""

from urllib.parse import quote

from litestar.types import ASGIApp, Receive, Scope, Send

from services.shared.contracts.portal import Language

PREFIX = "/en"


def with_language(app: ASGIApp) -> ASGIApp:
    """Takes the prefix off before anything is routed."""

    async def read(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["path"] == PREFIX or scope["path"].startswith(f"{PREFIX}/")):
            path = scope["path"].removeprefix(PREFIX) or "/"
            scope = {**scope, "path": path, "raw_path": path.encode(), "language": "en"}  # type: ignore[typeddict-unknown-key]
        await app(scope, receive, send)

    return read


def language_of(scope: Scope) -> Language:
    """The language of the page asked for; for an API, what Accept-Language puts first."""
    if "language" in scope and scope["language"] == "en":
        return "en"
    if scope["path"].startswith("/api/"):
        for name, value in scope["headers"]:
            if name == b"accept-language" and value.strip().lower().startswith(b"en"):
                return "en"
    return "da"


def asked_for(scope: Scope) -> str:
    r"""The address asked for, without the language, to be linked to.

    Browsers read "//host" and "/\host" as another site, so neither may come out of what somebody typed.
    """
    path = "/" + quote(scope["path"], safe="/:@!$&'()*+,;=~").lstrip("/")
    query = scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def address(path: str, language: Language) -> str:
    """One of our own addresses in a language."""
    if language == "da" or not path.startswith("/") or path.startswith(("/static/", "/api/")):
        return path
    return PREFIX if path == "/" else PREFIX + path
