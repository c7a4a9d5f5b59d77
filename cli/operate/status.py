"""How healthy is the stack, and what is stuck?"""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from cli.operate.stuck import STUCK, Stuck, stuck_in
from cli.screen import Folder, out
from cli.stack.access import layout_of
from cli.stack.deadline import BEGAN, deadline_of
from cli.stack.health import Health, health_of_all
from deploy.embedded.memory import memory_mb
from deploy.embedded.stack import Layout
from deploy.embedded.state import StackState, default_folder, is_running, read_state

app = typer.Typer()


@app.command()
def status(
    context: typer.Context,
    var: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """What runs, on which port, whether it answers, and the memory it takes. Ends with 1 if something is down."""
    folder = (var or default_folder()).absolute()
    if not is_running(folder):
        out.print(json.dumps({"running": False}) if as_json else "nothing is running; start it with `make run`")
        raise typer.Exit(1)
    state = read_state(folder)
    layout = layout_of(var)
    seen, found = asyncio.run(_look(layout, state, deadline_of(context.meta[BEGAN])))
    parts = _parts(state, seen)
    if as_json:
        more = {"details": found.details, "unheard": found.unheard, "streams": state.notes.get("streams", "")}
        print(json.dumps({"running": True, "pid": state.pid, "parts": parts, "stuck": found.counts, **more}))
    else:
        _show(parts)
        _show_stuck(found, state)
        if not all(part["ready"] for part in parts):
            out.print("not everything is ready; what to type: `countersign doctor`", style="yellow")
    fine = state.ready_since and all(part["ready"] for part in parts) and not found.is_in_the_way
    raise typer.Exit(0 if fine else 1)


async def _look(layout: Layout, state: StackState, until: float) -> tuple[dict[str, Health], Stuck]:
    """All at the same time, all until the same moment: whoever hangs is named, and holds nobody up."""
    return await asyncio.gather(health_of_all(layout, state, until), stuck_in(layout, state.processes, until))


def _show_stuck(found: Stuck, state: StackState) -> None:
    for what, count in found.counts.items():
        out.print(f"{count} {STUCK[what]}", style="yellow")
    for line in found.details:
        out.print(f"  {line}", markup=False, soft_wrap=True)
    if found.unheard:
        out.print(f"not heard: {', '.join(found.unheard)}", style="yellow", soft_wrap=True)
    if made := state.notes.get("streams"):
        out.print(f"streams: {made}", markup=False, soft_wrap=True)


def _parts(state: StackState, seen: dict[str, Health]) -> list[dict[str, object]]:
    return [
        {"name": name, "pid": pid, "port": state.ports[name], "memory_mb": memory_mb(pid), **asdict(seen[name])}
        for name, pid in state.processes.items()
    ]


def _show(parts: list[dict[str, object]]) -> None:
    table = Table("part", "pid", "port", "ready", "memory", "lacks", box=None, padding=(0, 2))
    for part in parts:
        memory = part["memory_mb"]
        shown = f"{memory:.0f} MB" if isinstance(memory, float) else "?"
        table.add_row(
            str(part["name"]), str(part["pid"]), str(part["port"]), _readiness(part), shown, str(part["lacks"])
        )
    out.print(table)
    total = sum(part["memory_mb"] for part in parts if isinstance(part["memory_mb"], float))
    out.print(f"{len(parts)} processes, {total:.0f} MB")


def _readiness(part: dict[str, object]) -> str:
    if part["waited_s"]:
        return f"no answer in {part['waited_s']} s"
    return "yes" if part["ready"] else "NO" if part["answers"] else "silent"
