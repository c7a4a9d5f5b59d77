"""How are the processes of the stack kept running, in their order, and stopped without a rest?"""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from deploy.embedded.log_stream import LogStream
from deploy.embedded.process import PROBE_TIMEOUT_S, Process

RESTART_AFTER_S = 0.2
LONGEST_PAUSE_S = 10.0
STEADY_AFTER_S = 30.0
TRIES_AT_START = 5
SLOW_STOP_S = 2.0
LOOK_S = 2.0
LATE_S = 1.0
MISSED_BEFORE_RESTART = 6  # half a minute: a busy machine is slow, a process that hangs never answers


class StackFailed(Exception):
    """A process never became ready; the message holds its last words."""


@dataclass
class Child:
    """A process and how it stands."""

    process: Process
    running: asyncio.subprocess.Process | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)
    restarts: int = 0
    ready_after_s: float = 0.0
    supervision: asyncio.Task[None] | None = None
    allowed: asyncio.Event = field(default_factory=asyncio.Event)


class Supervisor:
    """Starts processes in dependency order, restarts what ends, stops all in reverse order.

    A killed supervisor takes its processes along. (PDEATHSIG follows the spawning thread: use the main thread only.)
    """

    def __init__(self, log: LogStream, on_change: Callable[["Supervisor"], None] = lambda _: None) -> None:
        self.children: dict[str, Child] = {}
        self.log = log
        self.on_change = on_change
        self.stopping = asyncio.Event()
        self.failed: str | None = None

    async def start(self, processes: Sequence[Process]) -> None:
        """Start these too and wait until all are ready; raises StackFailed with the culprit's last lines."""
        fresh = [Child(process) for process in processes]
        self.children |= {child.process.name: child for child in fresh}
        for child in fresh:
            child.allowed.set()
            child.supervision = asyncio.create_task(self._supervise(child))
        ready = [asyncio.create_task(child.up.wait()) for child in fresh]
        stop = asyncio.create_task(self.stopping.wait())
        for one in ready:
            await asyncio.wait([one, stop], return_when=asyncio.FIRST_COMPLETED)
        for task in (stop, *ready):
            task.cancel()
        if self.failed:
            raise StackFailed(f"{self.failed} did not start:\n{self.log.last_lines(self.failed)}")

    async def stop(self) -> None:
        """Stop all, first those that nobody needs."""
        self.stopping.set()
        self.log.quiet = True
        left = dict(self.children)
        while left:
            needed = {name for child in left.values() for name in child.process.needs}
            layer = [name for name in left if name not in needed]
            await asyncio.gather(*(self._end(left.pop(name)) for name in layer))
        supervisions = [child.supervision for child in self.children.values() if child.supervision]
        for supervision in supervisions:
            supervision.cancel()
        await asyncio.gather(*supervisions, return_exceptions=True)
        self.on_change(self)
        self.log.close()

    def pid(self, name: str) -> int | None:
        """The process id, None while it is down."""
        running = self.children[name].running
        return running.pid if running and running.returncode is None else None

    def kill(self, name: str) -> None:
        """SIGKILL, as a crash would; it is restarted after the back-off."""
        child = self.children[name]
        child.up.clear()
        _signal_group(child, signal.SIGKILL)

    async def until_up(self, name: str, timeout_s: float = 60) -> None:
        """Wait until it is ready (again)."""
        async with asyncio.timeout(timeout_s):
            await self.children[name].up.wait()

    def hold_down(self, name: str) -> None:
        """Kill it and keep it down until `let_up`, to see what the others do meanwhile."""
        self.children[name].allowed.clear()
        self.kill(name)

    def let_up(self, name: str) -> None:
        """Let a process that was held down start again."""
        self.children[name].allowed.set()

    async def _supervise(self, child: Child) -> None:
        for name in child.process.needs:
            if name in self.children:
                await self.children[name].up.wait()
        while not self.stopping.is_set():
            started = time.monotonic()
            if await self._run_once(child, started):
                child.restarts = 0 if time.monotonic() - started > STEADY_AFTER_S else child.restarts
            elif child.ready_after_s == 0 and child.restarts + 1 >= TRIES_AT_START and not self.stopping.is_set():
                self.failed = child.process.name
                self.stopping.set()
            await self._pause(child)

    async def _run_once(self, child: Child, started: float) -> bool:
        """From the start to the end of one process; whether it was ever ready."""
        name = child.process.name
        pump = await self._spawn(child)
        assert child.running
        ready = await self._wait_ready(child)
        if ready:
            child.ready_after_s = time.monotonic() - started
            child.up.set()
            self.log.up.add(name)
            self.on_change(self)
            self.log.say(name, f"ready after {child.ready_after_s:.1f} s")
            await self._until_ended(child)
        elif child.running.returncode is None:
            self.log.say(name, f"not ready after {child.process.ready_timeout_s:.0f} s")
            await self._end(child)
        child.up.clear()
        _signal_group(child, signal.SIGKILL)
        await asyncio.wait([pump], timeout=1)
        return ready

    async def _until_ended(self, child: Child) -> None:
        """Until the process ends; one that hangs (stopped, in a circle) is ended."""
        assert child.running
        ended = asyncio.create_task(child.running.wait())
        missed = 0
        while not ended.done() and not self.stopping.is_set():
            await asyncio.wait([ended], timeout=LOOK_S)
            missed = await self._missed(child, missed) if not ended.done() else 0
            if missed >= MISSED_BEFORE_RESTART and not self.stopping.is_set():
                self.log.say(child.process.name, f"has not answered {missed} times in a row; killed")
                _signal_group(child, signal.SIGKILL)
        await ended

    async def _missed(self, child: Child, missed: int) -> int:
        """How often in a row it has not answered. What we ourselves came too late to hear is not counted."""
        if child.process.alive is None:
            return 0
        asked = time.monotonic()
        try:
            await asyncio.wait_for(child.process.alive(), PROBE_TIMEOUT_S)
        except (OSError, TimeoutError):
            return missed + (time.monotonic() - asked < PROBE_TIMEOUT_S + LATE_S)
        return 0

    async def _pause(self, child: Child) -> None:
        if self.stopping.is_set():
            return
        child.restarts += 1
        pause = min(RESTART_AFTER_S * 2 ** (child.restarts - 1), LONGEST_PAUSE_S)
        code = child.running.returncode if child.running else None
        self.log.say(child.process.name, f"ended with {code}; starting again in {pause:.1f} s")
        await asyncio.sleep(pause)
        await child.allowed.wait()

    async def _spawn(self, child: Child) -> asyncio.Task[None]:
        process = child.process
        command = [*_tied_to_parent(process.orphan_signal), *process.command]
        child.running = await asyncio.create_subprocess_exec(
            *command,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            env={**os.environ, **process.env},
            start_new_session=True,
            limit=1 << 20,
            **process.popen,
        )
        return asyncio.create_task(self._pump(process.name, child.running))

    async def _pump(self, name: str, running: asyncio.subprocess.Process) -> None:
        assert running.stdout
        while True:
            try:
                line = await running.stdout.readline()
            except ValueError:  # a line longer than the limit: its head is lost, the stream goes on
                continue
            if not line:
                return
            self.log.line(name, line.decode(errors="replace").rstrip())

    async def _wait_ready(self, child: Child) -> bool:
        assert child.running
        end = time.monotonic() + child.process.ready_timeout_s
        while child.running.returncode is None and time.monotonic() < end and not self.stopping.is_set():
            try:
                await asyncio.wait_for(child.process.ready(), PROBE_TIMEOUT_S)
            except (OSError, TimeoutError):
                await asyncio.sleep(0.05)
            else:
                return True
        return False

    async def _end(self, child: Child) -> None:
        if child.running is None:
            return
        if child.running.returncode is None:
            asked = time.monotonic()
            child.running.send_signal(child.process.stop_signal)
            try:
                await asyncio.wait_for(child.running.wait(), child.process.stop_timeout_s)
            except TimeoutError:
                self.log.say(child.process.name, "did not stop in time; killed")
            if (took := time.monotonic() - asked) > SLOW_STOP_S:
                self.log.say(child.process.name, f"stopped after {took:.1f} s")
        _signal_group(child, signal.SIGKILL)
        await child.running.wait()


def _tied_to_parent(orphan_signal: signal.Signals | None) -> list[str]:
    if orphan_signal is None or sys.platform != "linux" or not shutil.which("setpriv"):
        return []
    return ["setpriv", "--pdeathsig", orphan_signal.name.removeprefix("SIG")]


def _signal_group(child: Child, sent: signal.Signals) -> None:
    if child.running:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.running.pid, sent)
