"""Which events wake a keeper?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from messages.approvals.clocks import ClockMoved
from messages.approvals.notices import DeliveryDeadlineMoved
from messages.base import Event
from messages.collections.dunning.dunnings import ShardDeadlineMoved
from messages.collections.dunning.letters import ShardLettersQueued
from messages.collections.invoices import InvoiceFiled, InvoiceMailRequested
from messages.deals.reminders import ReminderDeadlineMoved
from messages.leads.campaign_tasks import CampaignTaskDeadlineMoved
from messages.leads.pools import PoolDeadlineMoved, PoolDefined
from workflows import workflow_registry
from workflows.workflow_registry import WorkflowStart

# Event → the keeper that wakes up, and is started when it does not run.
KEEPER_WAKE_UPS: dict[type[Event], Callable[[Any, timedelta], WorkflowStart]] = {
    PoolDefined: lambda e, sleep: workflow_registry.pool(e.pool_id, sleep_at_most=sleep),
    PoolDeadlineMoved: lambda e, sleep: workflow_registry.pool(e.pool_id, sleep_at_most=sleep),
    ShardDeadlineMoved: lambda e, sleep: workflow_registry.shard(e.shard, sleep_at_most=sleep),
    ClockMoved: lambda e, sleep: workflow_registry.clocks(sleep_at_most=sleep),
    DeliveryDeadlineMoved: lambda e, sleep: workflow_registry.deliveries(sleep_at_most=sleep),
    InvoiceFiled: lambda e, sleep: workflow_registry.filings(sleep_at_most=sleep),
    InvoiceMailRequested: lambda e, sleep: workflow_registry.mails(sleep_at_most=sleep),
    ShardLettersQueued: lambda e, sleep: workflow_registry.mails(sleep_at_most=sleep),
    ReminderDeadlineMoved: lambda e, sleep: workflow_registry.reminders(sleep_at_most=sleep),
    CampaignTaskDeadlineMoved: lambda e, sleep: workflow_registry.campaign_deadlines(sleep_at_most=sleep),
}
