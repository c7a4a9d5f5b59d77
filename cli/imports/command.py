"""How does one bring a file in?"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chassis.records.workbooks import is_workbook
from cli.imports.custom_fields import FieldsRefused
from cli.imports.importer import ImportResult, ImportStopped, client_of, import_file, read_all, write_errors
from cli.imports.mapping_file import read_mapping
from cli.screen import Folder, err, give_up, out, words_of
from cli.stack.access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import NoSuchPerson, mint_token, person_of, setup_token
from messages.imports import Outcome
from messages.mappings.mapping import FileMapping

app = typer.Typer()
SOME_REFUSED = 3
MOST_TOLD = 20


@app.command("import")
def import_(
    mapping: Annotated[Path, typer.Argument(help="The mapping file (YAML); deploy/demo/mappings has examples.")],
    file: Annotated[Path, typer.Argument(help="The file: xlsx, or CSV in any common encoding.")],
    var: Folder = None,
    login: Annotated[str | None, typer.Option("--as", help="Who brings it in; without it the set-up process.")] = None,
    constants: Annotated[list[str] | None, typer.Option("--set", help="FIELD=VALUE for every row.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="The first so many lines only.")] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Where the errors go: <file>.errors.csv beside it; a dry run tells.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Read and map, send nothing, print the first rows.")] = False,
) -> None:
    """Bring a file into a service. What is wrong is reported, good rows stay; a second time adds nothing.

    The exit code is 0 when every line is in the house, 3 when some were refused, 1 when the file was.
    """
    try:
        file_mapping = read_mapping(mapping, dict(_pair(text) for text in constants or []))
        if dry_run:
            rows, result = read_all(file_mapping, file, limit)
            for row in rows[:5]:
                out.print_json(json.dumps(row))
        else:
            result = asyncio.run(_import(file_mapping, file, layout_of(var), login, limit))
    except (ValueError, OSError, ImportStopped, FieldsRefused, NoSuchPerson, httpx.HTTPError) as wrong:
        give_up(words_of(wrong))
    _tell(result, errors or (None if dry_run else file.with_name(f"{file.name}.errors.csv")))
    if not result.is_clean:
        raise typer.Exit(SOME_REFUSED)


async def _import(
    mapping: FileMapping, file: Path, layout: Layout, login: str | None, limit: int | None
) -> ImportResult:
    token = mint_token(layout, await person_of(layout, login)) if login else setup_token(layout)
    url = os.environ.get(f"COUNTERSIGN_{mapping.service.upper()}_URL") or layout.url(mapping.service)
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    lines = _lines(file)
    with Progress(*shown, console=err) as progress:
        task = progress.add_task(file.name, total=None if lines is None else min(limit or sys.maxsize, lines))

        def show(done: int) -> None:
            progress.update(task, completed=done)

        async with client_of(url, token) as client:
            result = await import_file(mapping, file, client=client, limit=limit, on_rows=show)
        progress.update(task, total=result.read)
        return result


def _lines(file: Path) -> int | None:
    """About how many; of a workbook nobody knows before it is read."""
    with file.open("rb") as lines:
        if is_workbook(lines.read(8)):
            return None
        return max(0, sum(1 for _ in lines) - 1)


def _tell(result: ImportResult, errors: Path | None) -> None:
    """`errors`: the file for what is wrong with each line; without one the first of them are told here."""
    counts = ", ".join(f"{count} {name}" for name, count in result.counts().items())
    out.print(f"{time.strftime('%H:%M:%S')}  {counts}")
    if result.duplicates:
        out.print(f"known already: {_lines_told(result.duplicates)}")
    refused = [int(str(error["line"])) for error in result.errors if error["outcome"] != Outcome.DUPLICATE]
    if refused:
        out.print(f"refused: {_lines_told(refused)}")
    if result.errors and errors is None:
        for error in result.errors[:MOST_TOLD]:
            place = f"line {error['line']}" + (f", {error['field']} {error['value']!r}" if error.get("field") else "")
            out.print(f"{place}: {error['reason']}", markup=False)
    elif result.errors and errors is not None:
        try:
            write_errors(result, errors)
        except OSError as wrong:
            give_up(f"{words_of(wrong)}; name another place with --errors")
        out.print(f"what is wrong with {len({error['line'] for error in result.errors})} lines: {errors}")


def _lines_told(lines: Iterable[int]) -> str:
    each = sorted(set(lines))
    more = f" and {len(each) - MOST_TOLD} more" if len(each) > MOST_TOLD else ""
    return f"line{'s' if len(each) > 1 else ''} {', '.join(map(str, each[:MOST_TOLD]))}{more}"


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(f"--set {text}: FIELD=VALUE was expected")
    return name, value
