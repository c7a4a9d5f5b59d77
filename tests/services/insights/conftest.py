"""Which sale do the tests of insights look at?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import Api, an_actor
from messages.approvals.events import PersonChanged, RequestOpened
from messages.approvals.parts import About
from messages.base import Event
from messages.collections.payments import PaymentConfirmed, PaymentRecorded
from messages.collections.receivables import ReceivableOpened
from messages.deals.contracts import ContractDrafted, ContractEffective
from messages.deals.customers import CustomerAdded
from messages.deals.opportunities import OpportunityAdvanced, OpportunityOpened, OpportunityWon
from messages.leads.events import LeadCaptured, LeadClaimed, LeadConverted, LeadFollowedUp
from messages.leads.leads import FollowUpKind
from messages.money import Money
from messages.orders.orders import OrderPlaced

AT = datetime(2026, 3, 6, 2, tzinfo=UTC)
TOTAL = Money.of("1000.00", "CNY")


class Sale:
    """A sale of 王芳's to one customer, from lead to payment, and a second order of the same contract."""

    def __init__(self) -> None:
        self.owner = an_actor("sales", name="王芳", unit="cs/east/sales-1")
        self.lead, self.customer, self.opportunity, self.contract = new_id(), new_id(), new_id(), new_id()
        self.order, self.second, self.payment, self.receivable, self.request = (new_id() for _ in range(5))

    def events(self) -> list[Event]:
        """In the order in which they happened."""
        return [*self._lead(), *self._deal(), *self._contract(), *self._order()]

    @property
    def bought(self) -> dict[str, Any]:
        return {"owner_id": self.owner.id, "legal_entity_id": "CS-CN", "customer_id": self.customer}

    def _lead(self) -> list[Event]:
        return [
            LeadCaptured(lead_id=self.lead, number="LD-1", source="web", legal_entity_id="CS-CN", version=1),
            LeadClaimed(
                lead_id=self.lead, number="LD-1", pool_id=None, owner_id=self.owner.id, follow_up_due_at=AT, version=2
            ),
            LeadFollowedUp(
                lead_id=self.lead,
                number="LD-1",
                owner_id=self.owner.id,
                kind=FollowUpKind.CALL,
                follow_up_due_at=AT,
                version=3,
            ),
            LeadConverted(
                lead_id=self.lead,
                number="LD-1",
                customer_name="华为",
                opportunity_id=self.opportunity,
                project="CRM",
                version=4,
                **self.bought,
            ),
        ]

    def _deal(self) -> list[Event]:
        own = {"owner_id": self.owner.id, "legal_entity_id": "CS-CN"}
        return [
            CustomerAdded(customer_id=self.customer, number="CU-1", name="华为", version=1, **own),
            OpportunityOpened(
                opportunity_id=self.opportunity,
                number="OP-1",
                project="CRM",
                stage="Engaging",
                lead_id=self.lead,
                version=1,
                **self.bought,
            ),
            OpportunityAdvanced(opportunity_id=self.opportunity, number="OP-1", stage="Proposal", version=2),
            OpportunityWon(
                opportunity_id=self.opportunity,
                number="OP-1",
                customer_id=self.customer,
                owner_id=self.owner.id,
                amount=TOTAL,
                contract_id=self.contract,
                version=3,
            ),
        ]

    def _contract(self) -> list[Event]:
        contract: dict[str, Any] = self.bought | {
            "opportunity_id": self.opportunity,
            "contract_id": self.contract,
            "total": TOTAL,
            "number": "CT-2026-CS-CN-000001",
        }
        return [
            ContractDrafted(version=1, **contract),
            RequestOpened(
                request_id=self.request,
                process_id=f"contract-approval/{self.contract}",
                policy="contract",
                about=self.about,
                requester_id=self.owner.id,
                legal_entity_id="CS-CN",
                round=1,
                content_hash="x",
                version=1,
            ),
            ContractEffective(customer_name="华为", lines=[], terms=[], effective_at=AT, version=3, **contract),
        ]

    def _order(self) -> list[Event]:
        order: dict[str, Any] = self.bought | {"contract_id": self.contract, "total": TOTAL}
        paid = {"customer_id": self.customer, "order_ids": [self.order], "amount": TOTAL, "legal_entity_id": "CS-CN"}
        return [
            OrderPlaced(order_id=self.order, number="OR-1", version=1, **order),
            OrderPlaced(order_id=self.second, number="OR-2", version=1, **order),
            ReceivableOpened(
                receivable_id=self.receivable,
                number="RE-1",
                order_id=self.order,
                amount=TOTAL,
                version=1,
                **self.bought,
            ),
            PaymentRecorded(payment_id=self.payment, number="PA-1", recorded_by=self.owner.id, version=1, **paid),
            PaymentConfirmed(
                payment_id=self.payment, number="PA-1", confirmed_by=new_id(), allocated=TOTAL, version=2, **paid
            ),
        ]

    @property
    def about(self) -> About:
        return About(kind="contract", id=self.contract, number="CT-2026-CS-CN-000001", title="华为")

    def person(self) -> PersonChanged:
        return PersonChanged(
            person_id=self.owner.id,
            login="wang",
            name="王芳",
            unit=self.owner.unit,
            manager_id=None,
            roles=["sales"],
            active=True,
            tz="Asia/Shanghai",
            lang="zh",
            legal_entity_id="CS-CN",
            version=1,
        )


@pytest.fixture
async def sale(deliver: Any) -> Sale:
    """Every event comes twice, the newest first."""
    told = Sale()
    await deliver(told.person(), twice=True)
    events = told.events()
    for place in reversed(range(len(events))):
        await deliver(events[place], twice=True, at=AT + timedelta(minutes=place), id=UUID(int=place + 1))
    return told


async def get(api: Api, actor: Any, path: str, **params: Any) -> Any:
    answer = await api.as_(actor).get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()
