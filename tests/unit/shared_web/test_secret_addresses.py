# SPDX-License-Identifier: MPL-2.0
"""An address that is somebody's password stands in no log."""

from typing import Any

import pytest
from litestar import Request

from services.shared.web.problems import loggable_path


@pytest.mark.parametrize("folder", ["/kalender/", "/dialog/tilmelding/", "/dialog/bekraeft/"])
def test_what_is_secret_in_an_address_is_left_out(folder: str) -> None:
    assert loggable_path(_asked(f"{folder}hush")) == f"{folder}..."
    assert loggable_path(_asked(f"{folder}hush/svar")) == f"{folder}..."


def test_any_other_address_is_told() -> None:
    assert loggable_path(_asked("/dialog/ny-hal/tilmelding")) == "/dialog/ny-hal/tilmelding"


def _asked(path: str) -> Request[Any, Any, Any]:
    scope: Any = {
        "type": "http",
        "path": path,
        "query_string": b"",
        "headers": [],
        "server": ("x", 80),
        "scheme": "http",
    }
    return Request(scope)
