# SPDX-License-Identifier: MPL-2.0
"""Files that pages name: dkfds, htmx and qr as npm fetched them, and our own. Only these are served."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OWN = Path(__file__).parent / "static"
PACKAGES = Path(__file__).parents[3] / "node_modules"
_FONT = re.compile(r"src:url\([^;}]*?/IBMPlexSans-(\w+)\.woff2\)[^;}]*")
"""dkfds names every format of the whole fonts, 12 MB; a Danish page needs Latin-1 as WOFF2, 17 kB each."""

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class FrontEndMissing(OSError):
    """node_modules lacks what pages need."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, and the same packed where that is worth it."""

    body: bytes
    packed: bytes | None
    media_type: str


class Assets:
    """All files by the name in their address. `version` changes when any of them does."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._assets = {name: _read(file) for name, file in sorted(files.items())}
        whole = hashlib.sha256()
        for name, asset in self._assets.items():
            whole.update(name.encode() + asset.body)
        self.version = whole.hexdigest()[:10]

    def find(self, name: str) -> Asset | None:
        """None for anything else, so that no path leads out of here."""
        return self._assets.get(name)

    def address(self, name: str) -> str:
        """Where pages find it, e.g. "/static/0a1b2c3d4e/css/site.css". Raises KeyError for what is not served."""
        if name not in self._assets:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"


@cache
def assets() -> Assets:
    """The same for all services of a process. Raises FrontEndMissing before npm has been run."""
    dkfds = PACKAGES / "dkfds" / "dist"
    if not dkfds.is_dir():
        raise FrontEndMissing(f"{PACKAGES} lacks dkfds; run `npm ci` first, as `make run` does.")
    files = {
        "css/dkfds.css": dkfds / "css" / "dkfds.min.css",
        "css/site.css": OWN / "site.css",
        "js/htmx.js": PACKAGES / "htmx.org" / "dist" / "htmx.min.js",
        "js/site.js": OWN / "site.js",
        "js/qr/decode.js": PACKAGES / "qr" / "decode.js",
        "js/qr/index.js": PACKAGES / "qr" / "index.js",
        "img/favicon.svg": OWN / "favicon.svg",
    }
    fonts = dkfds / "fonts" / "IBMPlexSans" / "split" / "woff2"
    weights = set(_FONT.findall(files["css/dkfds.css"].read_text(encoding="utf-8")))
    files |= {f"fonts/{weight}.woff2": fonts / f"IBMPlexSans-{weight}-Latin1.woff2" for weight in weights}
    icons = (dkfds / "img" / "svg-icons").glob("*.svg")
    return Assets(files | {file.relative_to(dkfds).as_posix(): file for file in icons})


def _read(file: Path) -> Asset:
    body = file.read_bytes()
    if file.suffix == ".css":
        body = _FONT.sub(r"src:url(../fonts/\1.woff2) format('woff2')", body.decode()).encode()
    packed = gzip.compress(body, mtime=0) if file.suffix in {".css", ".js"} else None
    return Asset(body, packed, MEDIA_TYPES[file.suffix])
