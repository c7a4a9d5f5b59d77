"""How is HTTP spoken with as little cost of our own as can be? (the same for every contender)"""

import asyncio
import json
from typing import Any, Self
from urllib.parse import urlsplit


class HttpError(Exception):
    """An answer of 400 or more."""


class HttpWires:
    """Kept connections to one server: as many as are used at the same time."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for _reader, writer in self._idle:
            writer.close()
        self._idle.clear()

    async def ask(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        """The answer's JSON. Raises HttpError."""
        reader, writer = self._kept() or await asyncio.open_connection(self._host, self._port)
        sent = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
        head = f"{method} {path} HTTP/1.1\r\nhost: {self._host}\r\ncontent-length: {len(sent)}\r\n"
        if token:
            head += f"authorization: Bearer {token}\r\n"
        if sent:
            head += "content-type: application/json\r\n"
        writer.write(f"{head}\r\n".encode() + sent)
        head_of_answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        answer = await reader.readexactly(_length(head_of_answer))
        self._idle.append((reader, writer))
        status = int(head_of_answer[9:12])
        if status >= 400:
            raise HttpError(f"{method} {path}: {status} {answer.decode(errors='replace')[:500]}")
        return json.loads(answer) if answer else None

    def _kept(self) -> "tuple[asyncio.StreamReader, asyncio.StreamWriter] | None":
        """One that the server has not closed since."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return None


def _length(head: bytes) -> int:
    at = head.find(b"content-length:")
    return int(head[at + 15 : head.index(b"\r\n", at)]) if at >= 0 else 0
