"""What is to be paid when, for a contract that became effective?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import NotYet
from chassis.records.people import lock_owner_for_share
from messages.collections.plans import PaymentPlanMade
from messages.deals.contracts import ContractEffective
from services.collections.domain.payment_plans import instalments, terms_of
from services.collections.domain.shards import derived_id
from services.collections.store import projections
from services.collections.store.offers.offers import find_offer
from services.collections.tables import InstalmentRow, PaymentPlan
from services.collections.tables.base import kept_timing


async def make_payment_plan(event: ContractEffective, uow: UnitOfWork) -> None:
    """One plan per contract, paid in the way that its customer is offered first. Heard again, nothing changes. Raises
    NotYet: whose it is has to be known first."""
    async with uow.begin() as work:
        if await projections.find_plan(work, event.contract_id) is not None:
            return
        if await projections.find_customer(work, event.customer_id) is None:
            raise NotYet("customer", event.customer_id)
        offered = await find_offer(work, event.customer_id)
        owner = await lock_owner_for_share(work, event.owner_id)
        plan = PaymentPlan(
            id=derived_id("plan", event.contract_id),
            contract_id=event.contract_id,
            contract_number=event.number,
            customer_id=event.customer_id,
            owner_id=owner.id if owner else event.owner_id,
            owner_unit=owner.unit if owner else "",
            legal_entity_id=event.legal_entity_id,
            amount=event.total.amount,
            currency=event.total.currency,
            effective_at=event.effective_at,
            created_at=work.now,
            offered=offered.said if offered and offered.said else None,
        )
        terms = terms_of(event.terms)
        parts = instalments(event.total, terms)
        way = plan.offer.ways[0] if plan.offer else ""
        work.session.add(plan)
        await work.write()
        for term, part in zip(terms, parts, strict=True):
            own = vars(term) | {"timing": kept_timing(term.timing), "method": way}
            work.session.add(InstalmentRow(plan_id=plan.id, amount=part.amount, **own))
        of_plan = {"payment_plan_id": plan.id, "contract_id": plan.contract_id, "customer_id": plan.customer_id}
        work.emit(PaymentPlanMade(**of_plan, total=event.total, instalments=len(terms), version=plan.version))
