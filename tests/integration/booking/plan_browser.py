# SPDX-License-Identifier: MPL-2.0
"""A member at the pages of a season plan: fields are read from the page and sent as the form sends them."""

import re
from html import unescape
from html.parser import HTMLParser

import httpx

from tests.integration.booking.callers import Browser

type Pairs = list[tuple[str, str]]


class _Forms(HTMLParser):
    """The fields of every form, as a browser would send them untouched; buttons apart."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Pairs] = {}
        self._fields: Pairs | None = None
        self._text_of: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.forms.setdefault(one["action"], [])
        elif self._fields is None or "name" not in one:
            return
        elif tag == "textarea":
            self._text_of = one["name"]
            self._fields.append((one["name"], ""))
        elif tag == "input" and (one.get("type") not in ("checkbox", "radio") or "checked" in one):
            self._fields.append((one["name"], one.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text_of is not None and self._fields is not None:
            name, before = self._fields[-1]
            self._fields[-1] = (name, before + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text_of = None
        elif tag == "form":
            self._fields = None


def fields(page: httpx.Response, action: str) -> Pairs:
    """What the form would send if nobody touched it."""
    forms = _Forms()
    forms.feed(page.text)
    return forms.forms[action]


async def send(browser: Browser, page: httpx.Response, action: str, **changes: str | None) -> httpx.Response:
    """The form with these fields otherwise (`_` in a name is `-` in the form); None: not sent."""
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    sent = [(name, value) for name, value in fields(page, action) if name not in changed]
    sent += [(name, value) for name, value in changed.items() if value is not None]
    data: dict[str, str | list[str]] = {}
    for name, value in sent:
        data.setdefault(name, [])
        data[name] = [*data[name], value]
    return await browser.client.post(action, data=data, follow_redirects=True)


def text(page: httpx.Response) -> str:
    """What a reader sees, roughly."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))
