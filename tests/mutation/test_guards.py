"""Does a test fail when a guard is switched off? Each guard once, in a copy of the tree and a process of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chassis.testing.plugin import TEST_DATABASE
from tests.mutation.guards import GUARDS, Guard

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("chassis", "cli", "console", "deploy", "messages", "services", "tests", "workflows", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("vendor", "node_modules", "*.png", "histories")
ALL = "all guards on"
Results = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy as it stands now; with what Python has compiled of it, which holds for all files but the changed one."""
    folder = tmp_path_factory.mktemp("mutation")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
        else:
            shutil.copy2(ROOT / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def pure(tree: Path) -> Results:
    return tried(tree, [guard for guard in GUARDS if not guard.postgres], None)


@pytest.fixture(scope="module")
def on_postgres(tree: Path, postgres: str) -> Results:
    return tried(tree, [guard for guard in GUARDS if guard.postgres], postgres)


def tried(tree: Path, guards: list[Guard], postgres: str | None) -> Results:
    """By the guard's name; and once with all of them on."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COUNTERSIGN_"))}
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    env |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_XDIST_WORKER": f"mutation_{worker}"}  # its own databases
    env |= {TEST_DATABASE: postgres} if postgres else {}
    wanted: list[dict[str, Any]] = [vars(one) | {"tests": [one.test], "postgres": bool(postgres)} for one in guards]
    wanted.append({"tests": list(dict.fromkeys(one.test for one in guards)), "postgres": bool(postgres)})
    words = [sys.executable, "-m", "tests.mutation.driver"]
    done = subprocess.run(
        words, cwd=tree, env=env, input=json.dumps(wanted), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    names = [*(one.name for one in guards), ALL]
    return dict(zip(names, json.loads(done.stdout), strict=True))


@pytest.mark.timeout(300)  # the first of them waits for all
@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_that_is_switched_off_is_missed(guard: Guard, request: pytest.FixtureRequest) -> None:
    results: Results = request.getfixturevalue("on_postgres" if guard.postgres else "pure")
    code, told = results[guard.name]["code"], results[guard.name]["told"]
    assert code is not None, told
    assert code != 0, f"without the guard {guard.test} still passes"
    assert code == 1, f"{guard.test} could not be run at all:\n{told}"
    assert re.search(r"\b\d+ failed\b", told), f"{guard.test} did not fail, it broke:\n{told}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["pure", "on_postgres"])
def test_with_all_guards_on_the_same_tests_pass_in_the_copy(kind: str, request: pytest.FixtureRequest) -> None:
    """Else they would fail for another reason, and the guards would seem to be held."""
    result = request.getfixturevalue(kind)[ALL]
    assert result["code"] == 0, result["told"]
