"""Can an operator see what is stuck, try it again and give it up, on real servers?"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner, Result

from chassis.events.dead_letters import Client
from cli.main import app
from cli.operate.dead_letters import as_admin
from deploy.embedded.running import Stack, running_stack
from tests.chassis.nats_server import equals, until

SUBJECT = "orders.order.confirmed.v1"


@pytest.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Stack]:
    async with running_stack(var=tmp_path, only=["postgres", "nats", "orders"], fast=True) as stack:
        yield stack


async def countersign(stack: Stack, *words: str) -> Result:
    var = ["--var", str(stack.layout.var)]
    return await asyncio.to_thread(CliRunner().invoke, app, [*words, *var])


async def a_dead_letter(stack: Stack, body: bytes) -> None:
    async def put(client: Client) -> None:
        headers = {"Dead-Subject": SUBJECT, "Dead-Durable": "collections-orders", "Dead-Reason": "Undecodable"}
        await client.jetstream().publish(f"dead.collections.{SUBJECT}", body, headers=headers)

    await as_admin(stack.layout, put)


async def a_dead_event(stack: Stack) -> UUID:
    """Of a record of its own."""
    id = uuid4()
    connection = await asyncpg.connect(stack.layout.database_url("orders"))
    await connection.execute(
        "INSERT INTO outbox (event_id, aggregate_type, aggregate_id, aggregate_version, subject, payload, headers,"
        " occurred_at, attempts, dead_at, last_error)"
        " VALUES ($1, 'order', $2, 1, $3, '{}', '{}', now(), 12, now(), 'maximum bytes exceeded')",
        *(id, str(id), SUBJECT),
    )
    await connection.close()
    return id


def acts(stack: Stack) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (stack.layout.var / "logs" / "ops.log").read_text().splitlines()]


async def last_told(client: Client) -> bytes | None:
    return (await client.jetstream().get_last_msg("ORDERS", SUBJECT)).data


async def test_a_dead_letter_is_seen_told_again_or_given_up_and_each_act_written_down(stack: Stack) -> None:
    assert "no dead letters" in (await countersign(stack, "dead-letters", "list")).output
    await a_dead_letter(stack, b"first")
    await a_dead_letter(stack, b"second")
    found = json.loads((await countersign(stack, "dead-letters", "list", "--json")).output)
    assert [(one["id"], one["durable"], one["body"]) for one in found] == [
        (1, "collections-orders", "first"), (2, "collections-orders", "second")
    ]  # fmt: skip
    assert "2 dead letters" in (await countersign(stack, "status")).output

    assert (await countersign(stack, "dead", "retry", "1", "--reason", "mended")).exit_code == 0
    assert await as_admin(stack.layout, last_told) == b"first"
    assert (await countersign(stack, "dead", "discard", "2", "--reason", "a test")).exit_code == 0
    assert "no dead letters" in (await countersign(stack, "dead-letters", "list")).output
    assert (await countersign(stack, "dead", "discard", "2", "--reason", "again")).exit_code == 1
    told = [(one["event"], one["reason"], one["letter"]["body"]) for one in acts(stack)]
    assert told == [("dead letter retried", "mended", "first"), ("dead letter discarded", "a test", "second")]


async def test_a_dead_event_is_seen_tried_again_or_skipped(stack: Stack) -> None:
    again, never = await a_dead_event(stack), await a_dead_event(stack)
    shown = (await countersign(stack, "outbox")).output
    assert "2 of 2 wait, 2 dead" in shown
    assert str(again) in shown
    assert "does not answer" in shown, "the other services do not run"
    assert "2 events wait" in (await countersign(stack, "status")).output
    assert (await countersign(stack, "outbox", "--retry", str(again))).exit_code == 0
    skipped = await countersign(stack, "outbox", "--skip", str(never), "--reason", "told by telephone")
    assert "1 dead" not in skipped.output
    assert (await countersign(stack, "outbox", "--skip", str(uuid4()))).exit_code == 1
    assert [(one["event"], one["reason"]) for one in acts(stack)] == [
        ("outbox retry", ""), ("outbox skip", "told by telephone")
    ]  # fmt: skip
    sent = await countersign(stack, "outbox", "--republish", "2020-01-01", "--only", "orders")
    assert (
        "orders: 2 events are published again" in sent.output or "orders: 1 events are published again" in sent.output
    )


async def test_what_is_down_and_who_cannot_work_without_it_is_said_with_what_to_type(stack: Stack) -> None:
    def part(output: str, name: str) -> str:
        return next(line for line in output.splitlines() if line.split()[:1] == [name])

    fine = await countersign(stack, "status")
    assert (fine.exit_code, "yes" in part(fine.output, "orders")) == (0, True), fine.output
    stack.hold_down("nats")

    async def said() -> bool:
        return "nats down" in part((await countersign(stack, "status")).output, "orders")

    await until(lambda: equals(said, True))
    status = await countersign(stack, "status")
    assert "silent" in part(status.output, "nats")
    assert (status.exit_code, "countersign doctor" in status.output) == (1, True)
    doctor = await countersign(stack, "doctor")
    assert doctor.exit_code == 1
    for told in (
        "not ready: nats down",
        "not looked at: nats must answer first",
        "nats: `countersign logs nats`",
        "once nats answers",
    ):
        assert told in doctor.output, doctor.output
    stack.let_up("nats")
    await stack.until_up("nats")
