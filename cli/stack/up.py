"""How is the stack started?"""

import asyncio
import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from cli.screen import Folder, give_up, out
from cli.stack.summary import print_summary
from deploy.embedded.log_stream import LogStream
from deploy.embedded.provision import ProvisionFailed
from deploy.embedded.running import running_stack
from deploy.embedded.stack import EVERYTHING
from deploy.embedded.state import AlreadyRunning, StackState, default_folder, is_running, read_state
from deploy.embedded.supervisor import StackFailed
from deploy.sample_company import demo_logins, load_once

app = typer.Typer()

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
LONGEST_START_S = 600


@app.command()
def up(
    var: Folder = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every line of every log.")] = False,
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Come back when all is ready; `down` stops it.")
    ] = False,
    sample: Annotated[bool, typer.Option(help="Load the small sample company at the first start.")] = True,
    only: Annotated[
        list[str] | None, typer.Option(help="Only these parts (servers, services, worker, console).")
    ] = None,
    with_parent: Annotated[bool, typer.Option("--with-parent", help="Stop when the caller dies.")] = False,
) -> None:
    """Start everything: servers, services, worker, console. Ctrl-C stops it."""
    folder = (var or default_folder()).absolute()
    if unknown := set(only or []) - set(EVERYTHING):
        give_up(f"there is no part {', '.join(sorted(unknown))}; there are: {', '.join(EVERYTHING)}")
    if is_running(folder):
        print_summary(folder, read_state(folder), "already running")
        raise typer.Exit(0 if detach else 1)
    if detach:
        _detach(folder, _words(sample and not only, only))
        return
    if with_parent and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
    try:
        asyncio.run(_run(folder, verbose, sample and not only, only or EVERYTHING))
    except (StackFailed, ProvisionFailed, AlreadyRunning, OSError, RuntimeError) as failure:
        give_up(f"{failure}\n\n`countersign doctor` says what is wrong; all logs are in {folder / 'logs'}")


async def _run(folder: Path, verbose: bool, sample: bool, only: Collection[str]) -> None:
    started = time.monotonic()
    log = LogStream(folder / "logs", verbose=verbose)
    async with running_stack(
        var=folder,
        only=only,
        own_ports=False,
        log=log,
        use_named_servers=True,
        signals=STOP_SIGNALS,
        demo_logins=[login for login, _ in demo_logins()],
    ) as stack:
        stopping = stack.supervisor.stopping
        if sample and not stopping.is_set():
            await load_once(stack, lambda text: log.say("sample", text))
        if not stopping.is_set():
            print_summary(folder, stack.state, f"ready after {time.monotonic() - started:.1f} s")
        await stopping.wait()
        out.print("\nstopping …")
    out.print("stopped")


def _words(sample: bool, only: list[str] | None) -> list[str]:
    chosen = [word for name in only or [] for word in ("--only", name)]
    return ["--sample" if sample else "--no-sample", *chosen]


def _detach(folder: Path, words: list[str]) -> None:
    """Start ourselves again, in the background, and wait until it is ready."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "cli", "up", "--var", str(folder), *words]
    with (folder / "logs" / "stack.log").open("a") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    end = time.monotonic() + LONGEST_START_S
    with out.status("starting …"):
        while not _is_up(read_state(folder), child.pid, with_sample="--sample" in words):
            if child.poll() is not None or time.monotonic() > end:
                give_up(f"it did not start; see {folder / 'logs' / 'stack.log'}")
            time.sleep(0.2)
    print_summary(folder, read_state(folder), "running in the background")


def _is_up(state: StackState, pid: int, *, with_sample: bool) -> bool:
    loaded = bool(state.notes.get("sample")) or not with_sample
    return state.pid == pid and state.ready_since is not None and loaded
