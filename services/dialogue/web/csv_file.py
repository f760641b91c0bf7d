# SPDX-License-Identifier: MPL-2.0
"""A table as a spreadsheet opens it in Denmark, to be downloaded."""

from collections.abc import Iterable, Sequence

from litestar import Response

from services.shared.web.danish_csv import danish_csv


def csv_file(name: str, heading: Sequence[str], lines: Iterable[Sequence[object]]) -> Response[bytes]:
    """A download; nobody's cache keeps it."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(danish_csv(heading, lines), media_type="text/csv; charset=utf-8", headers=headers)
