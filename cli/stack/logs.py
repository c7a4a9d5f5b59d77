"""What do the processes say?"""

import time
from pathlib import Path
from typing import Annotated

import typer

from cli.screen import Folder, give_up
from deploy.embedded.state import default_folder

app = typer.Typer()

LOOK_AGAIN_S = 0.3


@app.command()
def logs(
    names: Annotated[list[str] | None, typer.Argument(help="Which; without a name all.")] = None,
    var: Folder = None,
    lines: Annotated[int, typer.Option("--lines", "-n", help="The last so many of each.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="And all that come.")] = False,
) -> None:
    """The last lines of the logs."""
    folder = (var or default_folder()).absolute() / "logs"
    known = sorted(path.stem for path in folder.glob("*.log"))
    if unknown := sorted(set(names or []) - set(known)):
        give_up(f"no log of {', '.join(unknown)}; there are: {', '.join(known) or 'none yet'}")
    chosen = [folder / f"{name}.log" for name in (names or known)]
    ends = {path: _print_last(path, lines) for path in chosen}
    while follow:
        time.sleep(LOOK_AGAIN_S)
        ends = {path: _print_new(path, end) for path, end in ends.items()}


def _print_last(path: Path, lines: int) -> int:
    text = path.read_bytes()
    _print(path, b"\n".join(text.splitlines()[-lines:]) if lines else b"")
    return len(text)


def _print_new(path: Path, end: int) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(end if size >= end else 0)  # smaller than before: it was rotated
        new = file.read()
    _print(path, new)
    return (end if size >= end else 0) + len(new)


def _print(path: Path, text: bytes) -> None:
    for line in text.decode(errors="replace").splitlines():
        print(f"{path.stem:<11}| {line}")
