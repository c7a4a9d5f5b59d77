"""Does a stack heal by itself what was deleted, and tell what only a person may change, on real servers?"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest

from chassis.events.dead_letters import Client
from cli.operate.dead_letters import as_admin
from deploy.embedded.running import Stack, running_stack
from tests.chassis.nats_server import equals, until
from tests.deploy.test_stuck import countersign

PERSON = "approvals.person.changed.v1"


@pytest.fixture
async def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stack]:
    monkeypatch.setattr("deploy.embedded.stream_keeper.LOOK_S", 0.5)
    parts = ["postgres", "nats", "orders", "approvals"]
    settings = {"COUNTERSIGN_CONSUMER_LOOK_S": "0.5"}
    async with running_stack(var=tmp_path, only=parts, fast=True, settings=settings) as stack:
        yield stack


async def a_person(stack: Stack, login: str) -> UUID:
    """Published by approvals, to be received by orders."""
    id = uuid4()
    data = {"person_id": str(id), "version": 1, "login": login, "name": login, "unit": "cs", "roles": ["sales"]}
    data |= {"active": True, "tz": "Asia/Shanghai", "lang": "zh", "legal_entity_id": "CS-CN", "manager_id": None}
    connection = await asyncpg.connect(stack.layout.database_url("approvals"))
    await connection.execute(
        "INSERT INTO outbox (event_id, aggregate_type, aggregate_id, aggregate_version, subject, payload, headers,"
        " occurred_at) VALUES ($1, 'person', $2, 1, $3, $4, '{}', now())",
        *(uuid4(), str(id), PERSON, json.dumps(data)),
    )
    await connection.close()
    return id


async def known(stack: Stack) -> list[str]:
    """The logins that orders knows."""
    connection = await asyncpg.connect(stack.layout.database_url("orders"))
    rows = await connection.fetch("SELECT login FROM people ORDER BY login")
    await connection.close()
    return [row["login"] for row in rows]


async def readiness(stack: Stack, name: str = "orders") -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=stack.urls[name]) as client:
        found: dict[str, Any] = (await client.get("/readyz")).json()
    return found


async def test_case_g6_a_deleted_consumer_is_made_again_and_its_stream_read_again(stack: Stack) -> None:
    await a_person(stack, "first")
    await until(lambda: equals(lambda: known(stack), ["first"]), 30)

    async def delete(client: Client) -> None:
        await client.jetstream().delete_consumer("APPROVALS", "orders-approvals")

    await as_admin(stack.layout, delete)
    await a_person(stack, "second")
    await until(lambda: equals(lambda: known(stack), ["first", "second"]), 60)
    assert "orders-approvals" in stack.state.notes["streams"]
    assert "orders-approvals" in (await countersign(stack, "status")).output


async def test_case_g6_a_deleted_stream_is_made_again_and_filled_from_the_outbox(stack: Stack) -> None:
    await a_person(stack, "first")
    await until(lambda: equals(lambda: known(stack), ["first"]), 30)

    async def delete(client: Client) -> None:
        await client.jetstream().delete_stream("APPROVALS")

    async def messages(client: Client) -> int:
        return (await client.jetstream().stream_info("APPROVALS")).state.messages

    async def filled() -> bool:
        try:
            return await as_admin(stack.layout, messages) == 2
        except Exception:
            return False

    await as_admin(stack.layout, delete)
    await a_person(stack, "second")
    await until(filled, 60)
    await until(lambda: equals(lambda: known(stack), ["first", "second"]), 60)


async def test_case_g6_feature_209_a_missing_consumer_is_told_while_nobody_makes_it_again(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.embedded.stream_keeper.missing_streams", nothing_missing)

    async def delete(client: Client) -> None:
        await client.jetstream().delete_consumer("APPROVALS", "orders-approvals")

    await as_admin(stack.layout, delete)

    async def said() -> bool:
        return (await readiness(stack))["consumers"] == ["orders-approvals missing"]

    await until(said, 30)
    for command in ("status", "doctor"):
        shown = await countersign(stack, command)
        assert (shown.exit_code, "orders-approvals missing" in shown.output) == (1, True), shown.output
    async with httpx.AsyncClient(base_url=stack.urls["orders"]) as client:
        assert 'countersign_consumer_ready{durable="orders-approvals"} 0.0' in (await client.get("/metrics")).text


async def test_case_g5_feature_209_a_paused_consumer_is_named_and_left_as_it_is(stack: Stack) -> None:
    until_when = datetime.now(UTC) + timedelta(hours=1)

    async def pause(client: Client) -> None:
        body = json.dumps({"pause_until": until_when.isoformat()}).encode()
        await client.request("$JS.API.CONSUMER.PAUSE.APPROVALS.orders-approvals", body)

    await as_admin(stack.layout, pause)

    async def said() -> bool:
        return (await readiness(stack))["consumers"] == ["orders-approvals paused"]

    await until(said, 30)
    await a_person(stack, "later")
    for command in ("status", "doctor"):
        shown = await countersign(stack, command)
        assert (shown.exit_code, "orders-approvals paused" in shown.output) == (1, True), shown.output
    assert await known(stack) == []


async def nothing_missing(*_: object) -> list[str]:
    return []


async def test_case_g9_a_killed_database_is_told_as_unavailable(stack: Stack) -> None:
    """Under load, on every connection of the pool: 503 with Retry-After, never a fault."""
    token = {"authorization": f"Bearer {await setup(stack)}"}
    seen: list[httpx.Response] = []
    ended = asyncio.Event()

    async def ask(client: httpx.AsyncClient) -> None:
        while not ended.is_set():
            seen.append(await client.get("/outbox", headers=token))

    async with httpx.AsyncClient(base_url=stack.urls["orders"], timeout=30) as client:
        asking = [asyncio.create_task(ask(client)) for _ in range(16)]
        for _ in range(3):
            since = len(seen)
            await until(lambda: sum(one.status_code == 200 for one in seen[since:]) > 50, 30)  # noqa: B023
            stack.kill("postgres")
            await until(lambda: any(one.status_code == 503 for one in seen[since:]), 30)  # noqa: B023
            await stack.until_up("postgres")
        ended.set()
        await asyncio.gather(*asking)
    assert {one.status_code for one in seen} == {200, 503}
    assert all("retry-after" in one.headers for one in seen if one.status_code == 503)


async def setup(stack: Stack) -> str:
    from deploy.embedded.tokens import setup_token

    return setup_token(stack.layout)
