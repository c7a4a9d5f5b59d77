"""A small ERP of our own: books of its own, hears facts over HTTP, answers over HTTP, and fails at will."""

import asyncio
import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

BOOKS = """
CREATE TABLE IF NOT EXISTS heard (id TEXT PRIMARY KEY, type TEXT, times INTEGER);
CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, number TEXT, name TEXT, mine TEXT, version INTEGER);
CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, number TEXT, status TEXT, version INTEGER);
CREATE TABLE IF NOT EXISTS lines (order_id TEXT, line INTEGER, code TEXT, ordered INTEGER, shipped INTEGER,
  received INTEGER, closed INTEGER, returned INTEGER, PRIMARY KEY (order_id, line));
CREATE TABLE IF NOT EXISTS money (id TEXT PRIMARY KEY, type TEXT, amount TEXT);
CREATE TABLE IF NOT EXISTS stock (code TEXT PRIMARY KEY, pieces INTEGER);
"""
QUANTITIES = ("quantity", "shipped", "received", "closed", "returned")


class SimulatedErp:
    """`moods`: how it answers the next facts: a status, "lost" (it takes the fact and the answer is lost), "hangs".
    `refuses`: the kinds of facts that it does not take."""

    def __init__(self, books: Path) -> None:
        self.books = sqlite3.connect(books, isolation_level=None)
        self.books.executescript(BOOKS)
        self.secret = ""
        self.moods: list[int | str] = []
        self.refuses: set[str] = set()
        self.addresses: dict[str, str] = {}
        self.token = ""
        self.asked = 0
        self.app = FastAPI()
        self.app.post("/countersign")(self._hear)

    # ---- what it hears ----

    async def _hear(self, request: Request) -> Response:
        body = await request.body()
        mood = self.moods.pop(0) if self.moods else 200
        if mood == "hangs":
            await asyncio.sleep(60)
        if isinstance(mood, int) and mood != 200:
            return Response(f"mood {mood}", mood)
        try:
            Webhook(self.secret).verify(body, dict(request.headers))
        except WebhookVerificationError:
            return Response("who are you?", 401)
        fact = json.loads(body)
        if fact["type"] in self.refuses:
            return Response("no such customer group", 422)
        status = await self._book(request.headers["webhook-id"], fact)
        return Response("", 500 if mood == "lost" else status)

    async def _book(self, id: str, fact: dict[str, Any]) -> int:
        """A fact is booked once; one that it knows already is a conflict, one that is too early comes again."""
        if self.rows("SELECT 1 FROM heard WHERE id = ?", id):
            self.books.execute("UPDATE heard SET times = times + 1 WHERE id = ?", (id,))
            return 409
        noun, data = fact["type"].split(".")[:2], fact["data"]
        if noun[0] == "orders" and not self.rows("SELECT 1 FROM customers WHERE id = ?", data["customer_id"]):
            return 425
        seen = await self._ask("orders", f"/erp/orders/{data['order_id']}") if noun[0] == "orders" else {}
        self.books.execute("BEGIN")
        if noun[0] == "deals":
            self._book_customer(data)
        elif noun[0] == "orders":
            self._book_order(seen["order"])
            if fact["type"] == "orders.shipment.sent.v1" and not data["reference"]:
                self._book_departure(seen["order"], data["lines"])
        else:
            amount = json.dumps(data["amount"])
            self.books.execute("INSERT INTO money VALUES (?, ?, ?)", (data[f"{noun[1]}_id"], fact["type"], amount))
        self.books.execute("INSERT INTO heard VALUES (?, ?, 1)", (id, fact["type"]))
        self.books.execute("COMMIT")
        return 200

    def _book_customer(self, data: dict[str, Any]) -> None:
        known = self.rows("SELECT version FROM customers WHERE id = ?", data["customer_id"])
        if known and known[0][0] >= data["version"]:
            return
        mine = data["external_id"] or f"K-{data['number'][-6:]}"
        row = (data["customer_id"], data["number"], data["name"], mine, data["version"])
        self.books.execute("INSERT OR REPLACE INTO customers VALUES (?, ?, ?, ?, ?)", row)

    def _book_order(self, order: dict[str, Any]) -> None:
        known = self.rows("SELECT version FROM orders WHERE id = ?", order["id"])
        if known and known[0][0] > order["version"]:
            return
        row = (order["id"], order["number"], order["status"], order["version"])
        self.books.execute("INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?)", row)
        self.books.execute("DELETE FROM lines WHERE order_id = ?", (order["id"],))
        for line in order["lines"]:
            own = (order["id"], line["line"], line["product_code"], *(line[name] for name in QUANTITIES))
            self.books.execute("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)", own)

    def _book_departure(self, order: dict[str, Any], lines: list[dict[str, Any]]) -> None:
        """Somebody else has sent pieces from its warehouse."""
        codes = {line["product_id"]: line["product_code"] for line in order["lines"]}
        for line in lines:
            left = (line["quantity"], codes[line["product_id"]])
            self.books.execute("UPDATE stock SET pieces = pieces - ? WHERE code = ?", left)

    # ---- what it says ----

    async def customers_have_numbers(self) -> Any:
        """Its numbers of the customers that it heard of."""
        found = self.rows("SELECT number, name, mine FROM customers")
        rows = [{"number": number, "name": name, "external_id": mine} for number, name, mine in found]
        return await self.say("deals", "customers", rows, as_of=datetime.now(UTC))

    async def counted(self, code: str, pieces: int) -> Any:
        """So many pieces lie in its warehouse now."""
        self.books.execute("INSERT OR REPLACE INTO stock VALUES (?, ?)", (code, pieces))
        return await self.say("orders", "stock-counts", [{"code": code, "on_hand": pieces}], as_of=datetime.now(UTC))

    def left(self, reference: str, number: str, code: str, pieces: int) -> list[dict[str, Any]]:
        """Pieces leave its warehouse; the words to say so."""
        self.books.execute("UPDATE stock SET pieces = pieces - ? WHERE code = ?", (pieces, code))
        moment = datetime.now(UTC).isoformat()
        own = {"shipment": reference, "order": number, "code": code, "quantity": pieces}
        return [own | {"carrier": "SF", "tracking": f"SF-{reference}", "shipped_at": moment}]

    async def say(
        self, service: str, noun: str, rows: Iterable[dict[str, Any]], *, as_of: datetime | None = None
    ) -> Any:
        told = {"as_of": as_of.isoformat()} if as_of else {}
        numbered = [{"line": n, **row, **told} for n, row in enumerate(rows, 1)]
        return await self._ask(service, f"/erp/{noun}/import", {"source": "erp", "rows": numbered})

    async def _ask(self, service: str, path: str, body: Any = None) -> Any:
        headers = {"authorization": f"Bearer {self.token}"}
        if body is not None:
            self.asked += 1
            headers["idempotency-key"] = f"erp-{self.asked}"
        async with httpx.AsyncClient(base_url=self.addresses[service], trust_env=False, timeout=20) as client:
            answer = await client.request("POST" if body is not None else "GET", path, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json()

    # ---- its books ----

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.books.execute(query, values).fetchall()

    def quantities(self, number: str) -> list[tuple[int, ...]]:
        """Of each line: ordered, shipped, received, closed, returned."""
        names = "ordered, shipped, received, closed, returned"
        query = f"SELECT {names} FROM lines JOIN orders ON id = order_id WHERE number = ? ORDER BY line"
        return self.rows(query, number)

    def pieces(self, code: str) -> int:
        found: int = self.rows("SELECT pieces FROM stock WHERE code = ?", code)[0][0]
        return found


class Served:
    """An app that answers on a port of this machine, in the loop of the test."""

    def __init__(self, app: Any) -> None:
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="none"))

    async def __aenter__(self) -> str:
        self._running = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 (uvicorn tells nobody)
            await asyncio.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        await self._running
