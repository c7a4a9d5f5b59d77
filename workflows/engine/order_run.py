"""What does a run of an order's process begin with, and how does it end?"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import ConfigDict, Field

    from messages.base import View
    from messages.orders.orders import OrderSnapshot


class Ending(StrEnum):
    """How it ended. LEFT: after three years it still stood; ops find it in the reconciler's report."""

    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    LEFT = "LEFT"


class OrderStart(View):
    """Which order; a run that continues another also knows what was done, the open to-dos, and the request."""

    model_config = ConfigDict(validate_by_name=True)

    order_id: UUID
    began_at: datetime | None = None
    done: list[str] = []
    todos: list[UUID] = []
    request_id: UUID | None = Field(default=None, alias="asked")
    order: OrderSnapshot | None = None  # as it was placed, for the first run of all
