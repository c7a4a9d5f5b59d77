"""Makes tables, streams and consumers, or tells which are missing. A program of its own: it loads every service.

Its orders come as JSON from stdin: {"databases": {service: url}, "nats": {"url", "user", "password"}, "check": bool}.
"""

import asyncio
import json
import sys
from typing import Any

from pydantic import SecretStr

from chassis.bus import connect
from chassis.database import engine_of
from chassis.migrate import differences, migrate
from chassis.settings import Settings
from chassis.streams import all_durables, missing, provision


async def _main(orders: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(await (_check if orders["check"] else _make)(orders)) + "\n")


async def _make(orders: dict[str, Any]) -> dict[str, list[str]]:
    for service, url in orders["databases"].items():
        await migrate(service, url)
    client = await connect(_settings(orders["nats"]), name="prepare")
    await provision(client, all_durables())
    await client.close()
    return {}


async def _check(orders: dict[str, Any]) -> dict[str, list[str]]:
    unequal = []
    for service, url in orders["databases"].items():
        engine = engine_of(url, pool_size=1, name="doctor")
        if await differences(service, engine):
            unequal.append(service)
        await engine.dispose()
    client = await connect(_settings(orders["nats"]), name="doctor")
    absent = await missing(client, all_durables())
    await client.close()
    return {"tables": unequal, "streams": absent}


def _settings(nats: dict[str, str]) -> Settings:
    return Settings(nats_url=nats["url"], nats_user=nats["user"], nats_password=SecretStr(nats["password"]))


if __name__ == "__main__":
    asyncio.run(_main(json.load(sys.stdin)))
