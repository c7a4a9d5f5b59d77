"""Which service do the chassis' own tests run? (the example beside this file)"""

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from chassis.settings import Settings
from chassis.testing import House
from tests.chassis import example


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
