"""What must stand in the servers before the first program starts?"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Collection

from deploy.embedded.postgres import make_database
from deploy.embedded.secrets import SERVICES
from deploy.embedded.stack import Layout, program_environment
from deploy.embedded.state import ROOT
from deploy.embedded.temporal import add_search_attributes, keep_closed_processes


async def provision(layout: Layout, say: Callable[[str], None], only: Collection[str] = SERVICES) -> None:
    """Databases, roles, tables, streams, consumers, search attributes. Safe to repeat: it makes what is missing."""
    (layout.var / "jwks.json").write_text(json.dumps(layout.secrets.jwks))
    services = [service for service in SERVICES if service in only]
    say("databases and roles")
    for service in services:
        await make_database(layout.admin_url, service, layout.secrets.databases[service])
    say("tables, streams and search attributes")
    await asyncio.gather(_migrate(layout, services), _streams(layout), asyncio.to_thread(_temporal, layout))


async def _migrate(layout: Layout, services: list[str]) -> None:
    for service in services:
        await _run(service, [sys.executable, "-m", "chassis.migrate", service], program_environment(layout, service))


async def _streams(layout: Layout) -> None:
    user, password = layout.nats_admin_login
    env = {
        "COUNTERSIGN_NATS_URL": layout.nats,
        "COUNTERSIGN_NATS_USER": user,
        "COUNTERSIGN_NATS_PASSWORD": password,
    }
    await _run("streams", [sys.executable, "-m", "chassis.streams"], env)


def _temporal(layout: Layout) -> None:
    if layout.temporal_address is not None:
        add_search_attributes(layout.temporal)
    keep_closed_processes(layout.temporal)


class ProvisionFailed(Exception):
    """A part could not be made; the message holds the last words of what tried."""


async def _run(what: str, command: list[str], env: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise ProvisionFailed(f"{what}: {output.decode(errors='replace')[-3000:]}")
