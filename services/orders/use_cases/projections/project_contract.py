"""Which contracts may be called off?"""

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.subscriptions import NotYet
from chassis.records.people import lock_owner_for_share
from messages.collections.plans import PaymentPlanMade
from messages.deals.contracts import ContractCancelled, ContractEffective, ContractEvent
from services.orders.store import projections as store
from services.orders.tables import ContractLineRow, ContractRow


async def project_effective_contract(event: ContractEffective, uow: UnitOfWork) -> None:
    """From now on it may be called off. One that is known (also as cancelled: events may come late) stays as it is."""
    async with uow.begin() as work:
        if await store.find_and_lock_contract(work, event.contract_id) is not None:
            return
        contract = await _contract(work, event)
        contract.effective = True
        contract.customer_name = event.customer_name
        contract.instalments = sum(row.times for row in event.terms)
        work.session.add(contract)
        await work.session.flush()
        for number, line in enumerate(event.lines, start=1):
            agreed = line.model_dump(include={"product_id", "quantity", "price"})
            work.session.add(ContractLineRow(contract_id=event.contract_id, line=number, **agreed))


async def project_payment_plan(event: PaymentPlanMade, uow: UnitOfWork) -> None:
    """Collections knows its figures: its orders may be confirmed. Raises NotYet."""
    async with uow.begin() as work:
        contract = await store.find_and_lock_contract(work, event.contract_id)
        if contract is None:
            raise NotYet("contract", event.contract_id)
        contract.planned = True


async def project_cancelled_contract(event: ContractCancelled, uow: UnitOfWork) -> None:
    """Nothing more may be called off, also when the event that it became effective is still under way."""
    async with uow.begin() as work:
        contract = await store.find_and_lock_contract(work, event.contract_id)
        if contract is None:
            work.session.add(await _contract(work, event))
        else:
            contract.effective = False


async def _contract(work: Work, event: ContractEvent) -> ContractRow:
    owner = await lock_owner_for_share(work, event.owner_id)
    if owner is None:
        raise NotYet("person", event.owner_id)
    return ContractRow(
        id=event.contract_id,
        number=event.number,
        effective=False,
        customer_id=event.customer_id,
        customer_name="",
        owner_id=owner.id,
        owner_name=owner.name,
        owner_unit=owner.unit,
        legal_entity_id=event.legal_entity_id,
        total=event.total.amount,
        currency=event.total.currency,
        instalments=0,
    )
