"""Do the embedded servers start, keep what they acknowledged, and keep their ports and secrets?"""

import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest

from deploy.embedded.ports import PortLocks, choose_ports
from deploy.embedded.postgres import make_database
from deploy.embedded.running import Stack, running_stack
from deploy.embedded.secrets import load_or_create_secrets
from deploy.embedded.stack import SERVERS
from deploy.embedded.state import AlreadyRunning


async def test_a_stack_comes_back_with_its_data_and_its_ports(tmp_path: Path) -> None:
    async with running_stack(var=tmp_path, only=SERVERS, fast=True) as stack:
        await _write(stack)
        with pytest.raises(AlreadyRunning):
            async with running_stack(var=tmp_path, only=SERVERS):
                pass
        stack.kill("postgres")
        await stack.until_up("postgres")
        assert await _read(stack) == [1]
        ports = stack.layout.ports
    async with running_stack(var=tmp_path, only=SERVERS, fast=True) as again:
        assert again.layout.ports == ports
        assert await _read(again) == [1]


async def test_a_role_may_not_enter_anothers_database(tmp_path: Path) -> None:
    async with running_stack(var=tmp_path, only=["postgres"], fast=True) as stack:
        for name in ("orders", "leads"):
            await make_database(stack.layout.admin_url, name, stack.layout.secrets.databases[name])
        foreign = stack.layout.database_url("orders").rsplit("/", 1)[0] + "/leads"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(foreign)


async def test_a_service_runs_on_servers_that_the_settings_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_stack(var=tmp_path / "servers", only=SERVERS, fast=True) as servers:
        passwords = servers.layout.secrets.nats
        monkeypatch.setenv("COUNTERSIGN_POSTGRES_ADMIN_URL", servers.layout.admin_url)
        monkeypatch.setenv("COUNTERSIGN_NATS_URL", servers.layout.nats)
        monkeypatch.setenv("COUNTERSIGN_NATS_ADMIN_USER", "admin")
        monkeypatch.setenv("COUNTERSIGN_NATS_ADMIN_PASSWORD", passwords["admin"])
        monkeypatch.setenv("COUNTERSIGN_TEMPORAL_ADDRESS", servers.layout.temporal)
        for user, password in passwords.items():
            monkeypatch.setenv(f"NATS_PASSWORD_{user.upper()}", password)
        async with running_stack(var=tmp_path / "house", only=["orders"], use_named_servers=True) as harness:
            assert set(harness.state.processes) == {"orders"}
            async with httpx.AsyncClient(base_url=harness.urls["orders"]) as client:
                answer = await client.get("/readyz")
            assert (answer.json()["database"], answer.json()["nats"]) == ("up", "up")


def test_a_taken_port_is_replaced_and_told() -> None:
    told: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        chosen = choose_ports({"orders": taken}, told.append, anywhere=True)
    assert chosen["orders"] != taken
    assert told == [f"port {taken} of orders is taken; using {chosen['orders']}"]
    assert len(set(chosen.values())) == len(chosen)


async def test_two_stacks_that_start_at_once_choose_different_ports(tmp_path: Path) -> None:
    """Neither has bound anything yet when the other chooses."""
    with PortLocks() as first, PortLocks() as second:
        ours = choose_ports({}, lambda _: None, locks=first)
        theirs = choose_ports(ours, lambda _: None, locks=second)
    assert not set(ours.values()) & set(theirs.values())
    with PortLocks() as third:
        assert choose_ports(ours, lambda _: None, locks=third) == ours, "the holder has ended"


@pytest.mark.filterwarnings("ignore:unclosed <StreamWriter:ResourceWarning")  # to the port that says nothing
@pytest.mark.usefixtures("forgotten_connections")
async def test_a_port_that_is_taken_between_choosing_and_binding_is_chosen_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a program that knows nothing of us, in the moment after we looked."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as a server does: a closed connection holds no port
    choices: list[int] = []

    def choose(*given: Any, **how: Any) -> dict[str, int]:
        chosen = choose_ports(*given, **how)
        choices.append(chosen["nats"])
        if len(choices) == 1:
            with suppress(OSError):  # a third program was faster still
                taken.bind(("127.0.0.1", chosen["nats"]))
                taken.listen()
        return chosen

    monkeypatch.setattr("deploy.embedded.running.choose_ports", choose)
    with taken:
        async with running_stack(var=tmp_path, only=["nats"], fast=True) as stack:
            assert stack.layout.ports["nats"] == choices[1] != choices[0]
            assert stack.pid("nats") is not None


def test_secrets_are_made_once_and_readable_for_their_owner_only(tmp_path: Path) -> None:
    first = load_or_create_secrets(tmp_path / "secrets.json")
    assert load_or_create_secrets(tmp_path / "secrets.json") == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert first.worker_secret not in repr(first)


async def _write(stack: Stack) -> None:
    await make_database(stack.layout.admin_url, "orders", stack.layout.secrets.databases["orders"])
    connection = await asyncpg.connect(stack.layout.database_url("orders"))
    await connection.execute("create table kept (n int); insert into kept values (1)")
    await connection.close()


async def _read(stack: Stack) -> list[int]:
    connection = await asyncpg.connect(stack.layout.database_url("orders"))
    rows = await connection.fetch("select n from kept")
    await connection.close()
    return [row["n"] for row in rows]
