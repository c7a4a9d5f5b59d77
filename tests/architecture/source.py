"""Which files and functions does the house consist of?"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("messages", "chassis", "services", "workflows", "console", "cli", "deploy")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file of Python."""

    path: Path

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def module(self) -> str:
        """`chassis.db.retry`, of an `__init__.py` the folder's."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @property
    def part(self) -> str:
        """`services` of services/orders/main.py."""
        return self.path.relative_to(ROOT).parts[0]

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def functions(self) -> Iterator[Function]:
        for node in self.nodes:
            if isinstance(node, Function):
                yield node


@cache
def sources(*parts: str) -> tuple[Source, ...]:
    """The files of these parts, or of all that is installed."""
    return tuple(_source(path) for part in parts or PARTS for path in sorted((ROOT / part).rglob("*.py")))


@cache
def _source(path: Path) -> Source:
    return Source(path)


def dotted(node: ast.AST) -> str:
    """`datetime.now` of the expression of that shape, else nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def none(found: Iterable[object], why: str = "") -> None:
    """Nothing was found; else all of it is shown, one a line."""
    lines = [str(one) for one in found]
    assert not lines, "\n".join([why, *lines])
