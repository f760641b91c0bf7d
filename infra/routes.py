# SPDX-License-Identifier: MPL-2.0
"""Which service answers which address. The one process, compose and Kubernetes all go by this table."""

FRONT_DOOR = "portal"
"""Answers what nobody else does."""

ROUTES: dict[str, tuple[str, ...]] = {
    "booking": ("/lokaler", "/bookinger", "/foreninger", "/steder", "/anmodninger", "/api/booking"),
    "dialogue": ("/dialog", "/api/dialogue"),
    "notify": ("/kalendere", "/kalender", "/api/notify"),
    "portal": ("/api/portal",),
}
"""A prefix covers itself and what lies below it: "/kalender" is not "/kalendere"."""


def route(path: str, routes: dict[str, tuple[str, ...]] = ROUTES) -> str:
    """The service that answers `path`, with or without the language in front ("/en/lokaler")."""
    plain = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    segments = plain.split("/")
    for depth in (3, 2):
        prefix = "/".join(segments[:depth])
        for service, prefixes in routes.items():
            if prefix in prefixes:
                return service
    return FRONT_DOOR
