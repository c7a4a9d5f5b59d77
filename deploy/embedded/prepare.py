"""Makes tables, streams and consumers, or says which tables differ. A program of its own: it loads every service.

Its instructions are JSON from stdin: {"databases": {service: url}, "nats": {"url", "user", "password"}, "check": bool}.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from typing import Any

from pydantic import SecretStr

from chassis.base.settings import Settings
from chassis.db.database import engine_of
from chassis.db.migrate import differences, migrate
from chassis.events.connection import connect
from deploy.embedded.streams import all_durables, provision_streams


async def _main(instructions: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(await (_check if instructions["check"] else _make)(instructions)) + "\n")


async def _make(instructions: dict[str, Any]) -> dict[str, Any]:
    """Gives the streams that were made anew and the consumers that belong to them, for who keeps them."""
    for service, url in instructions["databases"].items():
        await migrate(service, url)
    client = await connect(_settings(instructions["nats"]), name="prepare")
    durables = all_durables()
    made = await provision_streams(client, durables)
    await client.close()
    return {"made": made, "durables": [asdict(durable) for durable in durables]}


async def _check(instructions: dict[str, Any]) -> dict[str, list[str]]:
    services: dict[str, str] = instructions["databases"]
    unequal = await asyncio.gather(*(_differs(service, url) for service, url in services.items()))
    return {"tables": [service for service, differs in zip(services, unequal, strict=True) if differs]}


async def _differs(service: str, url: str) -> bool:
    engine = engine_of(url, pool_size=1, name="doctor")
    try:
        return bool(await differences(service, engine))
    finally:
        await engine.dispose()


def _settings(nats: dict[str, str]) -> Settings:
    return Settings(nats_url=nats["url"], nats_user=nats["user"], nats_password=SecretStr(nats["password"]))


if __name__ == "__main__":
    asyncio.run(_main(json.load(sys.stdin)))
