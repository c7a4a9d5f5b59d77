"""A source of company data 征信 of our own: it answers over HTTP on loopback, and misbehaves as the real ones do."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response

from tests.services.collections.invoices.simulated_e_invoices import loopback

TOKEN = "a token that both know"


class SimulatedCreditSource:
    """`says`: how it answers the next requests; then it says what it knows."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[dict[str, str]] = []
        self.says: list[bytes | int] = []
        self.known: dict[str, object] = {
            "score": 90,
            "valid_until": "2026-06-30",
            "registered_capital": "5000万元",
            "lawsuits": 2,
        }

    @asynccontextmanager
    async def served(self) -> AsyncIterator["SimulatedCreditSource"]:
        app = FastAPI()
        app.add_api_route("/companies", self._company)
        async with loopback(app) as self.url:
            yield self

    async def _company(self, request: Request) -> Response:
        if request.headers["authorization"] != f"Bearer {TOKEN}":
            return Response("who are you?", 401)
        self.asked.append(dict(request.query_params))
        said = self.says.pop(0) if self.says else json.dumps(self.known, ensure_ascii=False).encode()
        if isinstance(said, int):
            return Response(b"", said)
        return Response(said, media_type="application/json")
