"""How are many guards switched off in little time? (run as a program: a tree, and a list of guards on its input)

What others have written is read once; then each test runs in a fork of its own, which reads ours anew, with one change.
"""

import importlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HEAVY = (
    "alembic.autogenerate", "argon2", "asyncpg", "babel.messages.pofile", "celpy", "fastapi", "holidays", "httpx",
    "hypothesis.stateful", "jwt", "pydantic_settings", "pytest", "sqlalchemy.ext.asyncio", "sqlmodel",
    "structlog", "uvicorn", "yaml",
)  # fmt: skip
QUICKLY = (
    "-q",
    "-x",
    "--noconftest",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-W",
    "ignore:Module already imported",
)
ON_POSTGRES = ("-p", "chassis.testing.plugin", "-p", "tests.services.approvals.conftest")
PATIENCE_S = 100


def tried(tree: Path, guard: dict[str, Any]) -> dict[str, Any]:
    """What became of the guard's test: exit code and last words; -9: it took too long. Without `file`: no change."""
    path = tree / guard["file"] if guard.get("file") else None
    written = path.read_text() if path else ""
    if path:
        if written.count(guard["text"]) != 1:
            return {"code": None, "told": f"{guard['file']} no longer has this text once: name the guard anew"}
        path.write_text(written.replace(guard["text"], guard["instead"]))
    try:
        return in_a_fork(guard["tests"], postgres=guard["postgres"])
    finally:
        if path:
            path.write_text(written)


def in_a_fork(tests: list[str], *, postgres: bool) -> dict[str, Any]:
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os._exit(_run(tests, postgres))
        end = time.monotonic() + PATIENCE_S
        while (done := os.waitpid(child, os.WNOHANG))[0] == 0 and time.monotonic() < end:
            time.sleep(0.02)
        if done[0] == 0:
            os.kill(child, 9)
            os.waitpid(child, 0)
        said.seek(0)
        told = said.read().decode(errors="replace")[-4000:]
    return {"code": os.waitstatus_to_exitcode(done[1]) if done[0] else -9, "told": told}


def _run(tests: list[str], postgres: bool) -> int:
    import pytest

    code = pytest.main([*QUICKLY, *(ON_POSTGRES if postgres else ()), *tests])
    sys.stdout.flush()
    return int(code)


if __name__ == "__main__":
    for name in HEAVY:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # only slower
    results = [tried(Path.cwd(), guard) for guard in json.load(sys.stdin)]
    sys.stdout.write(json.dumps(results))
