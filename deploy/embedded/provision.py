"""What must stand in the servers before the first program starts?"""

import asyncio
import json
import sys
from collections.abc import Callable, Collection

from deploy.embedded.postgres import make_database
from deploy.embedded.secrets import SERVICES
from deploy.embedded.stack import Layout
from deploy.embedded.state import ROOT
from deploy.embedded.temporal import add_search_attributes, keep_closed_processes


class ProvisionFailed(Exception):
    """A part could not be made; the message holds the last words of what tried."""


async def provision(layout: Layout, say: Callable[[str], None], only: Collection[str] = SERVICES) -> None:
    """Databases, roles, tables, streams, consumers, search attributes. Safe to repeat: it makes what is missing."""
    (layout.var / "jwks.json").write_text(json.dumps(layout.secrets.jwks))
    services = [service for service in SERVICES if service in only]
    say("databases and roles")
    for service in services:
        await make_database(layout.admin_url, service, layout.secrets.databases[service])
    say("tables, streams and search attributes")
    servers = [_prepare(layout, services, check=False)]
    if "temporal" in only or layout.temporal_address is not None:
        await asyncio.gather(*servers, asyncio.to_thread(_temporal, layout))
    else:
        await asyncio.gather(*servers)


async def missing_in(layout: Layout) -> dict[str, list[str]]:
    """The services whose tables are not as the code has them, the streams and consumers that are not there."""
    return await _prepare(layout, list(SERVICES), check=True)


async def _prepare(layout: Layout, services: list[str], *, check: bool) -> dict[str, list[str]]:
    user, password = layout.nats_admin_login
    orders = {
        "databases": {service: layout.database_url(service) for service in services},
        "nats": {"url": layout.nats, "user": user, "password": password},
        "check": check,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.embedded.prepare"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, words = await process.communicate(json.dumps(orders).encode())
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise ProvisionFailed(words.decode(errors="replace")[-3000:])
    made: dict[str, list[str]] = json.loads(output.splitlines()[-1])
    return made


def _temporal(layout: Layout) -> None:
    if layout.temporal_address is not None:
        add_search_attributes(layout.temporal)
    keep_closed_processes(layout.temporal)
