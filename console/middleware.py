"""What is let in from outside, and what do browsers learn about our pages?"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES = 256 * 1024  # a form of ours is far smaller
MAX_BYTES_FILE = 8 * 1024 * 1024 + MAX_BYTES  # with the form around it
WITH_FILES = re.compile(r".*(?:/files|/decide/[a-z]+|/act/comment)")  # addresses whose forms may carry a file
SAFE = ("GET", "HEAD", "OPTIONS")
LINKS = "/l/"  # their address is what allows: nobody else may learn it, and no cookie of ours is at stake
FORMS = "/f/"  # of the company's site: the page says which sites may frame it
LINK_HEADERS = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
POLICY = "content-security-policy"
PAGE_HEADERS = {
    POLICY: "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


class FormGuard:
    """A form must come from our own pages and be small (the cookie is `SameSite=Lax` besides)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] not in SAFE:
            if not _ours(scope) and not scope["path"].startswith(LINKS):  # whose browser then tells no origin
                await _respond_plain(send, 403, "This form was sent by another site.")
                return
            most = MAX_BYTES_FILE if WITH_FILES.fullmatch(scope["path"]) else MAX_BYTES
            body = await _body(receive, most)
            if body is None:
                await _respond_plain(send, 413, "This form is too large.")
                return
            receive = _replay(body, receive)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                framed = headers.get(POLICY) if scope["path"].startswith(FORMS) else None
                headers.update(PAGE_HEADERS if framed is None else PAGE_HEADERS | {POLICY: framed})
                if scope["path"].startswith(LINKS):
                    headers.update(LINK_HEADERS)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["cache-control"] = "no-store"
                headers.setdefault("cache-control", "no-store")  # what a person may see now, and maybe not tomorrow
            await send(message)

        await self.app(scope, receive, send_with_headers)


def loggable_path(path: str) -> str:
    """For the log: who reads it does not decide in others' names."""
    return f"{LINKS}…" if path.startswith(LINKS) else path


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body; None when it is too large or the sender left."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > most:
            return None
        if not message.get("more_body", False):
            return body


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def once() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


async def _respond_plain(send: Send, status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})


def _ours(scope: Scope) -> bool:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin")
    if origin is None:
        return headers.get(b"sec-fetch-site", "same-origin") in ("same-origin", "none")
    return bool(urlsplit(origin).netloc == headers.get(b"host"))
