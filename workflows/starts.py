"""Which process begins for which record, under which id, found by which search attributes?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from workflows.approval_alone import ApprovalAlone, Followed
from workflows.approval_clocks import ApprovalClocks
from workflows.contract_approval import ContractApproval, ContractStart
from workflows.keeper import QUARTER, Watch
from workflows.notice_delivery import NoticeDelivery
from workflows.opportunity_registration import OpportunityRegistration, RegistrationStart
from workflows.order_to_cash import OrderStart, OrderToCash
from workflows.overdue_escalation import OverdueEscalation, ShardWatch
from workflows.pool_reclaim import PoolReclaim, PoolWatch

TASK_QUEUE = "countersign"
REGISTRATION = "opportunity-registration"
CONTRACT = "contract-approval"
ORDER = "order-to-cash"
POOL = "pool-reclaim"
SHARD = "overdue-escalation"
REQUEST = "approval"
CLOCKS = "approval-clocks"
NOTICES = "notice-delivery"
KEEPERS = (POOL, SHARD, CLOCKS, NOTICES)


@dataclass(frozen=True, kw_only=True)
class Begin:
    """One process to be begun."""

    id: str
    run: Callable[..., Any]
    input: Any
    found_by: dict[str, str] = field(default_factory=dict)

    @property
    def search_attributes(self) -> TypedSearchAttributes:
        """What ops look it up by; no personal data."""
        pairs = [
            SearchAttributePair(SearchAttributeKey.for_keyword(name), value)
            for name, value in self.found_by.items()
            if value
        ]
        return TypedSearchAttributes(pairs)


def registration(id: UUID, *, number: str, opportunity_id: UUID) -> Begin:
    """A registration 报备 was submitted."""
    return Begin(
        id=f"{REGISTRATION}/{id}",
        run=OpportunityRegistration.run,
        input=RegistrationStart(registration_id=id),
        found_by={"Number": number, "DealId": str(opportunity_id)},
    )


def contract(id: UUID, *, number: str, opportunity_id: UUID) -> Begin:
    """A contract was submitted."""
    return Begin(
        id=f"{CONTRACT}/{id}",
        run=ContractApproval.run,
        input=ContractStart(contract_id=id),
        found_by={"Number": number, "ContractId": str(id), "DealId": str(opportunity_id)},
    )


def order(id: UUID, *, number: str, contract_id: UUID) -> Begin:
    """An order was placed."""
    return Begin(
        id=f"{ORDER}/{id}",
        run=OrderToCash.run,
        input=OrderStart(order_id=id),
        found_by={"Number": number, "OrderId": str(id), "ContractId": str(contract_id)},
    )


def request(id: UUID, *, number: str) -> Begin:
    """Nothing but an approval, in a process of its own. (Requests that no process asked for have one keeper.)"""
    return Begin(
        id=f"{REQUEST}/{id}",
        run=ApprovalAlone.run,
        input=Followed(request_id=id),
        found_by={"RequestId": str(id), "Number": number},
    )


def pool(id: UUID, *, sleep_at_most: timedelta = QUARTER) -> Begin:
    """A public pool exists."""
    return Begin(id=f"{POOL}/{id}", run=PoolReclaim.run, input=PoolWatch(pool_id=id, sleep_at_most=sleep_at_most))


def shard(number: int, *, sleep_at_most: timedelta = QUARTER) -> Begin:
    """A shard of receivables exists."""
    watch = ShardWatch(shard=number, sleep_at_most=sleep_at_most)
    return Begin(id=f"{SHARD}/{number}", run=OverdueEscalation.run, input=watch)


def deliveries(*, sleep_at_most: timedelta = QUARTER) -> Begin:
    """There is something to tell people, now or later: one keeper for the house."""
    return Begin(id=f"{NOTICES}/house", run=NoticeDelivery.run, input=Watch(sleep_at_most=sleep_at_most))


def clocks(*, sleep_at_most: timedelta = QUARTER) -> Begin:
    """There are requests that no process asked for: one keeper for the house."""
    return Begin(id=f"{CLOCKS}/house", run=ApprovalClocks.run, input=Watch(sleep_at_most=sleep_at_most))
