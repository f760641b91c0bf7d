# SPDX-License-Identifier: MPL-2.0
"""What a browser does with a form: reads the page, keeps the hidden fields and the cookie, sends."""

import re
from html import unescape

import httpx

from services.shared.web.sessions import COOKIE

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_FORM = re.compile(r'<form method="post" action="([^"]+)".*?</form>', re.DOTALL)


class Browser:
    """One cookie jar."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page = httpx.Response(204)

    async def open(self, path: str) -> httpx.Response:
        """Follow no redirect: tests look at them."""
        self.page = await self.client.get(path)
        return self.page

    async def send(self, action: str, **fields: str) -> httpx.Response:
        """Fill in the form with this action on the page that is open, and send it."""
        form = next(found for found in _FORM.finditer(self.page.text) if unescape(found[1]) == action)
        hidden = {name: unescape(value) for name, value in _HIDDEN.findall(form[0])}
        self.page = await self.client.post(action, data=hidden | fields)
        return self.page

    async def ask_for_code(self, email: str, onward: str = "") -> httpx.Response:
        """The first step, through to the page where the code is typed."""
        await self.open(f"/log-ind?next={onward}" if onward else "/log-ind")
        answer = await self.send("/log-ind", email=email)
        if answer.status_code == 303:
            await self.open(answer.headers["location"])
        return answer

    async def give_code(self, code: str) -> httpx.Response:
        """The second step."""
        return await self.send("/log-ind/kode", code=code)

    @property
    def cookie(self) -> str:
        """The one cookie; empty when there is none."""
        return self.client.cookies.get(COOKIE) or ""

    def take_cookie(self, value: str) -> None:
        """As somebody who stole it."""
        self.client.cookies.clear()
        self.client.cookies.set(COOKIE, value)

    async def close(self) -> None:
        await self.client.aclose()
