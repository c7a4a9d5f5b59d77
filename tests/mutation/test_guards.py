"""Does a test fail when a guard is switched off? Each guard once, in a copy of the tree and a process of its own."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from chassis.testing import TEST_DATABASE
from tests.mutation.guards import GUARDS, Guard

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("chassis", "cli", "console", "deploy", "messages", "services", "tests", "workflows", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("vendor", "node_modules", "*.png", "histories")
PATIENCE_S = 100
# Only what these tests stand on: the fixtures of whole stacks and browsers take longer to read than most tests to run.
QUICKLY = ("-q", "-x", "--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist")
ON_POSTGRES = ("-p", "chassis.testing", "-p", "tests.services.approvals.conftest")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as it stands now; with what Python has compiled of it, which holds for all files but the changed one."""
    folder = tmp_path_factory.mktemp("mutation")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
        else:
            shutil.copy2(ROOT / part, folder / part)
    return folder


def run(tree: Path, tests: Iterable[str], postgres: str | None) -> tuple[int, str]:
    """The exit code and the last words of pytest."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COUNTERSIGN_"))}
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    env |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_XDIST_WORKER": f"mutation_{worker}"}  # its own databases
    env |= {TEST_DATABASE: postgres} if postgres else {}
    words = [sys.executable, "-m", "pytest", *QUICKLY, *(ON_POSTGRES if postgres else ()), *tests]
    done = subprocess.run(words, cwd=tree, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    return done.returncode, (done.stdout + done.stderr)[-4000:]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_that_is_switched_off_is_missed(guard: Guard, copy: Path, request: pytest.FixtureRequest) -> None:
    postgres = request.getfixturevalue("postgres") if guard.postgres else None
    path = copy / guard.file
    written = path.read_text()
    assert written.count(guard.text) == 1, f"{guard.file} no longer has this text once: name the guard anew"
    path.write_text(written.replace(guard.text, guard.instead))
    try:
        code, told = run(copy, [guard.test], postgres)
    finally:
        path.write_text(written)
    assert code != 0, f"without the guard {guard.test} still passes"
    assert code == 1, f"{guard.test} could not be run at all:\n{told}"
    assert re.search(r"\b\d+ failed\b", told), f"{guard.test} did not fail, it broke:\n{told}"


@pytest.mark.parametrize("postgres_too", [False, True], ids=["pure", "on PostgreSQL"])
def test_with_all_guards_on_the_same_tests_pass_in_the_copy(
    postgres_too: bool, copy: Path, request: pytest.FixtureRequest
) -> None:
    """Else they would fail for another reason, and the guards would seem to be held."""
    tests = dict.fromkeys(guard.test for guard in GUARDS if guard.postgres == postgres_too)
    code, told = run(copy, tests, request.getfixturevalue("postgres") if postgres_too else None)
    assert code == 0, told
