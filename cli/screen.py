"""How does the command speak: one console, one way to give up, one way to name a folder?"""

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Folder = Annotated[
    Path | None, typer.Option("--var", help="The stack's folder; without it COUNTERSIGN_VAR, else var/ in the project.")
]


def words_of(wrong: Exception) -> str:
    """Nobody need know what an exception is called, where it has words of its own."""
    if isinstance(wrong, OSError) and wrong.filename:
        return f"{wrong.filename}: {wrong.strerror}"
    return str(wrong) if str(wrong) and isinstance(wrong, ValueError | OSError) else f"{type(wrong).__name__}: {wrong}"


def give_up(text: str) -> NoReturn:
    """Say why, end with 1."""
    err.print(text, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)
