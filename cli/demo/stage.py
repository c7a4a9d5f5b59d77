"""What does the demo have at hand: the stack, the cast, the data, the screen, the report?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from rich.progress import Progress

from cli.imports.importer import ImportResult, client_of, import_file, write_errors
from cli.imports.mapping_file import read_mapping
from deploy.cast.player import Cast
from deploy.embedded.running import Stack
from deploy.embedded.tokens import setup_token

MAPPINGS = Path(__file__).parents[2] / "deploy" / "demo" / "mappings"
ENTITY = "CS-US"
AT_ONCE = 4

T = TypeVar("T")


@dataclass(frozen=True)
class Check:
    """One thing that has to add up: what it is by one way of counting and by another."""

    what: str
    expected: Any
    found: Any

    @property
    def holds(self) -> bool:
        return bool(self.expected == self.found)


@dataclass
class Demo:
    """One run of the demo."""

    stack: Stack
    cast: Cast
    data: Path
    out: Path
    progress: Progress
    results: dict[str, Any] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    def check(self, what: str, expected: Any, found: Any) -> None:
        """Note it; the report shows all, and the demo fails when one does not hold."""
        self.checks.append(Check(what, expected, found))

    async def bring_in(self, name: str, file: str, *, limit: int | None = None, **constants: str) -> ImportResult:
        """A file by its mapping, as `countersign import` does it; what is wrong goes to an error file."""
        mapping = read_mapping(MAPPINGS / f"{name}.yaml", constants)
        path = self.data / file
        with path.open("rb") as opened:
            lines = max(0, sum(1 for _ in opened) - 1)
        task = self.progress.add_task(f"import {path.name} ({name})", total=min(limit or lines, lines))
        async with client_of(self.stack.urls[mapping.service], setup_token(self.stack.layout)) as client:
            result = await import_file(
                mapping,
                path,
                client=client,
                limit=limit,
                on_rows=lambda done: self.progress.update(task, completed=done),
            )
        self.progress.update(task, total=result.read, completed=result.read)
        if result.errors:
            write_errors(result, self.out / f"{name}.errors.csv")
        return result

    async def all_of(self, what: str, works: Iterable[Callable[[], Awaitable[T]]]) -> list[T]:
        """A few at once, with a bar; the first fault ends it."""
        todo = list(works)
        task = self.progress.add_task(what, total=len(todo))
        places = asyncio.Semaphore(AT_ONCE)

        async def one(work: Callable[[], Awaitable[T]]) -> T:
            async with places:
                answer = await work()
            self.progress.advance(task)
            return answer

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(work)) for work in todo]
        return [task.result() for task in tasks]
