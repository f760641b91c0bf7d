# SPDX-License-Identifier: MPL-2.0
"""A page to read a service's API, made from its OpenAPI description without a request to anybody else."""

from typing import Any

from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

from services.shared.web.pages import Pages


class Reader(OpenAPIRenderPlugin):
    """`/api/<service>` as a page."""

    def __init__(self, service: str, pages: Pages) -> None:
        super().__init__(path="/")
        self._service = service
        self._pages = pages

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The whole page."""
        page = self._pages.show(
            request,
            "api.html",
            title=openapi_schema["info"]["title"],
            service=self._service,
            operations=operations(openapi_schema),
        )
        return page.content.encode()


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Each operation with its parameters, body and answers, in the order of paths."""
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "description": operation.get("description", ""),
            "parameters": operation.get("parameters", []),
            "body": _schema_name(operation.get("requestBody", {})),
            "responses": sorted(
                (status, answer.get("description", ""), _schema_name(answer))
                for status, answer in _parts(operation, "responses")
            ),
        }
        for path, methods in sorted(_parts(schema, "paths"))
        for method, operation in _parts({"": methods}, "")
        if method in _METHODS
    ]


_METHODS = ("get", "post", "put", "patch", "delete")


def _parts(of: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    """The named members of a part of the description."""
    members: dict[str, dict[str, Any]] = of.get(name, {})
    return list(members.items())


def _schema_name(part: dict[str, Any]) -> str:
    for _, content in _parts(part, "content"):
        schema: dict[str, Any] = content.get("schema", {})
        reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
        return reference.rpartition("/")[2] or str(schema.get("type", ""))
    return ""
