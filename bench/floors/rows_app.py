"""What does an approval cost at least: bare rows behind the same web framework, nobody authenticated?"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]
from fastapi import FastAPI
from pydantic import BaseModel

TABLES = """
CREATE TABLE IF NOT EXISTS request (id uuid PRIMARY KEY, title text NOT NULL, content text NOT NULL,
  state text NOT NULL DEFAULT 'PENDING', opened_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS task (id uuid PRIMARY KEY, request_id uuid NOT NULL REFERENCES request, signer int NOT NULL,
  state text NOT NULL DEFAULT 'OPEN', opened_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX IF NOT EXISTS task_inbox ON task (signer, opened_at DESC) WHERE state = 'OPEN';
CREATE INDEX IF NOT EXISTS task_request ON task (request_id);
CREATE TABLE IF NOT EXISTS vote (task_id uuid PRIMARY KEY REFERENCES task, request_id uuid NOT NULL REFERENCES request,
  verdict text NOT NULL, decided_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX IF NOT EXISTS vote_request ON vote (request_id);
"""
INBOX = """SELECT t.id AS task_id, t.request_id, r.title, t.opened_at,
  (SELECT count(*) FROM vote v WHERE v.request_id = t.request_id) AS decided
FROM task t JOIN request r ON r.id = t.request_id
WHERE t.signer = $1 AND t.state = 'OPEN' ORDER BY t.opened_at DESC LIMIT 50"""
SIGNERS = (0, 1, 2)


class Submit(BaseModel):
    title: str
    content: str = ""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["FLOOR_DATABASE_URL"], min_size=2, max_size=20) as pool:
        await pool.execute(TABLES)
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "up"}


@app.post("/requests")
async def submit(body: Submit) -> dict[str, Any]:
    request_id, tasks = uuid4(), [uuid4() for _ in SIGNERS]
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO request (id, title, content) VALUES ($1, $2, $3)", request_id, body.title, body.content
        )
        await connection.execute(
            "INSERT INTO task (id, request_id, signer) SELECT t, $2, n - 1 FROM unnest($1::uuid[])"
            " WITH ORDINALITY AS u(t, n)",
            tasks,
            request_id,
        )
    return {"id": request_id, "tasks": tasks}


@app.post("/tasks/{task_id}/approve")
async def approve(task_id: UUID) -> dict[str, Any]:
    async with app.state.pool.acquire() as connection, connection.transaction():
        request_id = await connection.fetchval(
            "SELECT id FROM request WHERE id = (SELECT request_id FROM task WHERE id = $1) FOR UPDATE", task_id
        )
        await connection.execute("INSERT INTO vote VALUES ($1, $2, 'APPROVE')", task_id, request_id)
        await connection.execute("UPDATE task SET state = 'DONE' WHERE id = $1", task_id)
        decided = await connection.fetchval("SELECT count(*) FROM vote WHERE request_id = $1", request_id)
        if decided == len(SIGNERS):
            await connection.execute("UPDATE request SET state = 'APPROVED' WHERE id = $1", request_id)
    return {"id": request_id, "decided": decided, "state": "APPROVED" if decided == len(SIGNERS) else "PENDING"}


@app.get("/inbox")
async def inbox(signer: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await app.state.pool.fetch(INBOX, signer)]


@app.get("/requests/{request_id}")
async def show(request_id: UUID) -> dict[str, Any]:
    return dict(await app.state.pool.fetchrow("SELECT id, title, state FROM request WHERE id = $1", request_id))
