"""Is a part that answers and cannot work told apart from one that works and from one that is silent?"""

import asyncio
import json
from typing import Any

import pytest

from cli.standing import standing_of
from tests.conftest import free_port


async def asked(status: str, body: Any, name: str = "orders") -> tuple[bool, bool, str]:
    """What is seen of a program that answers so."""
    told = json.dumps(body).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(told)}\r\n\r\n"
        writer.write(head.encode() + told)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        seen = await standing_of(name, server.sockets[0].getsockname()[1])
    return seen.answers, seen.ready, seen.said


@pytest.mark.parametrize(
    ("status", "body", "wanted"),
    [
        pytest.param("200 OK", {"ready": True, "database": "up", "nats": "up"}, (True, True, "ready"), id="works"),
        pytest.param("200 OK", {"ready": True, "nats": "none"}, (True, True, "ready"), id="needs no NATS"),
        pytest.param("404 Not Found", {}, (True, True, "ready"), id="says no more"),
        pytest.param(
            "200 OK", {"ready": True, "nats": "down"}, (True, False, "not ready: nats down"), id="facts wait"
        ),
        pytest.param(
            "503 Service Unavailable", {"ready": False, "database": "down: OSError", "stopped": ["relay"]},
            (True, False, "not ready: database down: OSError; stopped ['relay']"), id="cannot work",
        ),
        pytest.param("500 Oh", ["?"], (True, False, "not ready: HTTP 500"), id="a fault"),
    ],
)  # fmt: skip
async def test_a_part_says_what_it_lacks(status: str, body: Any, wanted: tuple[bool, bool, str]) -> None:
    assert await asked(status, body) == wanted


async def test_nobody_there_is_silence() -> None:
    assert (await standing_of("orders", free_port())).said == "silent"
    assert (await standing_of("nats", free_port())).said == "silent"
