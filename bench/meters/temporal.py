"""How is the stack's Temporal server reached?"""

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from deploy.embedded.running import Stack


async def connected(stack: Stack) -> Client:
    """With the converter that the worker uses."""
    return await Client.connect(stack.layout.temporal, data_converter=pydantic_data_converter)
