"""Which service do the chassis' own tests run? (the example beside this file)"""

import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from chassis.settings import Settings
from chassis.testing import House
from tests.chassis import example
from tests.chassis.stage import Nats, Running


@pytest.fixture
def service_name() -> str:
    return "example"


@pytest.fixture
def service_app() -> Callable[[Settings], FastAPI]:
    return example.make


@pytest.fixture
async def house(house: House) -> House:
    async with house.database.engine.begin() as connection:
        await connection.run_sync(example.Table.metadata.create_all)
    return house


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[Nats]:
    server = Nats(tmp_path)
    server.start()
    await server.provided(example.subscriptions)
    yield server
    server.stop(signal.SIGKILL)


@pytest.fixture
async def running(house: House, nats: Nats) -> AsyncIterator[Running]:
    made = Running(house, nats)
    yield made
    await made.stop()
