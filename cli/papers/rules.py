"""Where is a rule written, what does it say, and which tests hold it?"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from cli.screen import give_up, out
from deploy.embedded.state import ROOT

app = typer.Typer()

NUMBER = re.compile(r"^([A-Z]{3}-\d+): ")
HOMES = ("messages", "chassis", "services", "workflows")
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass
class Rule:
    """A numbered rule and its tests, as `file:line`."""

    number: str
    place: str
    name: str
    sentence: str
    raised: bool = False  # an answer carries its number; else it is a definition
    tests: list[str] = field(default_factory=list)


@app.command()
def rule(number: Annotated[str, typer.Argument(help="Such as ORD-2; without it all.")] = "") -> None:
    """Print a rule's file, line, sentence and tests."""
    found = [one for one in all_rules() if not number or one.number == number.upper()]
    if not found:
        give_up(f"there is no rule {number}")
    for one in sorted(found, key=lambda one: (one.number[:3], int(one.number[4:]))):
        kind = "rule" if one.raised else "definition: in no answer"
        out.print(f"[bold]{one.number}[/bold]  {one.place}  {one.name}  ({kind})", soft_wrap=True)
        out.print(f"    {one.sentence}", soft_wrap=True, markup=False)
        if number:
            for test in one.tests or ["(no test is named after it)"]:
                out.print(f"    {test}", soft_wrap=True, markup=False)


def all_rules(root: Path = ROOT) -> list[Rule]:
    """Every function or class whose docstring begins with a rule's number, with the tests named after it."""
    rules = [rule for home in HOMES for path in sorted((root / home).rglob("*.py")) for rule in _rules_in(path, root)]
    tests = list(all_tests(root))
    raised = {text for home in HOMES for path in (root / home).rglob("*.py") for text in _texts(path)}
    for rule in rules:
        rule.raised = rule.number in raised
        wanted = re.compile(rf"\b{rule.number}\b|(?<![a-z]){rule.number.lower().replace('-', '_?')}(?![0-9])")
        rule.tests = [f"{place}  {name}" for place, name, source in tests if wanted.search(source)]
    return rules


def _rules_in(path: Path, root: Path) -> Iterator[Rule]:
    for node in _functions(path):
        text = ast.get_docstring(node) or ""
        if match := NUMBER.match(text):
            sentence = " ".join(text.removeprefix(match.group(0)).split("\n\n")[0].split())
            yield Rule(match.group(1), f"{path.relative_to(root)}:{node.lineno}", node.name, sentence)


def all_tests(root: Path) -> Iterator[tuple[str, str, str]]:
    """(file:line, name, what names the rule: its own name and docstring, its decorators' ids)."""
    for path in sorted((root / "tests").rglob("test_*.py")):
        for node in _functions(path):
            if node.name.startswith("test"):
                source = " ".join([node.name, ast.get_docstring(node) or "", *map(ast.unparse, node.decorator_list)])
                yield f"{path.relative_to(root)}:{node.lineno}", node.name, source


def _texts(path: Path) -> Iterator[str]:
    """Every text of the code that is a rule's number by itself, as `RuleViolation("ORD-3")` has it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NUMBER.match(f"{node.value}: "):
            yield node.value


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node
