"""On which server do the processes of these tests run?"""

import time
from collections.abc import AsyncIterator, Iterator

import pytest
from temporalio.common import SearchAttributeKey
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from deploy.embedded.temporal import PROBLEMS_AFTER, SEARCH_ATTRIBUTES, temporal_binary

SETTINGS = [
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.timerProcessorMaxTimeShift="10ms"',
    "limit.historyCount.suggestContinueAsNew=200",
    f"{PROBLEMS_AFTER}=2",
]


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    """The real dev server, in memory; each process has its own clock, which only tests move."""
    async with await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=temporal_binary(),
        dev_server_extra_args=[part for value in SETTINGS for part in ("--dynamic-config-value", value)],
        dev_server_log_level="error",
        data_converter=pydantic_data_converter,
        search_attributes=[SearchAttributeKey.for_keyword(name) for name in SEARCH_ATTRIBUTES],
    ) as env:
        yield env


@pytest.fixture(scope="session", autouse=True)
def _let_the_runtime_end() -> Iterator[None]:
    yield
    time.sleep(0.5)  # Temporal's runtime may crash an interpreter that ends at once (sdk-python#300)
