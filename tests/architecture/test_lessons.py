"""Does every mistake that was read about elsewhere have its test, and is every word of a policy read and tried?"""

import ast
import re
from functools import cache
from typing import get_args

import pytest
from pydantic import BaseModel

from services.approvals.domain.policies import policy as policies
from services.approvals.domain.policies.keywords import KEYS
from tests.architecture.source import ROOT, none, sources

PAGE = ROOT / "docs" / "lessons.md"
LABELS = {"parallel"}  # only the name of a group of branches
ROW = re.compile(r"^\| (?P<row>[\w.]+-\d+) \|.*\|$")
WANTED = [f"3.A-{n}" for n in range(1, 33)] + [f"2-{n}" for n in range(1, 9)] + [f"4-{n}" for n in range(1, 10)]


def rows() -> dict[str, list[str]]:
    """Row → the tests that it names."""
    found: dict[str, list[str]] = {}
    for line in PAGE.read_text().splitlines():
        if row := ROW.match(line):
            assert row["row"] not in found, f"{row['row']} stands twice"
            found[row["row"]] = re.findall(r"`(tests/[^`]+)`", line)
    return found


@cache
def run_of(file: str) -> frozenset[str]:
    """The tests that `make test` runs of this file: those that are not marked as long."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            long = any("mark.long" in ast.unparse(one) for one in node.decorator_list)
            found |= set() if long else {node.name}
    return frozenset(found)


def test_every_row_is_on_the_page() -> None:
    assert list(rows()) == WANTED


@pytest.mark.parametrize("row", WANTED)
def test_a_row_names_tests_that_are_there_and_run(row: str) -> None:
    named = rows()[row]
    assert named, "no test is named"
    for one in named:
        file, _, name = one.partition("::")
        assert (ROOT / file).is_file(), f"{file} is gone"
        assert name in run_of(file) or (not name and run_of(file)), f"{one} is gone, or too long for every run"


def test_every_test_that_is_named_after_a_row_is_on_the_page() -> None:
    page = PAGE.read_text()
    named = [name for source in sources("tests") for name in _after_rows(source.text)]
    assert len(named) > 20
    none([name for name in named if name not in page and not name.startswith("test_3a_23_")])


def _after_rows(text: str) -> list[str]:
    return re.findall(r"^(?:async )?def (test_3a_\w+)", text, re.MULTILINE)


def keys() -> list[str]:
    """Every word that a policy may contain."""
    found: dict[str, None] = {}
    todo: list[type[BaseModel]] = [policies.Policy]
    while todo:
        for name, field in todo.pop().model_fields.items():
            if name not in found:
                found[name] = None
                todo += [part for part in _parts(field.annotation) if issubclass(part, BaseModel)]
    return sorted(found)


def _parts(kind: object) -> list[type]:
    if isinstance(kind, type):
        return [kind]
    if isinstance(kind, str):
        return _parts(getattr(policies, kind, None))
    return [part for one in get_args(kind) for part in _parts(one)]


def test_3a_21_every_key_of_a_policy_is_read_and_tried() -> None:
    """3.A-21: an `enabled` flag that nobody read. Read: as an attribute in the domain; tried: in a test's policy."""
    domain = [source for source in sources("services") if "approvals/domain" in source.place]
    read = {node.attr for source in domain for node in source.nodes if isinstance(node, ast.Attribute)}
    tried = {word for source in sources("tests") for word in re.findall(r'"(\w+)":|(\w+)=|(\w+):', source.text)}
    words = {word for three in tried for word in three if word}
    assert {"signers", "max_rounds", "branches", "percent", "levels"} <= set(keys())
    none([key for key in keys() if key not in read | LABELS], "not read by the domain")
    none([key for key in keys() if key not in words], "in no test")
    none([key for key in keys() if key not in KEYS.values()], "without a Chinese word")
