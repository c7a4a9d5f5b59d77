"""What must stand in the servers before the first program starts?"""

import asyncio
import json
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from chassis.events.streams import Durable
from deploy.embedded.postgres import make_database
from deploy.embedded.stack import Layout
from deploy.embedded.state import ROOT
from deploy.embedded.temporal import add_search_attributes, retain_closed_workflows
from messages.services import SERVICES


class ProvisionFailed(Exception):
    """A part could not be made; the message holds the last words of what tried."""


@dataclass(frozen=True)
class Provisioned:
    """The consumers of all parts, and the streams that were not there before."""

    durables: tuple[Durable, ...]
    made: tuple[str, ...]


async def provision(layout: Layout, say: Callable[[str], None], only: Collection[str] = SERVICES) -> Provisioned:
    """Databases, roles, tables, streams, consumers, search attributes. Safe to repeat: it makes what is missing."""
    (layout.var / "jwks.json").write_text(json.dumps(layout.secrets.jwks))
    services = [service for service in SERVICES if service in only]
    say("databases and roles")
    for service in services:
        await make_database(layout.admin_url, service, layout.secrets.databases[service])
    say("tables, streams and search attributes")
    preparing = _prepare(layout, services, check=False)
    if "temporal" in only or layout.temporal_address is not None:
        prepared, _ = await asyncio.gather(preparing, asyncio.to_thread(_temporal, layout))
    else:
        prepared = await preparing
    (layout.var / "durables.json").write_text(json.dumps(prepared["durables"]))
    return Provisioned(known_durables(layout), tuple(prepared["made"]))


def known_durables(layout: Layout) -> tuple[Durable, ...]:
    """The consumers that the last start made."""
    path = layout.var / "durables.json"
    found = json.loads(path.read_text()) if path.exists() else []
    return tuple(Durable(one["service"], one["source"], tuple(one["subjects"])) for one in found)


async def unequal_tables(layout: Layout) -> list[str]:
    """The services whose tables are not as the code has them."""
    found: list[str] = (await _prepare(layout, list(SERVICES), check=True))["tables"]
    return found


async def _prepare(layout: Layout, services: list[str], *, check: bool) -> dict[str, Any]:
    user, password = layout.nats_admin_login
    instructions = {
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
        output, words = await process.communicate(json.dumps(instructions).encode())
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise ProvisionFailed(words.decode(errors="replace")[-3000:])
    made: dict[str, Any] = json.loads(output.splitlines()[-1])
    return made


def _temporal(layout: Layout) -> None:
    if layout.temporal_address is not None:
        add_search_attributes(layout.temporal)
    retain_closed_workflows(layout.temporal)
