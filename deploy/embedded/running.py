"""How does a program or a test run a stack: `async with running_stack(var=…) as stack`?"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx

from chassis.base.tasks import end_tasks
from deploy.embedded.log_stream import LogStream
from deploy.embedded.ports import PortLocks, choose_ports, is_free
from deploy.embedded.provision import Provisioned, provision
from deploy.embedded.secrets import load_or_create_secrets
from deploy.embedded.stack import EVERYTHING, Layout, named_servers, program_processes, server_processes
from deploy.embedded.state import StackState, only_one, read_state, wait_for_old_processes, write_state
from deploy.embedded.stream_keeper import StreamKeeper
from deploy.embedded.supervisor import StackFailed, Supervisor
from deploy.embedded.tokens import mint_token, person_of
from messages.services import SERVICES

T = TypeVar("T")
PORT_TRIES = 3


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
    demo_logins: Collection[str] = (),
) -> AsyncIterator[Stack]:
    """Start, provision, hand over, stop. `fast` is for tests: no fsync, quick time skipping.

    `settings` go to every program, such as COUNTERSIGN_KEEPER_SLEEP_MINUTES for a stack in virtual time;
    `postgres_options` to the embedded PostgreSQL, such as shared_preload_libraries; `demo_logins` to the sign-in page.
    One of the `signals` sets `stack.supervisor.stopping`, also while starting: the body looks at it.
    """
    log = log or LogStream(var / "logs", screen=None)
    more = {"settings": settings or {}, "postgres_options": postgres_options or {}, "demo_logins": demo_logins}
    with only_one(var), PortLocks() as locks:
        for tried in range(1, PORT_TRIES + 1):
            state = _prepare(var, log, own_ports=own_ports, locks=locks)
            layout = _layout(var, state, fast=fast, **more, **_servers(use_named_servers))
            supervisor = Supervisor(log, on_change=partial(_note, var, state))
            for sent in signals:
                asyncio.get_running_loop().add_signal_handler(sent, supervisor.stopping.set)
            async with _stopped_at_last(supervisor, state):
                try:
                    provisioned = await _bring_up(layout, supervisor, only, log)
                except StackFailed:
                    if tried == PORT_TRIES or not _lost_a_port(layout, supervisor.failed or ""):
                        raise
                    continue
                state.ready_since = time.time()
                _note(var, state, supervisor)
                async with _kept(layout, provisioned, only, _kept_note(var, state, log)):
                    yield Stack(layout, supervisor, state)
            return


@asynccontextmanager
async def _stopped_at_last(supervisor: Supervisor, state: StackState) -> AsyncIterator[None]:
    supervisor.log.quiet = False
    try:
        yield
    finally:
        state.ready_since = None
        await asyncio.shield(supervisor.stop())


def _lost_a_port(layout: Layout, name: str) -> bool:
    """Somebody else took one between choosing and binding: the part is down, and its port is not free."""
    own = [port for part, port in layout.ports.items() if part == name or part.startswith(f"{name}_")]
    return any(not is_free(port) for port in own)  # choosing anew says which


def _prepare(var: Path, log: LogStream, *, own_ports: bool, locks: PortLocks) -> StackState:
    state = read_state(var)
    wait_for_old_processes(state)
    state.ready_since, state.processes = None, {}
    state.ports = choose_ports(state.ports, lambda text: log.say("ports", text), anywhere=own_ports, locks=locks)
    return state


def _layout(var: Path, state: StackState, **more: Any) -> Layout:
    return Layout(var=var.absolute(), ports=state.ports, secrets=load_or_create_secrets(var / "secrets.json"), **more)


def _servers(named: bool) -> dict[str, Any]:
    return named_servers() if named else {}


async def _bring_up(
    layout: Layout, supervisor: Supervisor, only: Collection[str], log: LogStream
) -> Provisioned | None:
    """What was provisioned, if programs run that need it."""
    servers = [process for process in server_processes(layout) if process.name in only]
    if any(process.name == "postgres" for process in servers):
        if not (layout.postgres.data / "PG_VERSION").exists():
            log.say("postgres", "making a new cluster")
        await asyncio.to_thread(layout.postgres.init)
    await supervisor.start(servers)
    programs = program_processes(layout, only)
    provisioned: Provisioned | None = None
    if programs and not supervisor.stopping.is_set():
        provisioned = await _unless_stopped(
            supervisor, provision(layout, lambda text: log.say("provision", text), only)
        )
    if not supervisor.stopping.is_set():
        await supervisor.start(programs)
    return provisioned


@asynccontextmanager
async def _kept(
    layout: Layout, provisioned: Provisioned | None, only: Collection[str], say: Callable[[str], None]
) -> AsyncIterator[None]:
    """As long as the block runs, streams and consumers are made again when they are gone."""
    if provisioned is None:
        yield
        return
    keeper = StreamKeeper(layout, provisioned, only, say)
    with contextlib.suppress(httpx.HTTPError):  # then it does it later
        await keeper.fill()
    keeping = asyncio.create_task(keeper.run())
    try:
        yield
    finally:
        await end_tasks([keeping])


def _kept_note(var: Path, state: StackState, log: LogStream) -> Callable[[str], None]:
    """What the keeper did is in the log, and the last of it in the state: `countersign status` shows it."""

    def say(text: str) -> None:
        log.say("streams", text)
        state.notes["streams"] = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC {text}"
        write_state(var, state)

    return say


async def _unless_stopped(supervisor: Supervisor, work: Coroutine[Any, Any, T]) -> T | None:
    """Wait for the work or the stop, whichever comes first."""
    doing, stop = asyncio.create_task(work), asyncio.create_task(supervisor.stopping.wait())
    await asyncio.wait([doing, stop], return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if doing.done():
        return doing.result()
    doing.cancel()
    await asyncio.wait([doing])
    return None


def _note(var: Path, state: StackState, supervisor: Supervisor) -> None:
    state.pid = os.getpid()
    pids = {name: supervisor.pid(name) for name in supervisor.children}
    state.processes = {name: pid for name, pid in pids.items() if pid is not None}
    write_state(var, state)
