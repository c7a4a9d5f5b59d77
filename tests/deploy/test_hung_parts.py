"""Is a part that takes connections and answers nobody named in time, and does it hold up nobody who looks?"""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from typer.testing import CliRunner, Result

from cli.main import app
from cli.stack.deadline import ANSWER_WITHIN_S, LEAST_S, deadline_of
from deploy.embedded.running import running_stack
from deploy.embedded.stack import EVERYTHING, PROGRAMS
from deploy.embedded.state import ROOT, StackState, only_one, write_state
from messages.services import SERVICES
from tests.conftest import free_port
from tests.deploy.test_supervisor import app_on, supervised
from workflows.part_watch import PartWatch
from workflows.settings import WorkflowSettings
from workflows.worker import watched_parts

pytestmark = [
    pytest.mark.usefixtures("forgotten_connections"),
    pytest.mark.filterwarnings("ignore:unclosed <StreamWriter:ResourceWarning"),
]
MORE_PORTS = ("nats_monitor", "temporal_http", "temporal_ui")
GENEROUS_S = 60  # for two commands on a busy machine; the supervisor starts again who hangs after half a minute


def countersign(var: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--var", str(var)])


async def typed(var: Path, verb: str) -> list[str]:
    """The lines that a person sees."""
    command = [sys.executable, "-m", "cli", verb, "--var", str(var)]
    shown = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    return (await shown.communicate())[0].decode().splitlines()


@contextmanager
def everything_hangs(var: Path) -> Iterator[None]:
    """A stack whose every port takes connections and whose parts answer nothing."""
    with ExitStack() as open_ports, only_one(var):
        ports = {}
        for name in (*EVERYTHING, *MORE_PORTS):
            listening = open_ports.enter_context(socket.create_server(("127.0.0.1", 0), backlog=50))
            ports[name] = listening.getsockname()[1]
        pids = dict.fromkeys(EVERYTHING, os.getpid())
        write_state(var, StackState(ports=ports, pid=os.getpid(), processes=pids, ready_since=time.time()))
        yield


def test_feature_209_everybody_is_asked_at_the_same_time_until_one_deadline(tmp_path: Path) -> None:
    """What was waited for all together is longer than the command took: nobody waited for his turn."""
    with everything_hangs(tmp_path):
        began = time.monotonic()
        told = countersign(tmp_path, "status", "--json")
        took = time.monotonic() - began
        said = countersign(tmp_path, "doctor")
    parts = {part["name"]: part["waited_s"] for part in json.loads(told.stdout)["parts"]}
    assert set(parts) == set(EVERYTHING)
    assert all(parts.values()), parts
    assert sum(parts.values()) > took
    unheard = " ".join(json.loads(told.stdout)["unheard"])
    assert all(name in unheard for name in (*SERVICES, "worker", "nats"))
    assert (told.exit_code, said.exit_code) == (1, 1)
    assert said.stdout.count("no answer within") == len(EVERYTHING)


@pytest.mark.parametrize(("ago_s", "left_s"), [(0.0, 4.0), (2.5, 1.5), (60.0, LEAST_S)])
def test_feature_209_what_the_imports_took_is_taken_from_the_time_to_look(ago_s: float, left_s: float) -> None:
    now = time.monotonic()
    assert deadline_of(now - ago_s) - now == pytest.approx(left_s, abs=0.5)
    assert left_s < ANSWER_WITHIN_S


async def test_case_g8_feature_209_status_and_doctor_name_parts_that_were_stopped(tmp_path: Path) -> None:
    async with running_stack(var=tmp_path, only=["postgres", "nats", "orders"], fast=True) as stack:
        stopped = [stack.pid(name) or 0 for name in ("orders", "nats")]
        for pid in stopped:
            os.killpg(pid, signal.SIGSTOP)
        try:
            async with asyncio.timeout(GENEROUS_S):
                status, doctor = await asyncio.gather(*(typed(tmp_path, verb) for verb in ("status", "doctor")))
        finally:
            for pid in stopped:
                os.killpg(pid, signal.SIGCONT)
    for name in ("orders", "nats"):
        assert any(row.split()[:1] == [name] and "no answer in" in row for row in status)
        assert any(row.split()[:2] == ["NO", name] and "it hangs" in row for row in doctor)
    assert any(row.split()[:2] == ["ok", "postgres"] for row in doctor)


def hangs_s(part: str) -> float | None:
    return REGISTRY.get_sample_value("countersign_part_hangs_seconds", {"part": part})


async def test_feature_209_a_part_that_was_stopped_is_in_the_metrics_until_it_answers_again(
    tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    ports = {"stopped": unused_tcp_port_factory(), "fine": unused_tcp_port_factory()}
    watch = PartWatch({name: f"http://127.0.0.1:{port}" for name, port in (ports | {"away": free_port()}).items()})
    async with supervised(tmp_path, *(app_on(port, name) for name, port in ports.items())) as supervisor:
        pid = supervisor.pid("stopped") or 0
        os.kill(pid, signal.SIGSTOP)
        await watch.look()
        first = hangs_s("stopped") or 0
        assert first > 0
        await watch.look()
        assert (hangs_s("stopped") or 0) > first, "it grows"
        assert watch.hanging() == ["stopped"]
        assert (hangs_s("fine"), hangs_s("away")) == (0, 0)
        os.kill(pid, signal.SIGCONT)
        await watch.look()
        assert (watch.hanging(), hangs_s("stopped")) == ([], 0)


def test_feature_209_the_worker_watches_every_other_program() -> None:
    assert set(watched_parts(WorkflowSettings())) == set(PROGRAMS) - {"worker"}
