# SPDX-License-Identifier: MPL-2.0
"""A load generator that costs little itself: HTTP/1.1 on kept connections, nothing parsed but what is needed."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Answers:
    """What came back."""

    seconds: list[float] = field(default_factory=list[float])
    by_status: dict[int, int] = field(default_factory=dict[int, int])
    elapsed: float = 0.0


def request(method: str, path: str, key: str = "", body: bytes = b"", **headers: str) -> bytes:
    """One request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    if key:
        lines.append(f"Authorization: Bearer {key}")
    if body:
        lines.append("Content-Type: application/json")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def send_all(port: int, requests: Sequence[bytes], clients: int) -> Answers:
    """Send the requests over so many connections, each one after the other."""
    answers, waiting = Answers(), iter(requests)
    began = perf_counter()
    await asyncio.gather(*(_client(port, waiting, answers) for _ in range(clients)))
    answers.elapsed = perf_counter() - began
    return answers


async def _client(port: int, waiting: Iterator[bytes], answers: Answers) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for one in waiting:
            began = perf_counter()
            writer.write(one)
            status, _ = await read_answer(reader)
            answers.seconds.append(perf_counter() - began)
            answers.by_status[status] = answers.by_status.get(status, 0) + 1
    finally:
        writer.close()


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of one answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    at = head.find(b"content-length:")
    length = int(head[at + 15 : head.index(b"\r\n", at)]) if at >= 0 else 0
    return status, await reader.readexactly(length) if length else b""
