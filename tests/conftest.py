"""Where do the tests' own servers come from? (wheels; or PostgreSQL named by COUNTERSIGN_TEST_DATABASE_URL)"""

import asyncio
import contextlib
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from chassis.base.garbage import spare_what_was_loaded
from deploy.embedded.postgres import Postgres

# A machine that does other things, too, is no fault of the example.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

pytest_plugins = ["chassis.testing.plugin", "tests.whole_stack"]


def pytest_collection_finish() -> None:
    """All modules of the tests are loaded."""
    spare_what_was_loaded()


@pytest.fixture(scope="session")
def start_postgres(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], AbstractContextManager[str]]:
    @contextlib.contextmanager
    def start() -> Iterator[str]:
        folder = tmp_path_factory.mktemp("postgres")
        server = Postgres(folder / "data", port=free_port(), password="test", fast=True)
        _let_others_in(folder, server)
        server.init()
        how = server.process()
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(how.command, stdout=log, stderr=log, start_new_session=True, **how.popen)
        try:
            asyncio.run(_ready(how.ready, running))
            yield server.admin_url
        finally:
            running.send_signal(how.stop_signal)
            running.wait(20)

    return start


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def _ready(probe: Callable[[], object], running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            await probe()  # type: ignore[misc]
            return
        except (OSError, TimeoutError):
            if running.poll() is not None or time.monotonic() > end:
                raise
            await asyncio.sleep(0.05)


def _let_others_in(folder: Path, server: Postgres) -> None:
    """Only where root has to become the real user nobody: it must reach its data."""
    if server.popen:
        for part in (folder, *folder.parents[:3]):
            part.chmod(part.stat().st_mode | 0o055)
