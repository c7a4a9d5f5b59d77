"""How is the benchmark run? (`make bench ARGS="--only w1 --quick"`)"""

import asyncio
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bench import beside as other_build
from bench.company import set_up_company
from bench.floors.server import floor_server
from bench.meters.processes import ProcessMeters
from bench.meters.sql_statements import OPTIONS, Statements
from bench.meters.temporal import connected
from bench.report import Report
from bench.session import QUICK, Bench, Sizes
from bench.workloads import people_calls, w1_approval, w2_order, w3_deadlines, w4_rest, w5_dunning, w6_size, w7_leads
from deploy.cast.player import Call, Cast
from deploy.embedded.running import running_stack
from deploy.embedded.state import default_folder
from deploy.embedded.tokens import setup_token

Workload = Callable[[Bench], Awaitable[None]]

WORKLOADS: dict[str, Workload] = {
    "w4": w4_rest.run,
    "w1": w1_approval.run,
    "w2": w2_order.run,
    "calls": people_calls.run,
    "w3": w3_deadlines.run,
    "w5": w5_dunning.run,
    "w6": w6_size.run,
    "w7": w7_leads.run,
}
OF_PERSONS = ("w1", "w2")  # what another build is compared in, unless something else is named
# A keeper wakes by its deadlines; in between nothing of it shall be measured.
SETTINGS = {"COUNTERSIGN_KEEPER_SLEEP_MINUTES": "1440", "COUNTERSIGN_RECONCILE_SECONDS": "0"}

WIDTH = 150  # of the tables, where they go to a file

out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def main(
    only: Annotated[list[str] | None, typer.Option(help=f"Of {', '.join(WORKLOADS)}; may be given again.")] = None,
    quick: Annotated[bool, typer.Option(help="A tenth of everything: does it run?")] = False,
    var: Annotated[Path | None, typer.Option(help="Where the lines and the stack's data go.")] = None,
    beside: Annotated[Path | None, typer.Option(help="Another checkout, with its .venv, to run in turns with.")] = None,
    rounds: Annotated[int, typer.Option(help="With --beside: how often each is run.", min=1)] = 3,
) -> None:
    """Measure Countersign beside its floors, on a stack of its own."""
    chosen = [name for name in WORKLOADS if not only or name in only]
    if unknown := set(only or ()) - set(WORKLOADS):
        raise typer.BadParameter(f"there is no {', '.join(sorted(unknown))}", param_hint="--only")
    folder = (var or default_folder()).absolute() / "bench"
    if beside is not None:
        _run_beside(beside.absolute(), folder / "beside", chosen if only else list(OF_PERSONS), rounds, quick=quick)
        return
    try:
        asyncio.run(_run(folder, chosen, QUICK if quick else Sizes()))
    except asyncio.CancelledError:
        raise typer.Exit(130) from None


def _run_beside(checkout: Path, folder: Path, chosen: list[str], rounds: int, *, quick: bool) -> None:
    if not (checkout / ".venv" / "bin" / "python").exists():
        raise typer.BadParameter(f"{checkout} has no .venv: make run or make test makes one", param_hint="--beside")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    other_build.show(other_build.compare(checkout, chosen, folder, rounds=rounds, quick=quick), folder, out)


async def _run(folder: Path, chosen: list[str], sizes: Sizes) -> None:
    report = Report(folder, out, quick=sizes is QUICK)
    this = asyncio.current_task()
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    began = time.monotonic()
    try:
        with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=out) as progress:
            async with _bench(folder / "stack", report, progress, sizes) as bench:
                out.print(f"ready after {time.monotonic() - began:.0f} s")
                for name in chosen:
                    await WORKLOADS[name](bench)
    finally:
        report.show()
    out.print(f"{time.monotonic() - began:.0f} s in all")


@asynccontextmanager
async def _bench(folder: Path, report: Report, progress: Progress, sizes: Sizes) -> AsyncIterator[Bench]:
    """Everything running on a stack of its own, with the durability of the product; gone afterwards."""
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    await asyncio.to_thread(folder.mkdir, parents=True)
    task = progress.add_task("start a stack", total=1)
    calls: list[Call] = []
    try:
        async with (
            running_stack(var=folder, settings=SETTINGS, postgres_options=OPTIONS) as stack,
            floor_server(stack) as floor,
            Cast(stack.urls, stack.token, setup_token(stack.layout), on_call=calls.append) as cast,
            Statements(stack.layout.admin_url) as statements,
        ):
            await set_up_company(cast)
            progress.advance(task)
            yield Bench(
                stack=stack,
                cast=cast,
                temporal=await connected(stack),
                floor_url=floor.url,
                floor_database=floor.database,
                processes=ProcessMeters(stack),
                statements=statements,
                report=report,
                progress=progress,
                sizes=sizes,
                calls=calls,
            )
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


if __name__ == "__main__":
    app()
