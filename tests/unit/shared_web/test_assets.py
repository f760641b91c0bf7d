# SPDX-License-Identifier: MPL-2.0
import gzip
import re

import pytest

from services.shared.web.assets import assets

PLACEHOLDERS = {"img/logo-header-placeholder.png", "img/logo-placeholder.png"}
"""dkfds's own samples, for classes no page uses."""


@pytest.mark.parametrize("name", ["css/dkfds.css", "css/site.css"])
def test_everything_a_style_sheet_names_is_served(name: str) -> None:
    found = assets().find(name)
    assert found is not None
    named = set(re.findall(r"url\(\.\./([^)]+)\)", found.body.decode()))
    assert {one for one in named if assets().find(one) is None} <= PLACEHOLDERS


def test_of_the_fonts_only_small_ones_are_served() -> None:
    found = assets().find("css/dkfds.css")
    assert found is not None
    fonts = set(re.findall(r"url\(\.\./(fonts/[^)]+)\)", found.body.decode()))
    sizes = {name: len(font.body) for name in fonts if (font := assets().find(name))}
    assert sizes.keys() == fonts
    assert all(name.endswith(".woff2") and size < 25_000 for name, size in sizes.items())


def test_a_packed_file_unpacks_to_itself() -> None:
    found = assets().find("js/htmx.js")
    assert found is not None
    assert found.packed is not None
    assert gzip.decompress(found.packed) == found.body


@pytest.mark.parametrize("name", ["../site.css", "css/../css/site.css", "/etc/passwd", "css", ""])
def test_nothing_else_is_served(name: str) -> None:
    assert assets().find(name) is None


def test_an_address_for_what_is_not_served_is_a_defect() -> None:
    with pytest.raises(KeyError):
        assets().address("css/forgotten.css")
