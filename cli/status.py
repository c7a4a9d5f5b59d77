"""How does the stack stand?"""

import asyncio
import contextlib
import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from chassis.dead import count_dead
from cli.dead import as_admin
from cli.faults import faults
from cli.outbox import outboxes
from cli.screen import Folder, out
from cli.stack_access import layout_of
from cli.standing import Standing, standings
from deploy.embedded.memory import memory_mb
from deploy.embedded.stack import Layout
from deploy.embedded.state import StackState, default_folder, is_running, read_state

app = typer.Typer()

STUCK = {
    "waiting": "facts wait in outboxes: `countersign outbox`",
    "dead": "dead letters: `countersign dead list`",
    "refused": "steps of processes are refused by a service: docs/runbooks/a-process-is-refused.md",
}


@app.command()
def status(var: Folder = None, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """What runs, on which port, whether it answers, and the memory it takes. Ends with 1 if something is down."""
    folder = (var or default_folder()).absolute()
    if not is_running(folder):
        out.print(json.dumps({"running": False}) if as_json else "nothing is running; start it with `make run`")
        raise typer.Exit(1)
    state = read_state(folder)
    parts = _parts(state, asyncio.run(standings(state)))
    found = asyncio.run(stuck(layout_of(var)))
    if as_json:
        print(json.dumps({"running": True, "pid": state.pid, "parts": parts, "stuck": found}))
    else:
        _show(parts)
        for what, count in found.items():
            out.print(f"{count} {STUCK[what]}", style="yellow")
        if not all(part["ready"] for part in parts):
            out.print("not everything is ready; what to type: `countersign doctor`", style="yellow")
    raise typer.Exit(0 if state.ready_since and all(part["ready"] for part in parts) else 1)


def _parts(state: StackState, seen: dict[str, Standing]) -> list[dict[str, object]]:
    return [
        {"name": name, "pid": pid, "port": state.ports[name], "memory_mb": memory_mb(pid), **asdict(seen[name])}
        for name, pid in state.processes.items()
    ]


async def stuck(layout: Layout) -> dict[str, int]:
    """What waits or could not be handled, where there is any; what does not answer is not counted."""
    states = [state for state in (await outboxes(layout)).values() if state]
    found = {"waiting": sum(state["waiting"] for state in states), "dead": 0}
    with contextlib.suppress(OSError, TimeoutError):
        found["dead"] = await as_admin(layout, count_dead)
    found["refused"] = len(await faults(layout))
    return {what: count for what, count in found.items() if count}


def _show(parts: list[dict[str, object]]) -> None:
    table = Table("part", "pid", "port", "ready", "memory", "lacks", box=None, padding=(0, 2))
    for part in parts:
        memory = part["memory_mb"]
        shown = f"{memory:.0f} MB" if isinstance(memory, float) else "?"
        table.add_row(str(part["name"]), str(part["pid"]), str(part["port"]), _said(part), shown, str(part["lacks"]))
    out.print(table)
    total = sum(part["memory_mb"] for part in parts if isinstance(part["memory_mb"], float))
    out.print(f"{len(parts)} processes, {total:.0f} MB")


def _said(part: dict[str, object]) -> str:
    return "yes" if part["ready"] else "NO" if part["answers"] else "silent"
