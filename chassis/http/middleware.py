"""What happens to every request before and after its route: size, readable text, conflicts, faults, time?"""

import asyncio
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import pydantic_core
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.base import metrics
from chassis.base.logs import log
from chassis.db import retry
from chassis.http.problems import RETRY_HEADER, TooLarge, problem, unreadable
from messages.texts import language, text

MOST_BYTES = 1024 * 1024
MOST_BYTES_IMPORT = 8 * 1024 * 1024
LARGE_PATHS = ("import", "imports", "files", "follow-ups", "expenses", "comment")  # a segment of the path
SLOW_SECONDS = 1.0


class Unreadable(Exception):
    """Bytes that are no text."""


class Traffic:
    """How many requests are being answered now? (Live streams, which stay open, do not count.)"""

    def __init__(self) -> None:
        self.inside = 0

    @property
    def is_busy(self) -> bool:
        """Somebody waits for an answer."""
        return self.inside > 0


class RequestMiddleware:
    """Every request passes here. What is rejected here never reaches a route."""

    def __init__(
        self, app: ASGIApp, *, faults_fly: Callable[[], bool] = lambda: False, traffic: Traffic | None = None
    ) -> None:
        self._app = app
        self._faults_fly = faults_fly
        self._traffic = traffic or Traffic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0
        counts = not scope["path"].endswith("/live")
        self._traffic.inside += counts

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._admit(scope, receive, watched)
        except Exception as fault:
            log.error("fault", path=scope["path"], method=scope["method"], exc_info=fault)
            if self._faults_fly() or status:
                raise
            await problem(_lang(scope), 500)(scope, receive, watched)
        finally:
            self._traffic.inside -= counts
            _measure(scope, status, time.perf_counter() - started)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            _must_be_readable_address(scope)
            body = await _body(scope, receive)
            _must_be_readable_body(scope, body)
        except TooLarge as large:
            await problem(_lang(scope), 413, params={"most": large.most})(scope, receive, send)
            return
        except Unreadable as wrong:
            lang = _lang(scope)
            entry = {"field": str(wrong), "value": "", "rule": "SYS-10", "detail": text("SYS-10", lang)}
            await unreadable(lang, [entry])(scope, receive, send)
            return
        tried = 1
        while await self._attempt(scope, body, receive, send, last=tried == retry.TRIES) and tried < retry.TRIES:
            metrics.CONFLICTS.inc()
            await asyncio.sleep(retry.pause(tried))
            tried += 1

    async def _attempt(self, scope: Scope, body: bytes, receive: Receive, send: Send, *, last: bool) -> bool:
        """True when the database said that two got in each other's way and nothing was answered yet."""
        given = held = False

        async def replayed() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def unless_conflict(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and message["status"] == 503:
                held, message = _conflict(message, last=last)
            if not held:
                await send(message)

        own = {**scope, "state": dict(scope.get("state", {}))}  # each try with its own: routing writes into it
        try:
            await self._app(own, replayed, unless_conflict)
        finally:
            scope["route"] = own.get("route")
        return held


def _conflict(message: Message, *, last: bool) -> tuple[bool, Message]:
    mark = RETRY_HEADER.encode()
    headers = [pair for pair in message["headers"] if pair[0] != mark]
    return len(headers) < len(message["headers"]) and not last, {**message, "headers": headers}


async def _body(scope: Scope, receive: Receive) -> bytes:
    segments = scope["path"].split("/")
    most = MOST_BYTES_IMPORT if any(part in segments for part in LARGE_PATHS) else MOST_BYTES
    declared = _header(scope, b"content-length")
    if declared.isdigit() and int(declared) > most:
        raise TooLarge(most)
    parts: list[bytes] = []
    size = 0
    while True:
        message: dict[str, Any] = dict(await receive())
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TooLarge(most)
        parts.append(part)
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _must_be_readable_address(scope: Scope) -> None:
    for name, raw in (("path", scope.get("raw_path") or b""), ("query", scope.get("query_string") or b"")):
        if b"%" in raw or not raw.isascii():
            _must_be_readable_text(name, unquote_to_bytes(raw))


def _must_be_readable_body(scope: Scope, body: bytes) -> None:
    if not body or b"json" not in _header(scope, b"content-type").lower():
        return
    _must_be_readable_text("body", body)
    if b"\\u" in body:  # an escape may hide what the bytes do not show
        try:
            value = pydantic_core.from_json(body, allow_inf_nan=False)
        except ValueError:
            if b"\\ud" in body.lower():
                raise Unreadable("body") from None
            return  # FastAPI says where it is malformed
        if "\\u0000" in body.decode() and _has_nul(value):
            raise Unreadable("body")


def _must_be_readable_text(name: str, raw: bytes) -> None:
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(name) from None
    if "\0" in decoded:
        raise Unreadable(name)


def _has_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_nul(part) for part in value)


def _header(scope: Scope, name: bytes) -> bytes:
    for key, value in scope["headers"]:
        if key == name:
            found: bytes = value
            return found
    return b""


def _lang(scope: Scope) -> str:
    return language(_header(scope, b"accept-language").decode("latin-1"))


def _measure(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    metrics.REQUESTS.labels(scope["method"], route, str(status)).observe(seconds)
    if seconds > SLOW_SECONDS and not scope["path"].endswith("/live"):
        log.info("slow", path=scope["path"], method=scope["method"], status=status, seconds=round(seconds, 3))
