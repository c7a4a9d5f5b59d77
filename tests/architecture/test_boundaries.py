"""Do transactions, clocks and faults stay where they belong?"""

import ast
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import ROOT, Source, dotted, none, sources

# What asks the machine for the time or for luck.
MACHINE = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid1",
    "uuid4",
    "uuid7",
    "os.urandom",
}
LUCK = {"random", "secrets"}
MAY_ASK = ("chassis", "cli", "deploy")


def asks_the_machine(source: Source) -> list[str]:
    names = [(dotted(node), node) for node in source.nodes if isinstance(node, ast.Name | ast.Attribute)]
    asked = [f"{source.place}:{node.lineno} {name}" for name, node in names if name in MACHINE]
    return asked + [f"{source.place}: {name}" for name in LUCK & imported(source)]


def imported(source: Source) -> set[str]:
    found = {name.name for node in source.nodes if isinstance(node, ast.Import) for name in node.names}
    return found | {node.module or "" for node in source.nodes if isinstance(node, ast.ImportFrom)}


def test_the_time_is_passed_in() -> None:
    strict = [source for source in sources() if source.part not in MAY_ASK and source.path.name != "main.py"]
    none([asked for source in strict for asked in asks_the_machine(source)])


def test_transactions_are_begun_only_in_use_cases() -> None:
    begun = [
        f"{source.place}:{node.lineno}"
        for source in sources("services", "console", "workflows")
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("begin", "begin_nested", "commit", "rollback")
        if "use_cases" not in source.path.parts and dotted(node.value) in ("uow", "work.session", "session")
    ]
    none(begun)


def test_faults_fly() -> None:
    caught = [
        f"{source.place}:{node.lineno}"
        for source in sources("messages", "services", "workflows", "console", "cli", "deploy")
        for node in source.nodes
        if isinstance(node, ast.ExceptHandler)
        if node.type is None or dotted(node.type) in ("Exception", "BaseException")
    ]
    none(caught)


def test_every_use_case_is_in_the_file_of_its_name() -> None:
    """`ls` answers what a service can do; files of several reads are called show_ or list_, of projections project_."""
    misplaced = []
    for source in sources("services"):
        if "use_cases" not in source.path.parts or source.path.name == "__init__.py":
            continue
        public = [node.name for node in source.tree.body if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef)]
        if not any(not name.startswith("_") for name in public):
            misplaced.append(source.place)
    none(misplaced)


def test_no_file_imports_itself_over_others() -> None:
    """Import-linter leaves out what is imported for a type only; the reader does not: TYPE_CHECKING counts, and so
    does an import inside of a function."""
    whole = {source.module: source for source in (*sources(), *sources("bench", "tests"))}
    order = TopologicalSorter({name: imported_files(source, whole) - {name} for name, source in whole.items()})
    assert len(whole) > 800
    try:
        order.prepare()
    except CycleError as circle:
        raise AssertionError(" -> ".join(circle.args[1])) from None


def imported_files(source: Source, whole: Mapping[str, Source]) -> set[str]:
    """`from chassis.db import retry` names the file retry, `from chassis.db.retry import with_retry` too."""
    named = imported(source)
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom):
            files = {f"{node.module}.{name.name}" for name in node.names} & whole.keys()
            named = named - {node.module or ""} | files if len(files) == len(node.names) else named | files
    return named & whole.keys()


@pytest.mark.usefixtures("at_the_root")
def test_imports_go_one_way() -> None:
    """The import-linter contracts of pyproject.toml."""
    assert lint_imports(cache_dir=None) == 0


@pytest.fixture
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
