"""A provider of e-invoices 数电票 of our own: it issues over HTTP on loopback, and misbehaves as the real ones do."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response
from standardwebhooks.webhooks import Webhook

TOKEN = "a token that both know"
ISSUED_AT = "2026-03-02T10:05:00+08:00"


class SimulatedEInvoices:
    """It keeps what it issued by key. `says`: how it answers the next requests; then it issues at once."""

    def __init__(self, secret: str) -> None:
        self.secret, self.url, self.tells = secret, "", ""
        self.requests: list[dict[str, Any]] = []
        self.issued: dict[str, dict[str, Any]] = {}
        self.says: list[str] = []
        self.reason = "购买方税号与名称不符"

    @asynccontextmanager
    async def served(self) -> AsyncIterator["SimulatedEInvoices"]:
        app = FastAPI()
        app.add_api_route("/invoices", self.asked, methods=["POST"])
        async with loopback(app) as self.url:
            yield self

    async def asked(self, request: Request) -> Response:
        """`dies`: issued, but the answer never arrives; `pending`: it will tell; `refuses`, `broken`: as it says."""
        if request.headers["authorization"] != f"Bearer {TOKEN}":
            return Response("who are you?", 401)
        body = await request.json()
        self.requests.append(body)
        key, how = request.headers["idempotency-key"], self.says.pop(0) if self.says else "issues"
        if how == "refuses":
            return _json({"status": "refused", "reason": self.reason})
        if how == "broken":
            return Response(b"\x00down for maintenance", 503)
        if how == "nonsense":
            return _json({"status": "issued", "number": "12345"})
        answer = self.issue(key, body)
        if how == "dies":
            return Response(b"", 502)
        return _json({"status": "pending"} if how == "pending" else answer)

    def issue(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        """The same key is the same invoice."""
        assert sum(Decimal(line["total"]) for line in body["lines"]) == Decimal(body["total"])
        number = f"26312000{len(self.issued) + 1:012d}"
        return self.issued.setdefault(key, {"status": "issued", "number": number, "issued_at": ISSUED_AT})

    async def tell(self, key: str, *, secret: str | None = None, **but: Any) -> httpx.Response:
        """What became of a request, as a signed message."""
        body = json.dumps({"key": key, **self.issued.get(key, {}), **but}, ensure_ascii=False)
        moment = datetime.now(UTC)
        headers = {
            "webhook-id": f"msg_{key}",
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(secret or self.secret).sign(f"msg_{key}", moment, body),
        }
        async with httpx.AsyncClient() as client:
            return await client.post(self.tells, content=body.encode(), headers=headers)


@asynccontextmanager
async def loopback(app: Any) -> AsyncIterator[str]:
    """Serves it at an address of this machine until the end of the block."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.wait([serving], timeout=0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


def _json(body: dict[str, Any]) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")
