"""How are Temporal and the services reached?"""

import asyncio

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from chassis.base.logs import log
from chassis.http.client import ServiceClient, token_source
from messages.services import RECORD_OWNERS
from workflows.activities.service_calls import ServiceCalls
from workflows.settings import WorkflowSettings

CONNECT_EVERY_SECONDS = 0.5


async def connect(settings: WorkflowSettings) -> Client:
    """The client of Temporal; waits for a server that is not up yet."""
    while True:
        try:
            return await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                data_converter=pydantic_data_converter,
            )
        except RuntimeError as error:
            log.info("waiting for Temporal", why=str(error)[:200])
            await asyncio.sleep(CONNECT_EVERY_SECONDS)


def services_of(settings: WorkflowSettings) -> dict[str, ServiceCalls]:
    """The clients of all owners, with the worker's own identity."""
    token = token_source(settings)
    return {name: ServiceCalls(ServiceClient(getattr(settings, f"{name}_url"), token)) for name in RECORD_OWNERS}
