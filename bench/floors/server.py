"""How does the floor's server run beside the stack?"""

import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.meters.processes import FLOOR
from deploy.embedded.postgres import make_database
from deploy.embedded.process import Process, http_ready
from deploy.embedded.running import Stack
from deploy.embedded.state import ROOT


@dataclass(frozen=True)
class Floor:
    """Its address, its database on the stack's PostgreSQL."""

    url: str
    database: str


@asynccontextmanager
async def floor_server(stack: Stack) -> AsyncIterator[Floor]:
    """A process of its own, as each service is one; it ends with the stack."""
    password = stack.layout.secrets.console_session
    await make_database(stack.layout.admin_url, FLOOR, password)
    server = stack.layout.admin_url.rsplit("@", 1)[1].split("/", 1)[0]
    database = f"postgresql://{FLOOR}:{password}@{server}/{FLOOR}"
    port = _free_port()
    serve = ["uvicorn", "bench.floors.rows_app:app", "--port", str(port), "--no-access-log", "--log-level", "warning"]
    serve += ["--timeout-keep-alive", "75"]  # as the services have it
    process = Process(
        name=FLOOR,
        command=[sys.executable, "-m", *serve],
        ready=http_ready(port, "/healthz"),
        needs=("postgres",),
        env={"FLOOR_DATABASE_URL": database},
        port=port,
        popen={"cwd": ROOT},
    )
    await stack.supervisor.start([process])
    yield Floor(f"http://127.0.0.1:{port}", database)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
