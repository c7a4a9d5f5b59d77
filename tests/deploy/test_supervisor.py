"""Does the supervisor keep processes running, in their order, and leave nothing behind?"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded.log_stream import LogStream
from deploy.embedded.process import Process, http_alive, http_ready
from deploy.embedded.state import ROOT
from deploy.embedded.supervisor import StackFailed, Supervisor

APP = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
app.get("/healthz")(lambda: {})
print("up on", sys.argv[1], flush=True)
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
"""
SUPERVISED = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, ".")
from tests.deploy.test_supervisor import app_on
from deploy.embedded.log_stream import LogStream
from deploy.embedded.supervisor import Supervisor
async def main():
    supervisor = Supervisor(LogStream(Path(sys.argv[1]), screen=None))
    await supervisor.start([app_on(int(sys.argv[2]))])
    print(supervisor.pid("app"), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def app_on(port: int, name: str = "app", needs: tuple[str, ...] = ()) -> Process:
    command = [sys.executable, "-c", APP, str(port)]
    return Process(name=name, command=command, ready=http_ready(port, "/healthz"), needs=needs)


@asynccontextmanager
async def supervised(tmp_path: Path, *processes: Process) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(LogStream(tmp_path / "logs", screen=None))
    try:
        await supervisor.start(processes)
        yield supervisor
    finally:
        await supervisor.stop()


async def until(true: Callable[[], bool], timeout_s: float = 20) -> None:
    end = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def started_at(pid: int) -> int:
    """In the kernel's ticks since it came up."""
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])


async def test_a_killed_process_is_started_again(tmp_path: Path, unused_tcp_port: int) -> None:
    async with supervised(tmp_path, app_on(unused_tcp_port)) as supervisor:
        first = supervisor.pid("app")
        supervisor.kill("app")
        await supervisor.until_up("app")
        assert supervisor.pid("app") not in (None, first)


async def test_what_needs_another_starts_after_it_and_ends_before_it(
    tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    first = app_on(unused_tcp_port_factory(), "first")
    second = app_on(unused_tcp_port_factory(), "second", needs=("first",))
    async with supervised(tmp_path, second, first) as supervisor:
        pids = {name: supervisor.pid(name) or 0 for name in ("first", "second")}
        assert started_at(pids["first"]) < started_at(pids["second"])
    assert not any(map(is_alive, pids.values()))


async def test_a_process_held_down_stays_down(tmp_path: Path, unused_tcp_port: int) -> None:
    async with supervised(tmp_path, app_on(unused_tcp_port)) as supervisor:
        supervisor.hold_down("app")
        await until(lambda: supervisor.pid("app") is None)
        with pytest.raises(TimeoutError):
            await supervisor.until_up("app", timeout_s=2)
        supervisor.let_up("app")
        await supervisor.until_up("app")


async def test_one_that_never_starts_fails_the_stack_with_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.embedded.supervisor.RESTART_AFTER_S", 0.01)
    command = [sys.executable, "-c", "raise SystemExit('no such table')"]
    with pytest.raises(StackFailed, match="no such table"):
        async with supervised(tmp_path, Process(name="bad", command=command, ready=http_ready(1, "/"))):
            pass


async def test_every_line_is_in_its_log(tmp_path: Path, unused_tcp_port: int) -> None:
    async with supervised(tmp_path, app_on(unused_tcp_port)):
        pass
    assert f"up on {unused_tcp_port}" in (tmp_path / "logs" / "app.log").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
async def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path, unused_tcp_port: int) -> None:
    supervisor = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SUPERVISED, str(tmp_path), str(unused_tcp_port)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert supervisor.stdout
    child = int(await asyncio.wait_for(supervisor.stdout.readline(), 60))
    os.kill(supervisor.pid, signal.SIGKILL)
    await supervisor.wait()
    await until(lambda: not is_alive(child))


async def test_case_g8_a_process_that_hangs_is_started_again(
    tmp_path: Path, unused_tcp_port_factory: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped, not dead: the kernel still takes connections for it. One that only lacks something is left alone."""
    for name, seconds in (("LOOK_S", 0.2), ("PROBE_TIMEOUT_S", 0.5)):
        monkeypatch.setattr(f"deploy.embedded.supervisor.{name}", seconds)
    port, another = unused_tcp_port_factory(), unused_tcp_port_factory()
    hanging = replace(app_on(port), alive=http_alive(port, "/healthz"))
    lacking = replace(app_on(another, "lacking"), alive=http_alive(another, "/no-such-page"))
    async with supervised(tmp_path, hanging, lacking) as supervisor:
        stopped, other = supervisor.pid("app") or 0, supervisor.pid("lacking")
        os.kill(stopped, signal.SIGSTOP)
        await until(lambda: supervisor.pid("app") not in (None, stopped), 60)
        await supervisor.until_up("app")
        assert supervisor.pid("lacking") == other
