"""Which service do the chassis' own tests run? (the example beside this file)"""

import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from chassis.base.settings import Settings
from chassis.testing.plugin import ServiceHarness
from tests.chassis import example_service
from tests.chassis.nats_server import Nats, Running


@pytest.fixture
def service_name() -> str:
    return "example"


@pytest.fixture
def service_app() -> Callable[[Settings], FastAPI]:
    return example_service.make


@pytest.fixture
async def harness(harness: ServiceHarness) -> ServiceHarness:
    async with harness.database.engine.begin() as connection:
        await connection.run_sync(example_service.Table.metadata.create_all)
    return harness


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[Nats]:
    server = Nats(tmp_path)
    server.start()
    await server.provided(example_service.subscriptions)
    yield server
    server.stop(signal.SIGKILL)


@pytest.fixture
async def running(harness: ServiceHarness, nats: Nats) -> AsyncIterator[Running]:
    made = Running(harness, nats)
    yield made
    await made.stop()
