"""How does a program or a test run a stack: `async with running_stack(var=…) as stack`?"""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from deploy.embedded.log_stream import LogStream
from deploy.embedded.ports import choose_ports
from deploy.embedded.provision import provision
from deploy.embedded.secrets import SERVICES, keep_secrets
from deploy.embedded.stack import EVERYTHING, Layout, named_servers, program_processes, server_processes
from deploy.embedded.state import StackState, only_one, read_state, wait_for_the_dead, write_state
from deploy.embedded.supervisor import Supervisor
from deploy.embedded.tokens import mint_token, person_of


class Stack:
    """A running stack: addresses, tokens, and the means to hurt it."""

    def __init__(self, layout: Layout, supervisor: Supervisor, state: StackState) -> None:
        self.layout = layout
        self.supervisor = supervisor
        self.state = state

    @property
    def urls(self) -> dict[str, str]:
        """The address of each service, the worker's ops API and the console."""
        return {name: self.layout.url(name) for name in (*SERVICES, "worker", "console")}

    async def token(self, login: str) -> str:
        """A token for this person, signed with the stack's own key."""
        return mint_token(self.layout, await person_of(self.layout, login))

    def save(self) -> None:
        """Keep the state, with its notes."""
        write_state(self.layout.var, self.state)

    def pid(self, name: str) -> int | None:
        """The process id, None while it is down."""
        return self.supervisor.pid(name)

    def kill(self, name: str) -> None:
        """SIGKILL; the supervisor starts it again."""
        self.supervisor.kill(name)

    async def until_up(self, name: str, timeout_s: float = 60) -> None:
        """Wait until it is ready (again)."""
        await self.supervisor.until_up(name, timeout_s)

    def hold_down(self, name: str) -> None:
        """SIGKILL, and it stays down until `let_up`."""
        self.supervisor.hold_down(name)

    def let_up(self, name: str) -> None:
        """Let a process that was held down start again."""
        self.supervisor.let_up(name)


@asynccontextmanager
async def running_stack(
    *,
    var: Path,
    only: Collection[str] = EVERYTHING,
    fast: bool = False,
    own_ports: bool = True,
    log: LogStream | None = None,
    use_named_servers: bool = False,
    signals: Collection[signal.Signals] = (),
    settings: Mapping[str, str] | None = None,
    postgres_options: Mapping[str, str] | None = None,
) -> AsyncIterator[Stack]:
    """Start, provision, hand over, stop. `fast` is for tests: no fsync, quick time skipping.

    `settings` go to every program, such as COUNTERSIGN_KEEPER_SLEEP_MINUTES for a stack in virtual time;
    `postgres_options` to the embedded PostgreSQL, such as shared_preload_libraries.
    One of the `signals` sets `stack.supervisor.stopping`, also while starting: the body looks at it.
    """
    with only_one(var):
        log = log or LogStream(var / "logs", screen=None)
        state = _prepare(var, log, own_ports=own_ports)
        more = {"settings": settings or {}, "postgres_options": postgres_options or {}}
        layout = _layout(var, state, fast=fast, **more, **_servers(use_named_servers))
        supervisor = Supervisor(log, on_change=lambda: _note(var, state, supervisor))
        for sent in signals:
            asyncio.get_running_loop().add_signal_handler(sent, supervisor.stopping.set)
        try:
            await _bring_up(layout, supervisor, only, log)
            state.ready_since = time.time()
            _note(var, state, supervisor)
            yield Stack(layout, supervisor, state)
        finally:
            state.ready_since = None
            await asyncio.shield(supervisor.stop())


def _prepare(var: Path, log: LogStream, *, own_ports: bool) -> StackState:
    state = read_state(var)
    wait_for_the_dead(state)
    state.ready_since, state.processes = None, {}
    state.ports = choose_ports(state.ports, lambda text: log.say("ports", text), anywhere=own_ports)
    return state


def _layout(var: Path, state: StackState, **more: Any) -> Layout:
    return Layout(var=var.absolute(), ports=state.ports, secrets=keep_secrets(var / "secrets.json"), **more)


def _servers(named: bool) -> dict[str, Any]:
    return named_servers() if named else {}


async def _bring_up(layout: Layout, supervisor: Supervisor, only: Collection[str], log: LogStream) -> None:
    servers = [process for process in server_processes(layout) if process.name in only]
    if any(process.name == "postgres" for process in servers):
        if not (layout.postgres.data / "PG_VERSION").exists():
            log.say("postgres", "making a new cluster")
        await asyncio.to_thread(layout.postgres.init)
    await supervisor.start(servers)
    programs = program_processes(layout, only)
    if programs and not supervisor.stopping.is_set():
        await _unless_stopped(supervisor, provision(layout, lambda text: log.say("provision", text), only))
    if not supervisor.stopping.is_set():
        await supervisor.start(programs)


async def _unless_stopped(supervisor: Supervisor, work: Coroutine[Any, Any, None]) -> None:
    """Wait for the work or the stop, whichever comes first."""
    doing, stop = asyncio.create_task(work), asyncio.create_task(supervisor.stopping.wait())
    await asyncio.wait([doing, stop], return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if doing.done():
        doing.result()
        return
    doing.cancel()
    await asyncio.wait([doing])


def _note(var: Path, state: StackState, supervisor: Supervisor) -> None:
    state.pid = os.getpid()
    pids = {name: supervisor.pid(name) for name in supervisor.children}
    state.processes = {name: pid for name, pid in pids.items() if pid is not None}
    write_state(var, state)
