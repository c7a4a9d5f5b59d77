"""Is a part that answers and cannot work told apart from one that works and from one that is silent?"""

import asyncio
import json
import socket
import time
from typing import Any

import pytest

from cli.stack.deadline import deadline_of
from cli.stack.health import Health, health_of, remedy_of
from tests.conftest import free_port

PATIENCE_S = 2.0


def soon() -> float:
    return deadline_of(time.monotonic())


async def health_answer(status: str, body: Any, name: str = "orders") -> tuple[bool, bool, str]:
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
        seen = await health_of(name, server.sockets[0].getsockname()[1], soon())
    return seen.answers, seen.ready, seen.summary


@pytest.mark.parametrize(
    ("status", "body", "wanted"),
    [
        pytest.param("200 OK", {"ready": True, "database": "up", "nats": "up"}, (True, True, "ready"), id="works"),
        pytest.param("200 OK", {"ready": True, "nats": "none"}, (True, True, "ready"), id="needs no NATS"),
        pytest.param("404 Not Found", {}, (True, True, "ready"), id="says no more"),
        pytest.param(
            "200 OK", {"ready": True, "nats": "down"}, (True, False, "not ready: nats down"), id="events wait"
        ),
        pytest.param(
            "503 Service Unavailable", {"ready": False, "database": "down: OSError", "stopped": ["relay"]},
            (True, False, "not ready: database down: OSError; stopped ['relay']"), id="cannot work",
        ),
        pytest.param("500 Oh", ["?"], (True, False, "not ready: HTTP 500"), id="a fault"),
    ],
)  # fmt: skip
async def test_a_part_says_what_it_lacks(status: str, body: Any, wanted: tuple[bool, bool, str]) -> None:
    assert await health_answer(status, body) == wanted


async def test_nobody_there_is_silence() -> None:
    assert (await health_of("orders", free_port(), soon())).summary == "silent"
    assert (await health_of("nats", free_port(), soon())).summary == "silent"


@pytest.mark.parametrize("name", ["orders", "worker"])
async def test_case_g7_who_listens_and_does_not_answer_is_not_called_silent(name: str) -> None:
    """How long was waited is said, it is seconds, and nobody is told to take the stack down for it."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as listening:
        port, asked = listening.getsockname()[1], time.monotonic()
        seen = await asyncio.gather(*(health_of(name, port, asked + PATIENCE_S) for _ in range(12)))
        took = time.monotonic() - asked
    assert took < 6 * PATIENCE_S, "twelve are asked at the same time"
    for one in seen:
        assert (one.answers, one.is_silent) == (False, False)
        assert one.summary == f"no answer within {one.waited_s:.1f} s (busy, or it hangs)"
        assert "down" not in remedy_of(name, one)


async def test_feature_209_who_came_to_his_turn_too_late_is_not_called_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        seen = await health_of("orders", listening.getsockname()[1], time.monotonic())
    assert not seen.is_silent


def test_case_g7_only_for_who_is_not_there_it_is_advised_to_take_the_stack_down() -> None:
    assert "down" not in remedy_of("orders", Health(answers=True, ready=False, lacks="nats down"))
    assert "countersign down" in remedy_of("orders", Health(answers=False, ready=False))
