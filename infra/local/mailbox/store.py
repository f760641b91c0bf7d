# SPDX-License-Identifier: MPL-2.0
"""One folder, one file per mail and recipient; a mail that comes twice is kept once, as good mail stores do."""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from hashlib import sha256
from pathlib import Path

NAME_LENGTH = 40
_headers = BytesHeaderParser(policy=policy.default)


@dataclass(frozen=True)
class Mail:
    """One mail as it lies in the folder. `name` is its address on the page."""

    name: str
    recipient: str
    received_at: datetime
    message: EmailMessage

    @property
    def message_id(self) -> str:
        """As the sender wrote it; empty when there is none."""
        return str(self.message["Message-ID"] or "").strip()

    @property
    def subject(self) -> str:
        """Decoded."""
        return str(self.message["Subject"] or "")


class Mailbox:
    """Safe to use from several threads: the file system decides who was first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes, recipient: str) -> bool:
        """Keep a mail; it is on disk when this answers. False when it was here already, which is written down."""
        message_id = str(_headers.parsebytes(content)["Message-ID"] or "").strip() or secrets.token_hex(16)
        name = sha256(f"{message_id}\n{recipient.lower()}".encode()).hexdigest()[:NAME_LENGTH]
        unfinished = self.folder / f"{secrets.token_hex(8)}.unfinished"
        with unfinished.open("wb") as file:
            file.write(f"Delivered-To: {recipient}\r\n".encode() + content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(unfinished, self.folder / f"{name}.eml")
        except FileExistsError:
            self._note_suppressed(name)
            return False
        finally:
            unfinished.unlink()
        self._sync()
        return True

    def __len__(self) -> int:
        """How many mails there are."""
        return sum(1 for _ in self.folder.glob("*.eml"))

    def suppressed(self) -> list[str]:
        """The names of mails that came again, once for each time."""
        log = self.folder / "suppressed.log"
        return [json.loads(line)["name"] for line in log.read_text().splitlines()] if log.exists() else []

    def newest(self, skip: int, limit: int) -> list[Mail]:
        """Headers only, newest first."""
        files = sorted(self._files(), reverse=True)[skip : skip + limit]
        return [_read(path, at, headers_only=True) for at, path in files]

    def find(self, name: str) -> Mail | None:
        """The whole mail; None for a name that is none of ours."""
        path = self._path(name)
        return _read(path, path.stat().st_mtime_ns, headers_only=False) if path and path.exists() else None

    def raw(self, name: str) -> bytes | None:
        """The mail as it came, with the line on top that says to whom."""
        path = self._path(name)
        return path.read_bytes() if path and path.exists() else None

    def _path(self, name: str) -> Path | None:
        is_ours = len(name) == NAME_LENGTH and all(character in "0123456789abcdef" for character in name)
        return self.folder / f"{name}.eml" if is_ours else None

    def _files(self) -> Iterator[tuple[int, Path]]:
        for entry in os.scandir(self.folder):
            if entry.name.endswith(".eml"):
                yield entry.stat().st_mtime_ns, Path(entry.path)

    def _note_suppressed(self, name: str) -> None:
        with (self.folder / "suppressed.log").open("a", encoding="utf-8") as log:
            log.write(json.dumps({"at": datetime.now(UTC).isoformat(), "name": name}) + "\n")

    def _sync(self) -> None:
        """A file is only there after a crash when its folder is on disk too."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(path: Path, modified_ns: int, *, headers_only: bool) -> Mail:
    content = path.read_bytes()
    message = _headers.parsebytes(content) if headers_only else message_from_bytes(content, policy=policy.default)
    received_at = datetime.fromtimestamp(modified_ns / 1e9, UTC)
    return Mail(path.stem, str(message["Delivered-To"]), received_at, message)
