"""How does one start the demo?"""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.demo import company, leads, pipeline, receivables
from cli.demo.report import show_report, write_report
from cli.demo.stage import Demo
from cli.screen import Folder, give_up, out
from deploy.cast.player import Cast
from deploy.embedded.running import running_stack
from deploy.embedded.state import default_folder
from deploy.embedded.tokens import setup_token

app = typer.Typer()

# A keeper in virtual time sleeps for a day at most, and money may be received on its virtual day.
VIRTUAL = {"COUNTERSIGN_KEEPER_SLEEP_MINUTES": "1440", "COUNTERSIGN_RECEIVED_AHEAD_DAYS": "400"}


@dataclass(frozen=True)
class Sizes:
    """How much of the data is played; None: all of it."""

    sample: int
    live: int
    rows: int | None


@app.command("demo")
def demo(
    data: Annotated[Path, typer.Argument(help="The folder with leads/, pipeline/ and receivables/.")],
    var: Folder = None,
    sample: Annotated[int, typer.Option(min=4, help="Opportunities that go through the processes.")] = 200,
    live: Annotated[int, typer.Option(min=4, help="Receivables that live in virtual time.")] = 50,
    rows: Annotated[int | None, typer.Option(min=1, help="The first so many lines of each file only.")] = None,
    keep: Annotated[bool, typer.Option(help="Keep the demo's databases; else they are made anew each time.")] = False,
) -> None:
    """Drive the whole job with real data, and check that everything adds up."""
    missing = [file for file in (leads.FILE, pipeline.FILE, receivables.FILE) if not (data / file).exists()]
    if missing:
        give_up(f"{data} has no {', '.join(missing)}: name the folder that holds leads/, pipeline/ and receivables/")
    folder = (var or default_folder()).absolute()
    if not asyncio.run(_demo(data.absolute(), folder, Sizes(sample, live, rows), keep)):
        give_up(f"something does not add up: see {folder / 'demo-report.json'}")


async def _demo(data: Path, folder: Path, sizes: Sizes, keep: bool) -> bool:
    seconds: dict[str, float] = {}
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*shown, console=out) as progress:
        job = await _on_a_stack(
            folder / "demo",
            data,
            progress,
            keep=keep,
            seconds=seconds,
            name="job",
            play=lambda demo: _job(demo, sizes, seconds),
        )
        late = await _on_a_stack(
            folder / "demo-late",
            data,
            progress,
            keep=False,
            seconds=seconds,
            name="late",
            play=lambda demo: _late(demo, sizes),
        )
    checks, results = [*job.checks, *late.checks], job.results | late.results
    adds_up = write_report(folder / "demo-report.json", results, checks, seconds)
    show_report(out, checks, seconds)
    out.print(f"report: {folder / 'demo-report.json'}")
    return adds_up


async def _on_a_stack(
    folder: Path,
    data: Path,
    progress: Progress,
    *,
    keep: bool,
    seconds: dict[str, float],
    name: str,
    play: Callable[[Demo], Awaitable[None]],
) -> Demo:
    """A stack of its own, so that nothing of the user's is touched."""
    if not keep:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    task = progress.add_task(f"start a stack ({name})", total=1)
    started = time.monotonic()
    async with running_stack(var=folder, fast=name == "late", settings=VIRTUAL) as stack:
        progress.advance(task)
        seconds[f"{name}: stack ready"] = time.monotonic() - started
        async with Cast(stack.urls, stack.token, setup_token(stack.layout)) as cast:
            made = Demo(stack, cast, data, folder, progress)
            await play(made)
    seconds[f"{name}: all"] = time.monotonic() - started
    return made


async def _job(demo: Demo, sizes: Sizes, seconds: dict[str, float]) -> None:
    """From the first lead to the last payment."""
    lines = pipeline.read_lines(demo.data / pipeline.FILE)
    invoices = receivables.read_invoices(demo.data / receivables.FILE)

    async def timed(name: str, work: Awaitable[None]) -> None:
        started = time.monotonic()
        await work
        seconds[name] = time.monotonic() - started

    await timed("company", company.found_company(demo))
    await timed("leads in, twice", leads.bring_in_leads(demo, sizes.rows))
    await timed("pools", leads.work_the_pools(demo, sorted({line.seller for line in lines})[:8]))
    await timed("pipeline history", pipeline.bring_in_history(demo, lines, sizes.rows))
    await timed("receivables history", receivables.bring_in_history(demo, invoices, sizes.rows))
    await timed("sample", pipeline.play_sample(demo, lines, sizes.sample))
    await timed("clashes", pipeline.play_clashes(demo, lines))


async def _late(demo: Demo, sizes: Sizes) -> None:
    """Receivables in virtual time."""
    await company.found_office(demo)
    await receivables.live(demo, receivables.read_invoices(demo.data / receivables.FILE), sizes.live)
